import "server-only";
import { gte, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { alerts, instances, metricCounters } from "@/db/schema/alerts";
import { RUNS_UNTIL } from "./advance-counters";
import { skewsOf } from "./alert-rules";
import {
  agoOf,
  botStandings,
  doubtfulRuns,
  endedRuns,
  lastPassAt,
  missedWaiting,
  newestPasses,
  sampleRuns,
  wholeQueue,
} from "./fact-queries";
import type { MetricFacts } from "./metric-families";

const HOUR_MS = 3_600_000;
/** Three missed heartbeats and a process is taken for gone. */
export const ALIVE_MS = 3 * 60_000;
const SKEW_WINDOW_MS = 5 * 60_000;
const SKEW_PASSES = 60;

/** The figures of /api/metrics as of now. The sums need advanceCounters before; what ended since is counted on top. */
export async function readMetrics(db: Executor, now: Date, version: string): Promise<MetricFacts> {
  const [sums, bots, passAt, passes, sample, hour, doubts, missed, alive, on] = await Promise.all([
    readSums(db, now),
    botStandings(db),
    lastPassAt(db),
    newestPasses(db, SKEW_PASSES),
    sampleRuns(db, agoOf(now, HOUR_MS), now),
    endedRuns(db, agoOf(now, HOUR_MS), now),
    doubtfulRuns(db, now),
    missedWaiting(db, now),
    livingInstances(db, now),
    db
      .select({ kind: alerts.kind })
      .from(alerts)
      .where(inArray(alerts.state, ["on", "muted"])),
  ]);
  return {
    now,
    version,
    sums,
    queue: await wholeQueue(db, bots),
    lastPassAt: passAt,
    sample,
    perHour: automaticRuns(hour) + doubts.thisHour,
    waiting: { unknown: doubts.all, missed },
    bots: bots
      .filter((bot) => bot.isInUse)
      .map((bot) => ({ ...bot, isHealthy: bot.parkReason ? false : (bot.lastHealth?.ok ?? null) })),
    skews: skewsOf(passes.filter(({ startedAt }) => startedAt >= agoOf(now, SKEW_WINDOW_MS))),
    instances: alive,
    alerts: on,
  };
}

/** Automatic runs among those that ended, whatever they were sent with. */
export const automaticRuns = (ended: Awaited<ReturnType<typeof endedRuns>>): number =>
  ended.reduce((sum, row) => {
    const counts = row.kind === "schedule" && ["success", "partial", "failed"].includes(row.status);
    return sum + (counts ? row.runs : 0);
  }, 0);

export const livingInstances = (db: Executor, now: Date) =>
  db
    .select({ name: instances.name, kind: instances.kind, version: instances.version })
    .from(instances)
    .where(gte(instances.heartbeatAt, agoOf(now, ALIVE_MS)));

async function readSums(db: Executor, now: Date): Promise<Map<string, number>> {
  const rows = await db.select().from(metricCounters);
  const sums = new Map(rows.map(({ name, value }) => [name, value]));
  for (const row of await endedRuns(db, new Date(sums.get(RUNS_UNTIL) ?? 0), now)) {
    const name = `runs:${row.kind}:${row.status}`;
    sums.set(name, (sums.get(name) ?? 0) + row.runs);
  }
  return sums;
}
