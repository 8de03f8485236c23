import { eq } from "drizzle-orm";
import { lanes, roomPace } from "@/db/schema/dispatch";
import { decideLog } from "@/lib/dispatch/decide-log";
import { laneKeyOf } from "@/lib/dispatch/lane";
import { deleteSchedule } from "@/lib/schedules/delete-schedule";
import { toggleSchedule } from "@/lib/schedules/toggle-schedule";
import { type RunCase, runTools } from "./run-case";
import type { RunWorld } from "./run-rig";

/** Runs with which nothing is wrong. */
export function soundRuns(w: RunWorld): RunCase[] {
  const { answering, changed, cutOff, before, stoodSince, plan } = runTools(w);
  return [
    ["delivered", changed(() => {}), ["delivered", null, null, null], ["provider", "seen_in_room"]],
    ["taken without a trace", changed(() => w.fault("lost")), ["sent", null, null, null], ["provider", "taken"]],
    [
      "handed to the app",
      changed(answering({ kind: "accepted", certainty: "handed_off", ref: "reply-2" })),
      ["handed_off", null, null, null],
      ["provider", "handed_off"],
    ],
    [
      "waiting for a limit",
      async () => {
        await w.roomIs({ limits: { minGapSeconds: 600 } });
        await w.db
          .insert(roomPace)
          .values({ roomRef: w.room.id, callTimes: [], runTimes: [(await w.now()).getTime()] });
        return changed(() => {})();
      },
      ["waiting", null, null, null],
      ["queue", "limited"],
    ],
    [
      "planned a moment ago",
      async () => {
        await stoodSince(5_000);
        const id = await w.schedule();
        await plan();
        return w.run(id);
      },
      ["waiting", null, null, null],
      ["queue", "first_in_line"],
    ],
    [
      "switched off by a person",
      async () => {
        const id = await w.schedule();
        await plan();
        await toggleSchedule(w.rt, w.user, { id, status: "inactive" });
        return w.run(id);
      },
      ["ended", null, null, null],
      ["api", "switched_off"],
    ],
    [
      "deleted by a person",
      async () => {
        const id = await w.schedule();
        await plan();
        await deleteSchedule(w.rt, w.user, { id });
        return w.run(id);
      },
      ["ended", null, null, null],
      ["api", "schedule_deleted"],
    ],
    [
      "seen in the room by a person",
      async () => {
        const run = await cutOff();
        await decideLog(w.rt, w.user, { id: run, decision: "delivered" });
        return run;
      },
      ["delivered", null, null, null],
      ["api", "decided_delivered"],
    ],
    [
      "skipped by a person",
      async () => {
        await stoodSince(4 * 3_600_000);
        const run = await changed(() => {}, { nextSendAt: await before(2 * 3_600_000) })();
        await decideLog(w.rt, w.user, { id: run, decision: "give_up" });
        return run;
      },
      ["ended", null, null, null],
      ["queue", "skipped_by_person"],
    ],
    [
      "caught up a little late",
      async () => {
        await stoodSince(600_000);
        return changed(() => {}, { nextSendAt: await before(200_000) })();
      },
      ["delivered", null, null, null],
      ["worker", "downtime"],
    ],
    [
      "a device somebody serves",
      async () => {
        await stoodSince(5_000);
        const id = await w.schedule();
        await plan();
        const leaseUntil = await before(-20_000);
        await w.db
          .update(lanes)
          .set({ leaseUntil, leaseOwner: "worker-2" })
          .where(eq(lanes.laneKey, laneKeyOf(w.bot.deviceId)));
        return w.run(id);
      },
      ["waiting", null, null, null],
      ["queue", "lane_held"],
    ],
  ];
}
