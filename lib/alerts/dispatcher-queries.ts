import "server-only";
import type { Executor } from "@/db/client";
import type { InstanceKind } from "@/db/enums";
import { MOST_QUEUE_AGE_MS, mostSilenceMs } from "./alert-rules";
import {
  agoOf,
  botStandings,
  doubtfulRuns,
  endedRuns,
  hasActiveSchedule,
  lastPassAt,
  type Queue,
  sampleRuns,
  wholeQueue,
} from "./fact-queries";
import { automaticRuns, livingInstances } from "./metric-queries";
import { quantile } from "./prometheus";

const HOUR_MS = 3_600_000;

/** How sending does right now, for the tiles of Home. */
export type Dispatcher = {
  now: Date;
  lastPassAt: Date | null;
  /** Something is switched on or waits. */
  isActive: boolean;
  /** It should have passed and hasn't. */
  isStopped: boolean;
  queue: Queue & { isLate: boolean };
  /** How late automatic runs of the last hour began, in ms; null when there were none. */
  delay: { p50Ms: number; p95Ms: number } | null;
  perHour: number;
  instances: { kind: InstanceKind; version: string }[];
};

/** One reading of the dispatcher, the same for every reader. */
export async function readDispatcher(db: Executor, now: Date, budgetMs: number): Promise<Dispatcher> {
  const [passAt, scheduled, bots, sample, hour, doubts, instances] = await Promise.all([
    lastPassAt(db),
    hasActiveSchedule(db),
    botStandings(db),
    sampleRuns(db, agoOf(now, HOUR_MS), now),
    endedRuns(db, agoOf(now, HOUR_MS), now),
    doubtfulRuns(db, now),
    livingInstances(db, now),
  ]);
  const queue = await wholeQueue(db, bots);
  const isActive = scheduled || queue.runs > 0;
  const silentMs = passAt ? now.getTime() - passAt.getTime() : Number.POSITIVE_INFINITY;
  const delays = sample.map(({ delayMs }) => delayMs);
  return {
    now,
    lastPassAt: passAt,
    isActive,
    isStopped: isActive && silentMs >= mostSilenceMs(budgetMs),
    queue: { ...queue, isLate: queue.freeOldestAt !== null && queue.freeOldestAt < agoOf(now, MOST_QUEUE_AGE_MS) },
    delay: delays.length > 0 ? { p50Ms: quantile(delays, 0.5), p95Ms: quantile(delays, 0.95) } : null,
    perHour: automaticRuns(hour) + doubts.thisHour,
    instances,
  };
}
