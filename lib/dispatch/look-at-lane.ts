import "server-only";
import type { Batches } from "./batches";
import { standingOf } from "./bot-standing";
import type { Engine } from "./deliver-part";
import { expireRuns } from "./expire-runs";
import type { Lease } from "./lane";
import type { LaneRun } from "./load-lane-work";
import type { RunBot } from "./load-runs";
import { parkRuns } from "./park-runs";
import { probeParkedBot } from "./probe-parked-bot";
import { countEnd, type TickCounts } from "./tick-counts";

/** What a lane knows of its device's work, and since when. */
export type Known = {
  now: Date;
  /** `performance.now()` of that moment. */
  atMs: number;
  bots: RunBot[];
  /** Open runs of the rooms in which something is due. */
  runs: Map<number, LaneRun>;
};

/** Looks for what there is to do, ends what has waited its hour, and asks parked gateways whether they are back. */
export async function lookAtLane(rt: Engine, batches: Batches, lease: Lease, counts: TickCounts): Promise<Known> {
  let work = await batches.work(lease.deviceId);
  const over = work.runs.filter(
    (run) => run.nextAttemptAt <= work.now && run.expiresAt !== null && run.expiresAt <= work.now,
  );
  if (over.length > 0) {
    for (const status of await expireRuns(rt, lease, over, work.now)) countEnd(counts, status);
    work = await batches.work(lease.deviceId);
  }
  const bots: RunBot[] = [];
  for (const bot of work.bots) {
    const isDue = bot.parkReason !== null && (bot.breakerOpenUntil === null || bot.breakerOpenUntil <= work.now);
    const now = isDue ? await probeParkedBot(rt, bot) : bot;
    if (now.parkReason !== null) {
      const waits = work.runs.some((run) => run.botId === bot.id && run.nextAttemptAt <= work.now);
      if (waits) counts.deferred += await parkRuns(rt.db, bot.id, standingOf(now), work.now);
    }
    bots.push(now);
  }
  return { now: work.now, atMs: work.atMs, bots, runs: new Map(work.runs.map((run) => [run.id, run])) };
}
