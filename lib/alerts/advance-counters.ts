import "server-only";
import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import type { Executor, Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { metricCounters } from "@/db/schema/alerts";
import { kbScheduleLogs as runs } from "@/db/schema/deliveries";
import { ticks } from "@/db/schema/dispatch";
import type { Runtime } from "@/lib/runtime";
import { agoOf, endedRuns } from "./fact-queries";
import { passSums, settledPasses } from "./pass-sums";

/** How far the ledger of runs has been summed (`completed_at`, epoch ms), and that of passes (id). */
export const RUNS_UNTIL = "runs:until";
const PASSES_UNTIL = "passes:until";
/** No transaction lives this long: what ended before it is all there. */
const SETTLED_MS = 60_000;
const CHUNK = 10_000;
const CHUNKS_MOST = 20;
const PASSES_MOST = 500;
const PASS_CHUNKS_MOST = 100;

/**
 * Adds what has ended since the last time to the running sums. Any number of instances may do so at once: each stretch of
 * a ledger is claimed by a compare-and-set in the transaction that adds it, so it is counted exactly once.
 */
export async function advanceCounters(rt: Pick<Runtime, "db" | "clock">): Promise<void> {
  const now = await rt.clock();
  for (const name of [RUNS_UNTIL, PASSES_UNTIL])
    await rt.db
      .insert(metricCounters)
      .values({ name, value: 0 })
      .onDuplicateKeyUpdate({ set: { name: sql`name` } });
  for (let chunk = 0; chunk < CHUNKS_MOST; chunk++)
    if (!(await retryDeadlocks(rt.db, (tx) => addRuns(tx, agoOf(now, SETTLED_MS))))) break;
  for (let chunk = 0; chunk < PASS_CHUNKS_MOST; chunk++)
    if (!(await retryDeadlocks(rt.db, (tx) => addPasses(tx, now)))) break;
}

/** @returns whether there may be more */
async function addRuns(tx: Tx, settled: Date): Promise<boolean> {
  const from = await counterValue(tx, RUNS_UNTIL);
  const until = (await chunkEnd(tx, new Date(from), settled)) ?? settled;
  if (until.getTime() <= from || !(await claim(tx, RUNS_UNTIL, from, until.getTime()))) return false;
  const ended = await endedRuns(tx, new Date(from), until);
  await add(
    tx,
    ended.map((row) => [`runs:${row.kind}:${row.status}`, row.runs]),
  );
  return until < settled;
}

/** Where a stretch of CHUNK ended runs ends, or null where fewer are left. */
export const chunkEndQuery = (db: Executor, from: Date, settled: Date) =>
  db
    .select({ at: runs.completedAt })
    .from(runs, { forceIndex: "ix_logs_completed" })
    .where(and(gt(runs.completedAt, from), lte(runs.completedAt, settled)))
    .orderBy(asc(runs.completedAt))
    .limit(1)
    .offset(CHUNK - 1);
const chunkEnd = async (tx: Tx, from: Date, settled: Date) => (await chunkEndQuery(tx, from, settled))[0]?.at ?? null;

async function addPasses(tx: Tx, now: Date): Promise<boolean> {
  const from = await counterValue(tx, PASSES_UNTIL);
  const rows = await tx.select().from(ticks).where(gt(ticks.id, from)).orderBy(asc(ticks.id)).limit(PASSES_MOST);
  const settled = settledPasses(rows, now);
  const last = settled.at(-1);
  if (!last || !(await claim(tx, PASSES_UNTIL, from, last.id))) return false;
  await add(tx, [...passSums(settled)]);
  return settled.length === PASSES_MOST;
}

/** Moves a mark forward, unless somebody else has. */
async function claim(tx: Tx, name: string, from: number, to: number): Promise<boolean> {
  const [moved] = await tx
    .update(metricCounters)
    .set({ value: to })
    .where(and(eq(metricCounters.name, name), eq(metricCounters.value, from)));
  return moved.affectedRows === 1;
}

async function counterValue(tx: Tx, name: string): Promise<number> {
  const [row] = await tx.select().from(metricCounters).where(eq(metricCounters.name, name));
  return row?.value ?? 0;
}

async function add(tx: Tx, sums: readonly (readonly [string, number])[]): Promise<void> {
  const values = sums.filter(([, value]) => value > 0).map(([name, value]) => ({ name, value }));
  if (values.length === 0) return;
  await tx
    .insert(metricCounters)
    .values(values.sort((a, b) => (a.name < b.name ? -1 : 1)))
    .onDuplicateKeyUpdate({ set: { value: sql`value + values(value)` } });
}
