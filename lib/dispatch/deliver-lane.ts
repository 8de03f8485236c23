import "server-only";
import { eq } from "drizzle-orm";
import type { LogStatus } from "@/db/enums";
import { kbBots } from "@/db/schema/rooms";
import type { Runtime } from "@/lib/runtime";
import { deliverPart } from "./deliver-part";
import { expireRuns } from "./expire-runs";
import { HOLD_MS, type Lease } from "./lane";
import { nap } from "./nap";
import { pickRun } from "./pick-run";
import { releaseLane } from "./release-lane";
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
const EXPIRE_EVERY_MS = 10_000;

/**
 * Serves one device while its lease lasts: rooms interleaved, one call in flight, its minimum gap between calls. Ends when
 * nothing may go, when the time is up or a signal comes; the call in flight is always finished.
 */
export async function deliverLane(
  rt: Pick<Runtime, "db" | "clock" | "storage" | "gateway" | "env">,
  lease: Lease,
  { deadlineMs, budgetMs, signal }: LaneOptions,
): Promise<LanePass> {
  const counts = noCounts();
  /** Runs under way and when they go on, by the monotonic clock. */
  const waiting = new Map<number, number>();
  let restMs = 0;
  let expireMs = 0;
  let isLost = false;
  let isOutOfTime = false;
  const bots = await rt.db.select({ id: kbBots.id }).from(kbBots).where(eq(kbBots.deviceId, lease.deviceId));
  const botIds = bots.map((bot) => bot.id);
  const leftMs = () => deadlineMs - performance.now();
  const covers = (needsMs: number) => leftMs() >= Math.min(needsMs, budgetMs - FRESH_MS);
  const nextMs = () => Math.max(restMs, Math.min(...waiting.values()));

  while (!signal?.aborted && leftMs() > 0) {
    if (restMs > performance.now()) {
      if (restMs - performance.now() > HOLD_MS) break;
      await nap(restMs - performance.now(), signal);
      continue;
    }
    const now = await rt.clock();
    if (performance.now() >= expireMs) {
      for (const status of await expireRuns(rt, lease, botIds, now)) count(counts, status);
      expireMs = performance.now() + EXPIRE_EVERY_MS;
    }
    const turn = await pickRun(rt.db, botIds, now);
    if (!turn) {
      const soon = nextMs() - performance.now();
      if (!(soon <= HOLD_MS)) break;
      await nap(Math.max(soon, 5), signal);
      continue;
    }
    waiting.delete(turn.id);
    const pass = await deliverPart(rt, lease, turn.id, covers);
    isOutOfTime = pass.kind === "no_time";
    isLost = pass.kind === "lost";
    if (isOutOfTime || isLost) break;
    if (pass.kind === "deferred") counts.deferred++;
    if (pass.kind !== "recorded") continue;
    if (pass.called) restMs = performance.now() + pass.minGapMs;
    if (!pass.result) continue;
    count(counts, pass.result.status);
    if (pass.result.status === "sending") waiting.set(turn.id, performance.now() + (pass.result.waitMs ?? 0));
  }

  if (isLost) return { counts, resumeMs: null, isOutOfTime };
  const restLeftMs = restMs - performance.now();
  const restUntil = restLeftMs > 0 ? new Date((await rt.clock()).getTime() + restLeftMs) : null;
  const readyAt = await releaseLane(rt.db, lease, botIds, restUntil);
  const resumes = waiting.size > 0 || (restUntil && readyAt && readyAt <= restUntil);
  return { counts, resumeMs: resumes ? (waiting.size > 0 ? nextMs() : restMs) : null, isOutOfTime };
}

function count(counts: TickCounts, status: LogStatus): void {
  if (status === "success") counts.delivered++;
  if (status === "partial" || status === "failed") counts.failed++;
  if (status === "unknown") counts.unknown++;
}
