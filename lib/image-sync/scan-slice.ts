import "server-only";
import type { Db } from "@/db/client";
import { finishScan } from "./finish-scan";
import { claimRun, releaseRun, type SyncLease } from "./lease";
import { openEyes, rangesOf } from "./open-eyes";
import { preflight } from "./preflight";
import { countRows } from "./read-rows";
import { ScanAborted } from "./run-errors";
import { scanDuplicates } from "./scan-duplicates";
import { countCustomers } from "./scan-scope";
import { changeRun, firstPlace, keepStretch, LeaseLost, readScan, type Scan, type ScanRuntime } from "./scan-state";
import { scanWalk } from "./scan-walk";

/** How long one slice works, in ms; what it has begun it ends. */
const BUDGET_MS = 5_000;
const PAGE = 1_000;

export type SliceOptions = { budgetMs?: number; isOver?: () => boolean; pageSize?: number };

/**
 * One bounded stretch of a scan: goes on where the last one ended, whoever did that, and leaves it so that the next one can. Any
 * number of slices come to the same findings (ST-20). A run another works on, or that isn't being scanned, is left alone.
 * @returns false where somebody else was at it
 */
export async function scanSlice(rt: ScanRuntime, runId: number, options: SliceOptions = {}): Promise<boolean> {
  const lease = await claimRun(rt.db, runId);
  if (!lease) return false;
  const endMs = performance.now() + (options.budgetMs ?? BUDGET_MS);
  const isOver = () => options.isOver?.() === true || performance.now() >= endMs;
  try {
    await work(rt, lease, isOver, options.pageSize ?? PAGE);
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    if (!(error instanceof ScanAborted)) throw error;
    await abort(rt, lease, error);
  } finally {
    await releaseRun(rt.db, lease);
  }
  return true;
}

async function work(rt: ScanRuntime, lease: SyncLease, isOver: () => boolean, pageSize: number): Promise<void> {
  const { run, place, counts } = await readScan(rt.db, lease.runId);
  if (run.state !== "scanning") return;
  const customerIds = run.scope.customerIds ?? null;
  const scan: Scan = {
    ...{ rt, lease, run, counts, isOver, pageSize, phase: run.phase, nextSeq: run.nextSeq },
    place: place ?? firstPlace([]),
    scope: {
      ...{ prefix: run.prefix, cutoffMs: run.cutoffAt.getTime() },
      customerIds: customerIds && new Set(customerIds),
    },
    eyes: openEyes(rt, run.prefix),
  };
  const phases = { preflight: begin, walk: scanWalk, duplicates: scanDuplicates, finish: finishScan };
  for (;;) {
    const { phase } = scan;
    await phases[phase](scan);
    if (scan.phase === phase || isOver()) return;
  }
}

/** Proves that storage can be believed, and fixes what is looked at. */
async function begin(scan: Scan): Promise<void> {
  const { rt, run } = scan;
  const customerIds = run.scope.customerIds ?? null;
  await preflight(rt, run);
  const [customers, expectedRows] = [await countCustomers(rt.db, customerIds), await countRows(rt.db, customerIds)];
  await keepStretch(scan, {
    ...{ phase: "walk", counts: { customers, expectedRows } },
    place: firstPlace(await rangesOf(rt.db, run.prefix, customerIds)),
  });
}

/** A scan that can't be believed ends: nothing it has found may be acted on, and another scan begins anew. */
async function abort(rt: { db: Db; clock: ScanRuntime["clock"] }, lease: SyncLease, error: ScanAborted): Promise<void> {
  const finishedAt = await rt.clock();
  const { reason, message } = error;
  await changeRun(rt.db, lease, {
    ...{ state: "aborted", error: reason, finishedAt },
    errorDetail: message === reason ? null : message.slice(0, 300),
  }).catch((lost: unknown) => {
    if (!(lost instanceof LeaseLost)) throw lost;
  });
}
