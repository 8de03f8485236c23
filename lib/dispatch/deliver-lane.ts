import "server-only";
import { nap } from "@/lib/time/nap";
import type { Batches } from "./batches";
import { deliverPart, type Engine, type PartPass } from "./deliver-part";
import { HOLD_MS, type Lease } from "./lane";
import { openLaneView } from "./lane-view";
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

/**
 * Serves one device while its lease lasts: rooms interleaved, one call in flight, its minimum gap between calls. Ends when
 * nothing may go, when the time is up or a signal comes; the call in flight is always finished. While the database writes
 * down what a call came to, the next one is already made ready.
 */
export async function deliverLane(
  rt: Engine,
  batches: Batches,
  lease: Lease,
  { deadlineMs, budgetMs, signal }: LaneOptions,
): Promise<LanePass> {
  const counts = noCounts();
  const view = openLaneView(rt, batches, lease, counts);
  /** Runs under way and when they go on, by the monotonic clock. */
  const waiting = new Map<number, number>();
  let restMs = 0;
  let end: "lost" | "no_time" | null = null;
  const leftMs = () => deadlineMs - performance.now();
  const isOver = () => signal?.aborted === true || leftMs() <= 0;
  const covers = (needsMs: number) => leftMs() >= Math.min(needsMs, budgetMs - FRESH_MS);
  const nextMs = () => Math.max(restMs, Math.min(...waiting.values()));

  async function callNext(logId: number): Promise<PartPass | null> {
    const leave = await batches.slot(1);
    try {
      const run = isOver() ? null : await view.take(logId);
      return run && (await deliverPart(rt, batches, lease, run, covers, view.unanswered));
    } finally {
      leave();
    }
  }

  while (!end && !isOver()) {
    const { next, held, lookedAt } = await view.turn();
    if (!next) {
      // What the last call came to may make more to do.
      if (await view.answered()) continue;
      await putOff(rt.db, held, lookedAt);
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
    const pass = await callNext(next.id);
    if (!pass) continue;
    if (pass.kind === "lost" || pass.kind === "no_time") end = pass.kind;
    else if (pass.kind === "deferred") {
      counts.deferred++;
      view.deferred(next.id, pass.until);
    } else if (pass.kind === "gone") {
      await view.answered();
      view.forget();
    } else {
      if (pass.ask.tookMs > 0) restMs = performance.now() + pass.ask.run.bot.minGapMs;
      const waitMs = await view.recorded(pass);
      if (waitMs !== null) waiting.set(next.id, performance.now() + Math.max(0, waitMs));
    }
  }

  await view.answered();
  if (end === "lost") return { counts, resumeMs: null, isOutOfTime: false };
  const restLeftMs = restMs - performance.now();
  const restUntil = restLeftMs > 0 ? new Date((await rt.clock()).getTime() + restLeftMs) : null;
  const bots = view.bots() ?? (await batches.work(lease.deviceId)).bots;
  const readyAt = await batches.release({ lease, bots, restUntil });
  const resumes = waiting.size > 0 || (restUntil && readyAt && readyAt <= restUntil);
  const resumeMs = resumes ? (waiting.size > 0 ? nextMs() : restMs) : null;
  return { counts, resumeMs, isOutOfTime: end === "no_time" };
}
