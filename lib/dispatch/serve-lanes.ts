import "server-only";
import { plainSql } from "@/db/plain-sql";
import { nap } from "@/lib/time/nap";
import { type Batches, timed } from "./batches";
import { claimLanes } from "./claim-lanes";
import { deliverLane, type LaneOptions } from "./deliver-lane";
import type { Engine } from "./deliver-part";
import type { Lease } from "./lane";
import { addCounts, noCounts, type TickCounts } from "./tick-counts";

/** Devices one process holds at a time; each has at most one call in flight. Some more than calls may be, so that none of those waits for the database. */
const DEVICES = 240;
const LOOK_EVERY_MS = 500;
const PLAN_EVERY_MS = 5_000;
/** Devices that are done within this time are followed by one claim, not by one each. */
const GATHER_MS = 4;

export type ServeOptions = LaneOptions & {
  /** Name of this instance, for people. */
  owner: string;
  /** Looks for newly due schedules; called now and then while devices are served. */
  plan: () => Promise<void>;
  /** The time the first look for devices goes by; each later one asks the clock. */
  firstLook: () => Promise<Date>;
};

/**
 * Serves devices side by side, each alone, until none has work that this pass can still do: also the rest of a run whose
 * parts wait for each other longer than a lane is held.
 */
export async function serveLanes(
  rt: Engine,
  batches: Batches,
  { owner, plan, firstLook, ...lane }: ServeOptions,
): Promise<TickCounts> {
  const counts = noCounts();
  const isOver = () => lane.signal?.aborted === true || performance.now() >= lane.deadlineMs;
  /** Devices this pass has no time left for, or failed at. */
  const done = new Set<string>();
  /** When runs under way go on, by device. */
  const resumes = new Map<string, number>();
  const serving = new Set<Promise<void>>();
  let failure: { error: unknown } | null = null;
  /** Aborted whenever a device is done, so that nobody sleeps past the end. */
  let finished = new AbortController();
  let planMs = performance.now() + PLAN_EVERY_MS;
  let clock = firstLook;

  async function serve(lease: Lease): Promise<void> {
    try {
      const pass = await deliverLane(rt, batches, lease, lane);
      addCounts(counts, pass.counts);
      if (pass.isOutOfTime) done.add(lease.laneKey);
      if (pass.resumeMs === null || pass.resumeMs >= lane.deadlineMs) resumes.delete(lease.laneKey);
      else resumes.set(lease.laneKey, pass.resumeMs);
    } catch (error) {
      // The others go on; this one is found again when its lease has run out.
      done.add(lease.laneKey);
      failure ??= { error };
    }
  }

  /** Claims and waits until nothing is left to serve. */
  async function goRound(): Promise<void> {
    while (!isOver()) {
      const free = DEVICES - serving.size;
      const leases =
        free === 0
          ? []
          : await timed(batches.meter, "claimMs", async () =>
              claimLanes(plainSql(rt.db), await clock(), owner, free, [...done]),
            );
      clock = rt.clock;
      for (const lease of leases) {
        const work: Promise<void> = serve(lease).finally(() => {
          serving.delete(work);
          finished.abort();
        });
        serving.add(work);
      }
      if (leases.length > 0) continue;
      const now = performance.now();
      // A run that should have gone on a while ago is in other hands, or was decided otherwise.
      for (const [key, at] of resumes) if (at < now - LOOK_EVERY_MS * 4) resumes.delete(key);
      if (serving.size === 0 && resumes.size === 0) break;
      if (now >= planMs) {
        planMs = now + PLAN_EVERY_MS;
        await plan();
      }
      const soonestMs = Math.min(...resumes.values()) - performance.now();
      const early = lane.signal ? AbortSignal.any([lane.signal, finished.signal]) : finished.signal;
      await nap(Math.min(Math.max(soonestMs, 10), LOOK_EVERY_MS), early);
      if (!finished.signal.aborted) continue;
      await nap(GATHER_MS);
      finished = new AbortController();
    }
  }

  await goRound().catch((error: unknown) => {
    failure ??= { error };
  });
  // Also where the database is gone: what became of the calls under way is known only here.
  await Promise.all(serving);
  if (failure) throw (failure as { error: unknown }).error;
  return counts;
}
