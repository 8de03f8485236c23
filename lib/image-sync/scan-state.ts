import "server-only";
import { eq, type SQL } from "drizzle-orm";
import type { Db } from "@/db/client";
import type { SyncPhase } from "@/db/enums";
import { type SyncCounts, syncFindings, syncRuns } from "@/db/schema/image-sync";
import type { Runtime } from "@/lib/runtime";
import type { Tally } from "./judge-path";
import { isHeld, leaseEnd, type SyncLease } from "./lease";
import { ScanAborted } from "./run-errors";
import { noCounts } from "./totals";
import type { Eyes, Found, Scope } from "./verdict";

export type ScanRuntime = Pick<Runtime, "db" | "clock" | "storage" | "quarantine" | "env">;
type Run = typeof syncRuns.$inferSelect;

/** How far a scan is, as its run keeps it. */
export type ScanPlace = {
  /** Folders that are listed, fixed when the scan begins. */
  ranges: string[];
  walk: { after: string | null; range: number; token: string | null };
  duplicates: { pass: "name" | "bytes"; customer: number; key: string };
  finish: { step: number; customer: number };
  /** Customers of whom something couldn't be looked at. */
  failed: number[];
};

/** One slice of a scan at work: what it has read of its run, and where it is. */
export type Scan = {
  rt: ScanRuntime;
  lease: SyncLease;
  run: Run;
  phase: SyncPhase;
  place: ScanPlace;
  counts: SyncCounts;
  nextSeq: number;
  scope: Scope;
  eyes: Eyes;
  isOver: () => boolean;
  /** Rows, files and groups that are asked for at a time. */
  pageSize: number;
};

/** Somebody else works on the run by now: whoever holds this must stop and has changed nothing. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** So many customers may fail before the scan as a whole has. */
const MOST_FAILED = 2_000;
const FINDINGS_AT_ONCE = 200;

export const firstPlace = (ranges: string[]): ScanPlace => ({
  ranges,
  walk: { after: null, range: 0, token: null },
  duplicates: { pass: "name", customer: 0, key: "" },
  finish: { step: 0, customer: 0 },
  failed: [],
});

/** What a stretch of the scan has brought. */
export type Stretch = {
  found?: readonly Found[];
  tally?: Partial<Tally>;
  failed?: readonly number[];
  place?: Partial<ScanPlace>;
  phase?: SyncPhase;
  counts?: Partial<SyncCounts>;
};

/**
 * Keeps a stretch: its findings, the sums and the place behind it in one transaction, so that whoever goes on repeats or skips
 * nothing (image-sync.md 2e).
 * @throws LeaseLost
 */
export async function keepStretch(scan: Scan, stretch: Stretch): Promise<void> {
  const { found = [], tally = {}, failed = [], place = {}, phase = scan.phase } = stretch;
  const counts = { ...scan.counts, ...stretch.counts };
  for (const [name, count] of Object.entries(tally)) counts[name as keyof Tally] += count;
  const next: ScanPlace = { ...scan.place, ...place, failed: [...new Set([...scan.place.failed, ...failed])] };
  if (next.failed.length > MOST_FAILED) throw new ScanAborted("too_many_errors");
  const nextSeq = scan.nextSeq + found.length;
  await scan.rt.db.transaction(async (tx) => {
    // The run first: whoever lost the lease writes no finding.
    const [done] = await tx
      .update(syncRuns)
      .set({ phase, checkpoint: next, counts, nextSeq, leaseUntil: leaseEnd })
      .where(isHeld(scan.lease));
    if (done.affectedRows !== 1) throw new LeaseLost();
    const rows = found.map((one, i) => toRow(scan.run.id, scan.nextSeq + i, one));
    for (let at = 0; at < rows.length; at += FINDINGS_AT_ONCE)
      await tx.insert(syncFindings).values(rows.slice(at, at + FINDINGS_AT_ONCE));
  });
  Object.assign(scan, { phase, place: next, counts, nextSeq });
}

const toRow = (runId: number, seq: number, { path, ...found }: Found): typeof syncFindings.$inferInsert => ({
  ...{ runId, seq, ...found },
  ...{ filePath: path.toString(), pathKey: path },
});

/** The run as it stands, with what its scan has kept. */
export async function readScan(db: Db, id: number): Promise<{ run: Run; place: ScanPlace | null; counts: SyncCounts }> {
  const [run] = await db.select().from(syncRuns).where(eq(syncRuns.id, id));
  if (!run) throw new Error(`no run ${id}`);
  return { run, place: run.checkpoint as ScanPlace | null, counts: run.counts ?? noCounts() };
}

/** Changes the run under its lease. */
export async function changeRun(
  db: Pick<Db, "update">,
  lease: SyncLease,
  set: Partial<typeof syncRuns.$inferInsert>,
  where?: SQL,
): Promise<void> {
  const [done] = await db
    .update(syncRuns)
    .set(set)
    .where(where ?? isHeld(lease));
  if (done.affectedRows !== 1) throw new LeaseLost();
}
