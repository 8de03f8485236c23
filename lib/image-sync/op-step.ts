import type { CustomerImageStatus, SyncAct } from "@/db/enums";

/** Why a step wasn't done: what was true when it was planned isn't any more. Words of the catalogue `imageSync.whys`. */
export const skipWhys = [
  /** The row isn't there any more. */
  "row_gone",
  /** Somebody deleted it in the gallery. */
  "row_deleted",
  /** Somebody changed it. */
  "row_changed",
  /** Something uses it by now. */
  "in_use",
  /** The file a ghost had lost is there again. */
  "file_is_back",
  /** It lies under another spelling by now. */
  "alternate_appeared",
  /** The row that was to stay doesn't. */
  "keeper_gone",
  /** … or its file isn't what it was. */
  "keeper_changed",
  /** The file a row was to point to isn't what it was. */
  "target_changed",
  /** … or another row has it. */
  "target_taken",
  /** The file isn't there. */
  "file_gone",
  /** Other bytes lie there, or somebody wrote it again. */
  "file_changed",
  /** A row claims the file. */
  "claimed",
  /** The file's own row stayed. */
  "row_stays",
  /** The original of a small picture isn't there. */
  "original_gone",
] as const;
export type SkipWhy = (typeof skipWhys)[number];

/** Why a step failed: it is tried again when the run goes on. */
export const failWhys = ["storage_failed", "disk_full", "quarantine_taken", "file_lost"] as const;
export type FailWhy = (typeof failWhys)[number];

/** Why something couldn't be taken back: what lies there now is somebody's and stays. */
export const conflictWhys = [
  "row_taken",
  "row_gone",
  "row_changed",
  "customer_gone",
  "file_taken",
  "file_gone",
] as const;
export type ConflictWhy = (typeof conflictWhys)[number];

export type RowNow = { ver: number; filePath: string; status: CustomerImageStatus; deletedAt: Date | null };

/** Whether a row is still what the plan was made for; the row is locked. `uses`: how many things use it. */
export function whyNotRow(
  op: { act: SyncAct; ver: number | null; filePath: string },
  row: RowNow | undefined,
  uses: number,
): SkipWhy | null {
  if (!row) return "row_gone";
  if (row.deletedAt !== null) return "row_deleted";
  if (row.ver !== op.ver || row.filePath !== op.filePath) return "row_changed";
  return op.act === "delete_row" && uses > 0 ? "in_use" : null;
}

/** Whether the row that stays is the one that was looked at a moment ago. */
export const whyNotKeeper = (looked: RowNow | undefined, now: RowNow | undefined): SkipWhy | null =>
  looked &&
  now &&
  now.deletedAt === null &&
  now.status === "ready" &&
  now.ver === looked.ver &&
  now.filePath === looked.filePath
    ? null
    : "keeper_gone";

export type Settled =
  | { state: "done"; why: null }
  | { state: "skipped"; why: SkipWhy }
  | { state: "failed"; why: FailWhy };

/**
 * What a file's move came to, the first time as after a crash at any point: the quarantine goes on by itself from whatever an
 * earlier try left. Nothing at either end means that somebody else took it away between the look and the move.
 */
export function afterSetAside(moved: "moved" | "absent" | "changed"): Settled {
  if (moved === "moved") return { state: "done", why: null };
  return moved === "changed" ? { state: "skipped", why: "file_changed" } : { state: "failed", why: "file_lost" };
}

/** What bringing a file back came to, wherever its move had got. */
export const afterBringBack = (back: "restored" | "taken" | "absent"): ConflictWhy | null =>
  back === "restored" ? null : back === "taken" ? "file_taken" : "file_gone";

/**
 * Whether a row can be made what it was: a deleted one where its place is free, a changed one only as the run left it.
 * @param verAfter the version the run gave it; null where it deleted it
 */
export function whyNotBack(verAfter: number | null, now: { ver: number } | undefined): ConflictWhy | null {
  if (verAfter === null) return now ? "row_taken" : null;
  if (!now) return "row_gone";
  return now.ver === verAfter ? null : "row_changed";
}
