import "server-only";
import type { Runtime } from "@/lib/runtime";
import { claimLanes } from "./claim-lanes";
import { deliverLane, type LaneOptions } from "./deliver-lane";
import { nap } from "./nap";
import { addCounts, noCounts, type TickCounts } from "./tick-counts";

/** Devices one process serves at a time; each has at most one call in flight. */
const DEVICES = 8;
const LOOK_EVERY_MS = 500;
const PLAN_EVERY_MS = 5_000;

export type ServeOptions = LaneOptions & {
  /** Name of this instance, for people. */
  owner: string;
  /** Looks for newly due schedules; called now and then while devices are served. */
  plan: () => Promise<void>;
};

/**
 * Serves devices side by side, each alone, until none has work that this pass can still do: also the rest of a run whose
 * parts wait for each other longer than a lane is held.
 */
export async function serveLanes(
  rt: Pick<Runtime, "db" | "clock" | "storage" | "gateway" | "env">,
  { owner, plan, ...lane }: ServeOptions,
): Promise<TickCounts> {
  const counts = noCounts();
  const isOver = () => lane.signal?.aborted === true || performance.now() >= lane.deadlineMs;
  /** Devices this pass has no time left for. */
  const done = new Set<string>();
  /** When runs under way go on, by device. */
  const resumes = new Map<string, number>();
  let busy = 0;
  /** Aborted whenever a device is done, so that nobody sleeps past the end. */
  let finished = new AbortController();
  let planMs = performance.now() + PLAN_EVERY_MS;

  async function serve(): Promise<void> {
    while (!isOver()) {
      const [lease] = await claimLanes(rt.db, await rt.clock(), owner, 1, [...done]);
      if (lease) {
        busy++;
        try {
          const pass = await deliverLane(rt, lease, lane);
          addCounts(counts, pass.counts);
          if (pass.isOutOfTime) done.add(lease.laneKey);
          if (pass.resumeMs === null || pass.resumeMs >= lane.deadlineMs) resumes.delete(lease.laneKey);
          else resumes.set(lease.laneKey, pass.resumeMs);
        } finally {
          busy--;
          finished.abort();
          finished = new AbortController();
        }
        continue;
      }
      const now = performance.now();
      // A run that should have gone on a while ago is in other hands, or was decided otherwise.
      for (const [key, at] of resumes) if (at < now - LOOK_EVERY_MS * 4) resumes.delete(key);
      if (busy === 0 && resumes.size === 0) return;
      if (now >= planMs) {
        planMs = now + PLAN_EVERY_MS;
        await plan();
      }
      const soonestMs = Math.min(...resumes.values()) - performance.now();
      const early = lane.signal ? AbortSignal.any([lane.signal, finished.signal]) : finished.signal;
      await nap(Math.min(Math.max(soonestMs, 10), LOOK_EVERY_MS), early);
    }
  }

  const loops = await Promise.allSettled(Array.from({ length: DEVICES }, serve));
  const failed = loops.find((loop) => loop.status === "rejected");
  if (failed) throw failed.reason;
  return counts;
}
