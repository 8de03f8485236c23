import "server-only";
import type { LogStatus } from "@/db/enums";
import { nap } from "@/lib/time/nap";
import type { Batches } from "./batches";
import { standingOf } from "./bot-standing";
import { standingAfter } from "./breaker";
import { deliverPart, type Engine } from "./deliver-part";
import { expireRuns } from "./expire-runs";
import { HOLD_MS, type Lease } from "./lane";
import type { LaneRun } from "./load-lane-work";
import type { Run, RunBot, RunPart } from "./load-runs";
import { turnOf } from "./order-runs";
import { parkRuns } from "./park-runs";
import { probeParkedBot } from "./probe-parked-bot";
import { putOff } from "./put-off";
import { noCounts, type TickCounts } from "./tick-counts";

export type LaneOptions = {
  /** `performance.now()` at which the pass must be over. */
  deadlineMs: number;
  budgetMs: number;
  signal?: AbortSignal | undefined;
};

export type LanePass = {
  counts: TickCounts;
  /** `performance.now()` at which a run under way goes on here; null when nothing waits for this pass. */
  resumeMs: number | null;
  /** A call is due that the time left doesn't cover: this pass is done with the device. */
  isOutOfTime: boolean;
};

/** A call that needs more than a whole pass may start at its beginning only. */
const FRESH_MS = 5_000;
/** Newer runs may come before those a lane knows of: it looks again this often. */
const LOOK_EVERY_MS = 1_000;

/** What a lane knows of its device's work, and since when. */
type Known = { now: Date; atMs: number; bots: RunBot[]; runs: LaneRun[] };

/**
 * Serves one device while its lease lasts: rooms interleaved, one call in flight, its minimum gap between calls. Ends when
 * nothing may go, when the time is up or a signal comes; the call in flight is always finished.
 */
export async function deliverLane(
  rt: Engine,
  batches: Batches,
  lease: Lease,
  { deadlineMs, budgetMs, signal }: LaneOptions,
): Promise<LanePass> {
  const counts = noCounts();
  /** Runs under way and when they go on, by the monotonic clock. */
  const waiting = new Map<number, number>();
  /** Runs under way as they were loaded: who may send what is asked again for every call, at most a second old. */
  const recent = new Map<number, { run: Run; atMs: number }>();
  let known: Known | null = null;
  let restMs = 0;
  let isLost = false;
  let isOutOfTime = false;
  const leftMs = () => deadlineMs - performance.now();
  const covers = (needsMs: number) => leftMs() >= Math.min(needsMs, budgetMs - FRESH_MS);
  const nextMs = () => Math.max(restMs, Math.min(...waiting.values()));

  while (!signal?.aborted && leftMs() > 0) {
    if (!known || performance.now() - known.atMs >= LOOK_EVERY_MS) known = await look(rt, batches, lease, counts);
    const now: Date = new Date(known.now.getTime() + performance.now() - known.atMs);
    const usable = known.runs.filter((run) => !isParked(known?.bots ?? [], run.botId));
    const { next, held } = turnOf(usable, now);
    if (!next) {
      await putOff(rt.db, held, known.now);
      const soonMs = nextMs() - performance.now();
      // What has come since the last look is seen by the release, and the lane is claimed again.
      if (!(soonMs <= HOLD_MS)) break;
      await nap(Math.max(soonMs, 5), signal);
      continue;
    }
    const rest = restMs - performance.now();
    if (rest > HOLD_MS) break;
    if (rest > 0) {
      await nap(rest, signal);
      continue;
    }
    waiting.delete(next.id);
    const loaded = recent.get(next.id);
    recent.delete(next.id);
    const isRecent = loaded !== undefined && performance.now() - loaded.atMs < LOOK_EVERY_MS;
    const loadMs = isRecent ? loaded.atMs : performance.now();
    const pass = await deliverPart(rt, batches, lease, isRecent ? loaded.run : next.id, covers);
    isOutOfTime = pass.kind === "no_time";
    isLost = pass.kind === "lost";
    if (isOutOfTime || isLost) break;
    const at = new Date(known.now.getTime() + performance.now() - known.atMs);
    if (pass.kind === "deferred") {
      counts.deferred++;
      known.runs = known.runs.map((run) => (run.id === next.id ? { ...run, nextAttemptAt: pass.until } : run));
      continue;
    }
    if (pass.kind !== "recorded") {
      known = null;
      continue;
    }
    if (pass.called) restMs = performance.now() + pass.run.bot.minGapMs;
    known = after(known, pass.run, next.id, pass.result, at);
    if (standingAfter(standingOf(pass.run.bot), pass.outcome, at).parkReason) known = null;
    if (!pass.result) continue;
    count(counts, pass.result.status);
    if (pass.result.status !== "sending") continue;
    waiting.set(next.id, performance.now() + Math.max(0, pass.result.waitMs ?? 0));
    recent.set(next.id, { run: goneOn(pass.run, pass.part, at), atMs: loadMs });
  }

  if (isLost) return { counts, resumeMs: null, isOutOfTime };
  const restLeftMs = restMs - performance.now();
  const restUntil = restLeftMs > 0 ? new Date((await rt.clock()).getTime() + restLeftMs) : null;
  const bots = known?.bots ?? (await batches.work(lease.deviceId)).bots;
  const readyAt = await batches.release({ lease, bots, restUntil });
  const resumes = waiting.size > 0 || (restUntil && readyAt && readyAt <= restUntil);
  return { counts, resumeMs: resumes ? (waiting.size > 0 ? nextMs() : restMs) : null, isOutOfTime };
}

const isParked = (bots: readonly RunBot[], botId: number) =>
  bots.some((bot) => bot.id === botId && bot.parkReason !== null);

/** Looks at the device's work anew: ends what has waited its hour, probes parked bots and puts off what waits for them. */
async function look(rt: Engine, batches: Batches, lease: Lease, counts: TickCounts): Promise<Known> {
  let work = await batches.work(lease.deviceId);
  const over = work.runs.filter(
    (run) => run.nextAttemptAt <= work.now && run.expiresAt !== null && run.expiresAt <= work.now,
  );
  if (over.length > 0) {
    for (const status of await expireRuns(rt, lease, over, work.now)) count(counts, status);
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
  return { ...work, bots };
}

/** What the lane knows after a part came to something. */
function after(known: Known, run: Run, logId: number, result: { nextAttemptAt: Date | null } | null, at: Date): Known {
  const bots = known.bots.map((bot) => (bot.id === run.bot.id ? run.bot : bot));
  const runs = known.runs.flatMap((open): LaneRun[] => {
    if (open.id !== logId) return [open];
    if (!result?.nextAttemptAt) return [];
    return [{ ...open, nextAttemptAt: result.nextAttemptAt, startedAt: run.log.startedAt ?? at }];
  });
  return { ...known, bots, runs };
}

/** The run with one more part sent. */
const goneOn = (run: Run, part: RunPart, at: Date): Run => ({
  ...run,
  log: { ...run.log, startedAt: run.log.startedAt ?? at },
  parts: run.parts.map((row) => (row.id === part.id ? { ...part, status: "sent" } : row)),
});

function count(counts: TickCounts, status: LogStatus): void {
  if (status === "success") counts.delivered++;
  if (status === "partial" || status === "failed") counts.failed++;
  if (status === "unknown") counts.unknown++;
}
