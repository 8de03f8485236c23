import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, sha256, startFakePhone } from "@/scripts/testing/fake-phone";
import { chosenMs, watchWaits } from "@/scripts/testing/watch-waits";
import { runTick } from "./run-tick";

vi.mock("@/lib/time/nap", async (original) =>
  (await import("@/scripts/testing/watch-waits")).watchNaps(await original<typeof import("@/lib/time/nap")>()),
);

let test_: TestDatabase;
let phone: FakePhone;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let bot: Awaited<ReturnType<typeof plantBot>>;
const storage = memoryStorage();
let engine: ReturnType<typeof engineRuntime>;

beforeAll(async () => {
  test_ = await openTestDatabase();
  phone = await startFakePhone();
});
afterAll(async () => {
  await phone?.close();
  await test_?.drop();
});
beforeEach(async () => {
  await test_.clear();
  phone.clear();
  phone.delay(() => 0);
  engine = engineRuntime(test_.db, storage);
  org = await plantOrg(test_.db, "hq", null);
  user = await plantUser(test_.db, org);
  bot = await plantBot(test_.db, phone.url);
  await test_.db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
});

const tick = (budgetMs = 40_000) => runTick(engine.rt, { budgetMs });
const schedule = async (over: Parameters<typeof plantSchedule>[4] = {}) => {
  const room = await plantRoom(test_.db, org, bot);
  return { room, id: await plantSchedule(test_.db, org, user, room, over) };
};
const logOf = async (scheduleId: number) => {
  const [log] = await test_.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, scheduleId));
  const parts = await test_.db
    .select()
    .from(kbScheduleLogParts)
    .where(eq(kbScheduleLogParts.logId, log?.id ?? 0))
    .orderBy(asc(kbScheduleLogParts.seq));
  return { log: log!, parts };
};
const laneOf = async () => (await test_.db.select().from(lanes))[0]!;

describe("a run", () => {
  test("goes text, group 1, group 2 with its waits between, and the ledger tells what arrived", async () => {
    const one = await plantImages(test_.db, storage, org, 3);
    const two = await plantImages(test_.db, storage, org, 2);
    const { room, id } = await schedule({
      messageImages1: one,
      messageImages2: two,
      sendIntervalSeconds: 1,
      mediaWaitTime1: 2500,
      mediaWaitTime2: 100,
    });
    const { rt, waitsMs } = watchWaits(engine.rt);
    const done = { planned: 1, delivered: 1, failed: 0, unknown: 0, deferred: 0, batches: 0 };
    expect(await runTick(rt, {})).toMatchObject(done);

    const seen = phone.in(room.roomId);
    expect(seen.map((message) => message.text ?? message.images)).toEqual([
      "오늘 저녁 귤이 싸요",
      one.map((key) => sha256(Buffer.from(key))),
      two.map((key) => sha256(Buffer.from(key))),
    ]);
    const gaps = [seen[1]!.at - seen[0]!.at, seen[2]!.at - seen[1]!.at];
    expect(gaps[0]).toBeGreaterThanOrEqual(1000);
    expect(gaps[1]).toBeGreaterThanOrEqual(2500);
    // Not longer either: by the ledger, and by what the lane chose to sleep; the longer wait isn't slept while holding it.
    expect(waitsMs).toEqual([1000, 2500]);
    expect(chosenMs(seen[0]!.at, seen[1]!.at)).toBeLessThanOrEqual(1000);
    expect(chosenMs(seen[1]!.at, seen[2]!.at)).toBe(0);

    const { log, parts } = await logOf(id);
    expect(log).toMatchObject({
      status: "success",
      certainty: "delivered",
      kind: "schedule",
      isCatchUp: false,
      isSandbox: true,
      attempt: 1,
      waitMs: 3500,
      sentMessageText: "오늘 저녁 귤이 싸요",
      sentImages1: one,
      sentImages2: two,
      sendComponents: ["text", "images_1", "images_2"],
      nextAttemptAt: null,
      reasonCode: null,
    });
    expect(log.durationMs).toBeGreaterThanOrEqual(3500);
    expect(parts.map((part) => [part.status, part.certainty, part.attempt])).toEqual(
      Array(3).fill(["sent", "delivered", 1]),
    );
    const [after] = await test_.db.select().from(kbSchedule).where(eq(kbSchedule.id, id));
    expect(after).toMatchObject({ sendCount: 1, consecutiveFailures: 0, status: "active" });
    expect(after!.nextSendAt!.getTime() - log.scheduledAt.getTime()).toBeGreaterThan(86_400_000 - 60_001);
    expect(await laneOf()).toMatchObject({ readyAt: null, leaseToken: null, fence: expect.any(Number) });
  });

  test("images first, images only", async () => {
    const [first] = await plantImages(test_.db, storage, org, 1);
    const before = await schedule({ messageImages1: [first!], sendOrder: "images_first", mediaWaitTime1: 1 });
    const only = await schedule({ messageImages1: [first!], sendOrder: "images_only", mediaWaitTime1: 1 });
    expect(await tick()).toMatchObject({ delivered: 2 });
    expect(phone.in(before.room.roomId).map((message) => message.kind)).toEqual(["images", "text"]);
    expect(phone.in(only.room.roomId).map((message) => message.kind)).toEqual(["images"]);
    expect((await logOf(only.id)).log).toMatchObject({ sentMessageText: null, sendComponents: ["images_1"] });
  });

  test("a 200 that delivered nothing is accepted, not delivered", async () => {
    const { id } = await schedule();
    phone.fail("lost");
    expect(await tick()).toMatchObject({ delivered: 1 });
    expect((await logOf(id)).log).toMatchObject({ status: "success", certainty: "accepted" });
  });

  test("Iris's 500 is tried again after a while, at most three times", async () => {
    const { room, id } = await schedule();
    phone.fail("http_500", 1);
    expect(await tick()).toMatchObject({ delivered: 0, failed: 0 });
    const { log } = await logOf(id);
    expect(log).toMatchObject({ status: "deferred", reasonCode: "gateway_refused", attempt: 1 });
    expect(log.nextAttemptAt!.getTime()).toBeGreaterThan(log.startedAt!.getTime());
    expect(phone.in(room.roomId)).toHaveLength(0);
    engine.time.shiftMs += 61_000;
    expect(await tick()).toMatchObject({ delivered: 1, planned: 0 });
    expect((await logOf(id)).log).toMatchObject({ status: "success", attempt: 2, reasonCode: null });
    expect(phone.in(room.roomId)).toHaveLength(1);

    const third = await schedule();
    phone.fail("http_500", 5, third.room.roomId);
    for (let pass = 0; pass < 5; pass++) {
      await tick();
      engine.time.shiftMs += 130_000;
    }
    expect((await logOf(third.id)).log).toMatchObject({ status: "failed", attempt: 3, reasonCode: "gateway_refused" });
    expect(phone.calls.filter((call) => call.room === third.room.roomId)).toHaveLength(3);
  });

  test.each(["hang", "reset_after", "garbage", "http_500_html"] as const)(
    "%s is unknown and never sent again",
    async (fault) => {
      const [image] = await plantImages(test_.db, storage, org, 1);
      const { room, id } = await schedule({ messageImages1: [image!] });
      // The phone's own log can't be asked either, so nothing proves what happened.
      engine = engineRuntime(test_.db, storage, 0);
      if (fault === "reset_after" || fault === "garbage") phone.blind(true);
      phone.fail(fault, 1);
      expect(await tick()).toMatchObject({ unknown: 1, delivered: 0 });
      engine.time.shiftMs += 3 * 3_600_000;
      expect(await tick()).toMatchObject({ unknown: 0, delivered: 0 });
      phone.blind(false);
      const { log, parts } = await logOf(id);
      expect(log).toMatchObject({ status: "unknown", nextAttemptAt: null, completedAt: null });
      expect(parts.map((part) => part.status)).toEqual(["unknown", "pending"]);
      expect(phone.calls.filter((call) => call.room === room.roomId)).toHaveLength(1);
    },
    40_000,
  );

  test("a picture that is gone fails the run before any call of its part", async () => {
    const [image] = await plantImages(test_.db, storage, org, 1);
    const { room, id } = await schedule({ messageImages1: [image!] });
    storage.files.delete(image!);
    expect(await tick()).toMatchObject({ failed: 1 });
    const { log, parts } = await logOf(id);
    expect(log).toMatchObject({ status: "partial", reasonCode: "image_missing", sentImages1: null });
    expect(parts.map((part) => part.status)).toEqual(["sent", "failed"]);
    expect(phone.in(room.roomId)).toHaveLength(1);
  });

  test("three failures in a row stop the schedule", async () => {
    const [gone] = await plantImages(test_.db, storage, org, 1);
    storage.files.delete(gone!);
    const { id, room } = await schedule({ messageImages1: [gone!], sendOrder: "images_only" });
    for (let day = 0; day < 4; day++) {
      await tick();
      engine.time.shiftMs += 86_400_000;
    }
    const [after] = await test_.db.select().from(kbSchedule).where(eq(kbSchedule.id, id));
    expect(after).toMatchObject({ status: "error", nextSendAt: null, consecutiveFailures: 3 });
    expect(phone.in(room.roomId)).toHaveLength(0);
  });
});
