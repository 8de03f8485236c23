import { eq } from "drizzle-orm";
import { instances } from "@/db/schema/alerts";
import { kbScheduleLogParts } from "@/db/schema/deliveries";
import { lanes, roomPace } from "@/db/schema/dispatch";
import { laneKeyOf } from "@/lib/dispatch/lane";
import type { LimitName } from "@/lib/rooms/limits";
import { type RunCase, runTools } from "./run-case";
import type { RunWorld } from "./run-rig";

/** Runs that wait too long, or waited until it was too late. */
export function stoppedWaiting(w: RunWorld): RunCase[] {
  const { before, changed, plan, stoodSince } = runTools(w);
  /** Planned, then so long nothing of it happens, though passes do. */
  const left = async (seconds: number, over?: Parameters<typeof w.schedule>[0]) => {
    const id = await w.schedule(over);
    await plan();
    w.pass(seconds);
    await stoodSince(1_000);
    return w.run(id);
  };
  /** A limit was the reason when its hour ended. */
  const heldBy = (limit: LimitName, most: number, agoMs: number) => async () => {
    await w.roomIs({ limits: { [limit]: most } });
    const at = (await before(agoMs)).getTime();
    await w.db
      .insert(roomPace)
      .values({ roomRef: w.room.id, callTimes: [at], runTimes: limit === "runsPerDay" ? [at] : [] });
    const run = await changed(() => {})();
    w.pass(3_700);
    await w.tick();
    return run;
  };
  const limitCase = (limit: LimitName, cause: string): RunCase => [
    `held by ${limit} through its hour`,
    // A moment ago, so that it is the same day in Korea but for one minute of it.
    heldBy(limit, 1, 1_000),
    ["ended", "queue", cause, "raise_limit"],
    ["queue", "skipped_limit"],
  ];
  return [
    limitCase("perMinute", "limit_minute"),
    limitCase("perHour", "limit_hour"),
    limitCase("callsPerDay", "limit_calls"),
    limitCase("runsPerDay", "limit_runs"),
    [
      "a worker that lives and doesn't pass",
      async () => {
        await stoodSince(3_600_000);
        const id = await w.schedule();
        await plan();
        w.pass(60);
        const at = await w.now();
        await w.db
          .insert(instances)
          .values({ name: "worker-1", kind: "worker", version: "1.0.0", startedAt: at, heartbeatAt: at });
        return w.run(id);
      },
      ["stuck", "worker", "scheduler_stopped", "start_scheduler"],
      ["worker", "workers"],
    ],
    [
      "due for minutes, and no pass takes it",
      () => left(240),
      ["stuck", "worker", "run_untaken", "read_worker_log"],
      ["queue", "first_in_line"],
    ],
    [
      "a lane nobody wakes",
      async () => {
        const run = await left(150);
        await w.db
          .update(lanes)
          .set({ readyAt: null })
          .where(eq(lanes.laneKey, laneKeyOf(w.bot.deviceId)));
        return run;
      },
      ["stuck", "queue", "lane_asleep", "let_resume"],
      ["queue", "lane_free"],
    ],
    [
      "a long line before it",
      async () => {
        await w.schedule({ priority: 1 });
        return left(700, { priority: 9 });
      },
      ["stuck", "queue", "line_long", "wait_for_turn"],
      ["queue", "ahead"],
    ],
    [
      "a call whose caller is gone, and nobody came since",
      async () => {
        const run = await left(1);
        const startedAt = await before(300_000);
        const call = { status: "sending" as const, attempt: 1, fence: 1, startedAt };
        await w.db.update(kbScheduleLogParts).set(call).where(eq(kbScheduleLogParts.logId, run));
        await w.runIs(run, { status: "sending", startedAt, attempt: 1 });
        return run;
      },
      ["unknown", "worker", "call_orphaned", "let_resume"],
      ["worker", "began"],
    ],
    [
      "under way when its hour ended",
      async () => {
        const images = await w.images(1);
        const run = await left(1, { messageImages1: images });
        const at = await before(60_000);
        const sent = {
          status: "sent" as const,
          attempt: 1,
          certainty: "delivered" as const,
          startedAt: at,
          finishedAt: at,
        };
        await w.db.update(kbScheduleLogParts).set(sent).where(eq(kbScheduleLogParts.kind, "text"));
        await w.runIs(run, { status: "sending", startedAt: at, nextAttemptAt: at, expiresAt: at, attempt: 1 });
        await w.tick();
        return run;
      },
      ["ended", "queue", "wait_over", "send_run_again"],
      ["queue", "wait_over"],
    ],
    [
      "a call that couldn't be made ready",
      changed(() =>
        w.adapter(() => ({
          open: async () => {
            throw new Error("it broke");
          },
        })),
      ),
      ["ended", "worker", "not_prepared", "send_run_again"],
      ["worker", "refused_before"],
    ],
  ];
}
