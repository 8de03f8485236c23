import "server-only";
import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { syncBackups, syncOps } from "@/db/schema/image-sync";
import { type ObjectKey, parseObjectKey } from "@/lib/storage/object-key";
import { type Fingerprint, type Place, parsePlace } from "@/lib/storage/quarantine-port";
import { fileAt, fingerprintOf, isClaimed, rowAt } from "./look-again";
import { afterSetAside, type SkipWhy } from "./op-step";
import { shaOfText } from "./row-text";
import { Halted, type Hand, holding, type Op, type Step, settle } from "./step-hand";

/**
 * Moves a file into quarantine. What it is gets written down and committed before (`intent`), so that whoever comes after a crash
 * goes on from whatever is there; the quarantine itself removes nothing before the same bytes were read elsewhere.
 */
export async function setAside(hand: Hand, step: Step): Promise<void> {
  const { rt } = hand;
  const { op } = step;
  const known = await fingerprintFor(rt.db, op);
  const found = known ?? (await begin(hand, step));
  if (!found) return;
  const [key, place] = endsOf(op);
  const moved = (await isClaimed(rt.db, op.filePath)) ? null : await rt.quarantine.setAside(key, place, found);
  // Somebody may have claimed it between the look and the move: then it goes back before anybody misses it.
  const isWanted = moved === null || (moved === "moved" && (await isClaimed(rt.db, op.filePath)));
  const isTheirs = isWanted && (await rt.quarantine.bringBack(key, place, found)) !== "taken";
  await holding(hand, "executing", (tx, at) =>
    settle(tx, hand, step, isTheirs ? { state: "skipped", why: "claimed" } : afterSetAside(moved ?? "moved"), at),
  );
}

/** The two ends of a file's move. */
export function endsOf(op: Op): [ObjectKey, Place] {
  const [key, place] = [parseObjectKey(op.filePath), parsePlace(op.place ?? "")];
  if (key === null || place === null) throw new Error("A step without a file");
  return [key, place];
}

/** What a file was when its move began; null where it never did. */
export async function fingerprintFor(db: Executor, { runId, seq }: Op): Promise<Fingerprint | null> {
  const [kept] = await db
    .select({ text: syncBackups.rowJson })
    .from(syncBackups)
    .where(and(eq(syncBackups.runId, runId), eq(syncBackups.seq, seq), eq(syncBackups.tbl, "object")));
  if (!kept) return null;
  const { bytes, sha256 } = JSON.parse(kept.text) as { bytes: number; sha256: string };
  return { bytes, sha256: Buffer.from(sha256, "hex") };
}

/** Looks whether the file may go, and says so in the journal before it does; null where it stays. */
async function begin(hand: Hand, step: Step): Promise<Fingerprint | null> {
  const { rt } = hand;
  const { op } = step;
  const why = await whyStays(hand, step);
  const found = why ? null : await fingerprintOf(rt.storage, endsOf(op)[0]);
  const isOther =
    found &&
    !(op.bytes === null || (op.bytes === found.bytes && (op.sha256 === null || op.sha256.equals(found.sha256))));
  const end: SkipWhy | null = why ?? (found === null ? "file_gone" : isOther ? "file_changed" : null);
  await holding(hand, "executing", async (tx, at) => {
    if (end || !found) return settle(tx, hand, step, { state: "skipped", why: end ?? "file_gone" }, at);
    const rowJson = JSON.stringify({
      key: op.filePath,
      bytes: found.bytes,
      sha256: Buffer.from(found.sha256).toString("hex"),
    });
    await tx.insert(syncBackups).values({
      ...{ runId: op.runId, seq: op.seq, tbl: "object", pk: op.imageId ?? 0, rowJson, rowSha: shaOfText(rowJson) },
    });
    const [set] = await tx
      .update(syncOps)
      .set({ state: "intent", startedAt: at })
      .where(and(eq(syncOps.runId, op.runId), eq(syncOps.seq, op.seq), eq(syncOps.state, "planned")));
    if (set.affectedRows !== 1) throw new Halted();
  });
  return end ? null : found;
}

async function whyStays({ rt, run }: Hand, { op, finding }: Step): Promise<SkipWhy | null> {
  if (finding.action === "delete_and_set_aside" && !(await didRowGo(rt.db, op))) return "row_stays";
  if (finding.verdict === "thumbnail" && !(await isOriginalThere(rt, finding))) return "original_gone";
  if (await isClaimed(rt.db, op.filePath)) return "claimed";
  const file = await fileAt(rt.storage, op.filePath);
  if (!file) return "file_gone";
  // What was written after the scan began isn't what was looked at.
  return file.modifiedAt >= run.cutoffAt ? "file_changed" : null;
}

/** The step before: a file goes only after its own row. */
async function didRowGo(db: Executor, { runId, seq, findingId }: Op): Promise<boolean> {
  const [before] = await db
    .select({ state: syncOps.state })
    .from(syncOps)
    .where(and(eq(syncOps.runId, runId), eq(syncOps.seq, seq - 1), eq(syncOps.findingId, findingId)));
  return before?.state === "done";
}

/** A small picture goes only while its original lies there and has a row (S4-25, S4-26). */
async function isOriginalThere(
  rt: Hand["rt"],
  { evidence, keepImageId, certainty }: Step["finding"],
): Promise<boolean> {
  const { original } = evidence;
  if (typeof original !== "string" || !(await fileAt(rt.storage, original))) return false;
  const row = await rowAt(rt.db, keepImageId);
  return row ? row.deletedAt === null && row.filePath === original : certainty === "doubtful";
}
