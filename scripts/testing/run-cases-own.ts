import { eq } from "drizzle-orm";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { roomPace } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { users } from "@/db/schema/users";
import { plantOrg, plantRoom } from "@/db/testing/plant";
import { sendNow } from "@/lib/dispatch/send-now";
import { DAY_MS, type RunCase, runTools } from "./run-case";
import type { RunWorld } from "./run-rig";

/** Runs that stop before any gateway has them. */
export function stoppedBefore(w: RunWorld): RunCase[] {
  const { changed, before, stoodSince, plan } = runTools(w);
  return [
    [
      "an address that isn't allowed",
      changed(() => w.botIs({ endpoint: "http://gateway.example:3000" })),
      ["stuck", "worker", "egress_denied", "allow_bot_address"],
      ["worker", "rests_before"],
    ],
    [
      "a bot that isn't approved",
      changed(() => w.botIs({ status: "blocked" })),
      ["stuck", "worker", "bot_not_approved", "approve_bot"],
      ["worker", "rests_before"],
    ],
    [
      "a room that was deleted",
      changed(async () => w.roomIs({ deletedAt: await w.now() })),
      ["ended", "worker", "room_deleted", "restore_room"],
      ["worker", "refused_before"],
    ],
    [
      "a room that is switched off",
      changed(() => w.roomIs({ status: "inactive" })),
      ["ended", "worker", "room_inactive", "turn_room_on"],
    ],
    [
      "a room that has another owner now",
      changed(async () => w.roomIs({ ownerOrgId: (await plantOrg(w.db, "branch", w.top)).id })),
      ["ended", "worker", "room_moved", "choose_room"],
    ],
    [
      "a test in a room that is no test room any more",
      async () => {
        const id = await w.schedule({ nextSendAt: await before(-DAY_MS) });
        const room = await plantRoom(w.db, w.org, w.bot, { roomType: "test" });
        const { id: run } = await sendNow(w.rt, w.user, { id, kind: "test", roomId: room.id });
        await w.db.update(kbRooms).set({ roomType: "production" }).where(eq(kbRooms.id, room.id));
        await w.tick();
        return run;
      },
      ["ended", "worker", "room_not_test", "choose_test_room"],
      ["api", "asked_test"],
    ],
    [
      "an organisation that is closed",
      changed(() => w.db.update(orgs).set({ status: "inactive" }).where(eq(orgs.id, w.org.id))),
      ["ended", "worker", "org_inactive", "turn_org_on"],
    ],
    [
      "a sender who may not sign in any more",
      changed(() => w.db.update(users).set({ status: "disabled" }).where(eq(users.id, w.user.userId))),
      ["ended", "worker", "sender_disabled", "save_schedule_anew"],
    ],
    [
      "a sender who only may look",
      changed(() => w.db.update(users).set({ role: "viewer" }).where(eq(users.id, w.user.userId))),
      ["ended", "worker", "sender_no_access", "save_schedule_anew"],
    ],
    [
      "an image that is gone",
      async () => {
        const [image] = await w.images(1);
        w.storage.files.delete(image!);
        return changed(() => {}, { messageImages1: [image!], sendOrder: "images_first" })();
      },
      ["ended", "worker", "images_missing", "change_images"],
      ["provider", "never_called"],
    ],
    [
      "a secret nobody can open",
      changed(() => w.botIs({ gateway: "iris_signed", secret: Buffer.from("garbled") })),
      ["stuck", "worker", "secret_unreadable", "set_bot_secret"],
    ],
    [
      "a gateway this version doesn't know",
      changed(() => w.botIs({ gateway: "domaeka_bridge" })),
      ["stuck", "worker", "gateway_missing", "choose_gateway"],
    ],
    [
      "an intent whose writer died",
      async () => {
        const id = await w.schedule();
        await plan();
        const run = await w.run(id);
        const startedAt = await before(60_000);
        await w.db
          .update(kbScheduleLogParts)
          .set({ status: "sending", attempt: 1, fence: 1, startedAt })
          .where(eq(kbScheduleLogParts.logId, run));
        await w.runIs(run, { status: "sending", startedAt, attempt: 1 });
        await w.tick();
        return run;
      },
      ["unknown", "worker", "interrupted", "decide_run"],
      ["worker", "interrupted"],
    ],
    [
      "nobody there to do it",
      async () => {
        await stoodSince(3_600_000);
        const id = await w.schedule();
        await plan();
        w.pass(60);
        return w.run(id);
      },
      ["stuck", "worker", "no_worker", "start_worker"],
      ["worker", "pass_stopped"],
    ],
    [
      "missed while nothing ran",
      async () => {
        await stoodSince(4 * 3_600_000);
        return changed(() => {}, { nextSendAt: await before(2 * 3_600_000) })();
      },
      ["stuck", "worker", "scheduler_was_down", "decide_run"],
      ["worker", "downtime"],
    ],
    [
      "older than a day",
      async () => {
        await stoodSince(4 * DAY_MS);
        const id = await w.schedule({ nextSendAt: await before(3 * DAY_MS) });
        await w.tick();
        const [first] = await w.db
          .select({ id: kbScheduleLogs.id })
          .from(kbScheduleLogs)
          .where(eq(kbScheduleLogs.scheduleId, id))
          .orderBy(kbScheduleLogs.id);
        return first!.id;
      },
      ["ended", "worker", "too_old", "send_run_again"],
      ["queue", "too_old"],
    ],
    [
      "a device that was busy through its hour",
      async () => {
        const id = await w.schedule();
        await plan();
        w.pass(3_700);
        await w.tick();
        return w.run(id);
      },
      ["stuck", "queue", "device_busy", "decide_run"],
      ["queue", "missed_busy"],
    ],
    [
      "a limit that held it through its hour",
      async () => {
        await w.roomIs({ limits: { minGapSeconds: 7_000 } });
        await w.db
          .insert(roomPace)
          .values({ roomRef: w.room.id, callTimes: [], runTimes: [(await w.now()).getTime()] });
        const run = await changed(() => {})();
        w.pass(3_700);
        await w.tick();
        return run;
      },
      ["ended", "queue", "limit_gap", "raise_limit"],
      ["queue", "skipped_limit"],
    ],
    [
      "a schedule that can't be planned",
      changed(() => {}, { messageText: "", sendOrder: "text_first" }),
      ["ended", "api", "schedule_broken", "edit_schedule"],
      ["api", "not_planned"],
    ],
  ];
}
