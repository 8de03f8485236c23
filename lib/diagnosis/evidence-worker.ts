import "server-only";
import { and, asc, between, desc, gte, lte, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { instances } from "@/db/schema/alerts";
import { ticks } from "@/db/schema/dispatch";
import { safeText } from "./evidence-text";

/** So long before and after the attempts passes are told. */
const AROUND_MS = 2 * 60_000;
/** Passes at the beginning of that time, and as many at its end. */
const PASSES = 30;
const PROCESSES = 50;

export type WorkerEvidence = Awaited<ReturnType<typeof workerEvidence>>;

/**
 * What is kept of the worker around these moments: its passes with their counts and whether they failed, and the processes that
 * were alive since. What it wrote to its own output is kept nowhere.
 */
export async function workerEvidence(db: Executor, moments: readonly Date[]) {
  const times = moments.map((at) => at.getTime());
  const from = new Date(Math.min(...times) - AROUND_MS);
  const to = new Date(Math.max(...times) + AROUND_MS);
  const [first, last, processes] = await Promise.all([
    passesBetween(db, from, to, asc(ticks.startedAt)),
    passesBetween(db, from, to, desc(ticks.startedAt)),
    db
      .select({
        ...{ name: instances.name, kind: instances.kind, version: instances.version },
        ...{ startedAt: instances.startedAt, heartbeatAt: instances.heartbeatAt },
      })
      .from(instances)
      .where(and(gte(instances.heartbeatAt, from), lte(instances.startedAt, to)))
      .orderBy(desc(instances.heartbeatAt))
      .limit(PROCESSES),
  ]);
  const passes = new Map([...first, ...last.reverse()].map((pass) => [pass.id, pass]));
  return {
    from,
    to,
    passes: [...passes.values()].map(({ error, ...pass }) => ({
      ...pass,
      durationMs: pass.finishedAt && pass.finishedAt.getTime() - pass.startedAt.getTime(),
      error: error && safeText(error),
    })),
    isCut: first.length === PASSES && (first.at(-1)?.id ?? 0) < (last[0]?.id ?? 0),
    processes,
    storedLog: null,
  };
}

const passesBetween = (db: Executor, from: Date, to: Date, order: SQL) =>
  db
    .select({
      ...{ id: ticks.id, startedAt: ticks.startedAt, finishedAt: ticks.finishedAt, instance: ticks.instance },
      ...{ counts: ticks.counts, skewMs: ticks.skewMs, error: ticks.error },
    })
    .from(ticks)
    .where(between(ticks.startedAt, from, to))
    .orderBy(order)
    .limit(PASSES);
