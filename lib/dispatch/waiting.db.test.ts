import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import { plainSql } from "@/db/plain-sql";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes, roomPace } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { deleteSchedule } from "@/lib/schedules/delete-schedule";
import { toggleSchedule } from "@/lib/schedules/toggle-schedule";
import { instantOf, kstDayNumber } from "@/lib/time/kst";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { claimLanes } from "./claim-lanes";
import { decideLog } from "./decide-log";
import { expireRuns } from "./expire-runs";
import { materialiseDue } from "./materialise-due";
import { releaseLanes } from "./release-lanes";
import { runTick } from "./run-tick";

let database: TestDatabase;
let phone: FakePhone;
let top: PlantedOrg;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let bot: Awaited<ReturnType<typeof plantBot>>;
let room: Awaited<ReturnType<typeof plantRoom>>;
let engine: ReturnType<typeof engineRuntime>;
const storage = memoryStorage();

beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
});
afterAll(async () => {
  await phone?.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.clear();
  phone.clear();
  engine = engineRuntime(database.db, storage);
  top = await plantOrg(database.db, "hq", null);
  org = await plantOrg(database.db, "branch", top);
  user = await plantUser(database.db, org);
  bot = await plantBot(database.db, phone.url);
  await database.db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
  room = await plantRoom(database.db, org, bot);
});

const plant = (over: Parameters<typeof plantSchedule>[4] = {}) => plantSchedule(database.db, org, user, room, over);
const tick = () => runTick(engine.rt, {});
const materialise = () => materialiseDue(engine.rt, { lastTickAt: null, isOver: () => false });
const pass = (minutes: number) => {
  engine.time.shiftMs += minutes * 60_000;
};
/** Tomorrow's noon in Korea: an hour after it is the same day's, whatever the time of the machine. */
const noon = async () => {
  const now = await engine.rt.clock();
  engine.time.shiftMs += instantOf(kstDayNumber(now) + 1, 12 * 60).getTime() - now.getTime();
};
const logOf = async (scheduleId: number) => {
  const [log] = await database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, scheduleId));
  return log!;
};
const partsOf = async (scheduleId: number) =>
  (
    await database.db
      .select({ status: kbScheduleLogParts.status })
      .from(kbScheduleLogParts)
      .innerJoin(kbScheduleLogs, eq(kbScheduleLogs.id, kbScheduleLogParts.logId))
      .where(eq(kbScheduleLogs.scheduleId, scheduleId))
      .orderBy(asc(kbScheduleLogParts.seq))
  ).map((part) => part.status);

describe("limits", () => {
  test("the second run of a room waits 30 seconds, in order of priority, and says by which rule", async () => {
    const [low, high] = [
      await plant({ priority: 7, messageText: "나중" }),
      await plant({ priority: 2, messageText: "먼저" }),
    ];
    expect(await tick()).toMatchObject({ planned: 2, delivered: 1, deferred: 1 });
    expect(phone.in(room.roomId).map((message) => message.text)).toEqual(["먼저"]);
    const [first, second] = [await logOf(high), await logOf(low)];
    expect(second).toMatchObject({ status: "deferred", reasonCode: "minGapSeconds", startedAt: null });
    expect(second.nextAttemptAt!.getTime() - first.startedAt!.getTime()).toBe(30_000);
    const [lane] = await database.db.select().from(lanes);
    expect(lane?.readyAt).toEqual(second.nextAttemptAt);
    expect(await tick()).toMatchObject({ delivered: 0, deferred: 0 });
    pass(0.51);
    expect(await tick()).toMatchObject({ delivered: 1 });
    expect(phone.in(room.roomId).map((message) => message.text)).toEqual(["먼저", "나중"]);
    expect(await logOf(low)).toMatchObject({ status: "success", reasonCode: null });
  });

  test("a limit of an organisation above holds, and defers the rest of a run under way", async () => {
    await database.db
      .update(orgs)
      .set({ limits: { perMinute: 2 } })
      .where(eq(orgs.id, top.id));
    const keys = await plantImages(database.db, storage, org, 2);
    const id = await plant({
      messageImages1: [keys[0]!],
      messageImages2: [keys[1]!],
      mediaWaitTime1: 1,
      mediaWaitTime2: 1,
    });
    expect(await tick()).toMatchObject({ delivered: 0, deferred: 1 });
    expect(await partsOf(id)).toEqual(["sent", "sent", "pending"]);
    expect(await logOf(id)).toMatchObject({ status: "deferred", reasonCode: "perMinute" });
    pass(1.01);
    expect(await tick()).toMatchObject({ delivered: 1 });
    expect(await partsOf(id)).toEqual(["sent", "sent", "sent"]);
    const [pace] = await database.db.select().from(roomPace);
    expect(pace!.callTimes).toHaveLength(3);
    expect(pace!.runTimes).toHaveLength(1);
  });

  test("after its hour a run that a limit held back is skipped, one under way ends partial, both with the rule", async () => {
    await noon();
    await database.db
      .update(kbRooms)
      .set({ limits: { callsPerDay: 1 } })
      .where(eq(kbRooms.id, room.id));
    const [key] = await plantImages(database.db, storage, org, 1);
    const due = async () => ({ nextSendAt: new Date((await engine.rt.clock()).getTime() - 1000) });
    const started = await plant({ ...(await due()), messageImages1: [key!], priority: 1 });
    const waiting = await plant(await due());
    expect(await tick()).toMatchObject({ delivered: 0, deferred: 1 });
    pass(61);
    expect(await tick()).toMatchObject({ failed: 1, planned: 0 });
    expect(await logOf(started)).toMatchObject({ status: "partial", reasonCode: "callsPerDay", nextAttemptAt: null });
    expect(await partsOf(started)).toEqual(["sent", "skipped"]);
    // It stood behind the other all the time and never met the limit itself.
    expect(await logOf(waiting)).toMatchObject({ status: "missed", reasonCode: "device_busy" });
    const third = await plant(await due());
    await tick();
    expect(await logOf(third)).toMatchObject({ status: "deferred", reasonCode: "callsPerDay" });
    pass(61);
    await tick();
    expect(await logOf(third)).toMatchObject({ status: "skipped", reasonCode: "callsPerDay" });
    expect(await partsOf(third)).toEqual(["skipped"]);
    expect(await ledgerProblems(database.db)).toEqual([]);
  });
});

describe("devices", () => {
  test("a run that waited an hour for a busy device is missed and can still be sent", async () => {
    const id = await plant();
    await materialise();
    pass(61);
    await tick();
    expect(await logOf(id)).toMatchObject({ status: "missed", reasonCode: "device_busy", nextAttemptAt: null });
    expect(await partsOf(id)).toEqual(["pending"]);
    expect(phone.received).toHaveLength(0);
  });

  test("who believes an hour over that meanwhile ended otherwise, and was given anew by a person, takes nothing back", async () => {
    const id = await plant();
    await materialise();
    pass(61);
    const { id: logId } = await logOf(id);
    const late = { laneKey: `device:${bot.deviceId}`, deviceId: bot.deviceId, token: "late", fence: 1 };
    await tick();
    await decideLog(engine.rt, user, { id: logId, decision: "resend" });
    const given = await logOf(id);
    expect(given).toMatchObject({ status: "planned", decidedBy: user.userId });
    // Its turn has come again, its hour is a new one.
    expect(await expireRuns(engine.rt, late, [{ id: logId, scheduleId: id }], await engine.rt.clock())).toEqual([]);
    expect(await logOf(id)).toEqual(given);
    expect(await tick()).toMatchObject({ delivered: 1, failed: 0 });
    expect(await logOf(id)).toMatchObject({ status: "success" });
  });

  test("one lane for two bots of a device; a claim is exclusive, a release keeps the gap and finds the next work", async () => {
    const { db } = database;
    const twin = await plantBot(db, phone.url, bot.deviceId);
    const other = await plantRoom(db, org, twin);
    await plant();
    await plantSchedule(db, org, user, other);
    await materialise();
    const now = await databaseNow(db);
    const claims = (
      await Promise.all(Array.from({ length: 5 }, (_, i) => claimLanes(plainSql(db), now, `me ${i}`, 3)))
    ).flat();
    expect(claims).toHaveLength(1);
    expect(await tick()).toMatchObject({ delivered: 0 });
    const rest = new Date(now.getTime() + 60_000);
    const free = (id: number) => ({ id, parkReason: null, breakerOpenUntil: null });
    const bots = [free(bot.id), free(twin.id)];
    const [readyAt] = await releaseLanes(engine.rt, [{ lease: claims[0]!, bots, restUntil: rest }]);
    expect(readyAt! <= now).toBe(true);
    expect(await claimLanes(plainSql(db), now, "me", 3)).toHaveLength(0);
    const [again] = await claimLanes(plainSql(db), rest, "me", 3);
    expect(again?.fence).toBe(claims[0]!.fence + 1);
    expect(await releaseLanes(engine.rt, [{ lease: claims[0]!, bots, restUntil: null }])).toEqual([null]);
  });

  test("the gap between two calls of a device holds across rooms, and while one room waits the other is served", async () => {
    const { db } = database;
    await db.update(kbBots).set({ minGapMs: 400 }).where(eq(kbBots.id, bot.id));
    const [key] = await plantImages(db, storage, org, 1);
    const other = await plantRoom(db, org, bot);
    await plant({ messageImages1: [key!], sendIntervalSeconds: 3 });
    await plantSchedule(db, org, user, other, { priority: 9 });
    expect(await tick()).toMatchObject({ delivered: 2 });
    expect(phone.received.map((message) => message.room)).toEqual([room.roomId, other.roomId, room.roomId]);
    const starts = phone.calls.map((call) => call.from);
    expect(starts[1]! - phone.calls[0]!.to).toBeGreaterThanOrEqual(395);
    expect(starts[2]! - starts[0]!).toBeGreaterThanOrEqual(3_000);
  });

  test("a device has one call at a time, whatever rooms have work and however many instances serve them", async () => {
    phone.delay(() => 25);
    const rooms = await Promise.all(Array.from({ length: 4 }, () => plantRoom(database.db, org, bot)));
    const [key] = await plantImages(database.db, storage, org, 1);
    for (const { id, roomId } of rooms)
      await plantSchedule(database.db, org, user, { id, roomId }, { messageImages1: [key!], mediaWaitTime1: 1 });
    const passes = await Promise.all(Array.from({ length: 3 }, tick));
    phone.delay(() => 0);
    expect(passes.map(({ delivered }) => delivered).reduce((sum, n) => sum + n)).toBe(4);
    const calls = [...phone.calls].sort((a, b) => a.from - b.from);
    expect(calls.filter(({ from }, i) => i > 0 && from < calls[i - 1]!.to)).toEqual([]);
    expect(calls).toHaveLength(8);
  });

  test("a lane that has work and doesn't know is found again", async () => {
    const id = await plant();
    await materialise();
    await database.db.update(lanes).set({ readyAt: null });
    expect(await tick()).toMatchObject({ delivered: 1 });
    expect(await logOf(id)).toMatchObject({ status: "success" });
    await plant();
    await materialise();
    await database.db.delete(lanes);
    pass(1);
    expect(await tick()).toMatchObject({ delivered: 1 });
  });
});

describe("between save and send", () => {
  const refusals: [string, () => Promise<unknown>][] = [
    ["room_inactive", () => database.db.update(kbRooms).set({ status: "inactive" }).where(eq(kbRooms.id, room.id))],
    ["room_deleted", () => database.db.update(kbRooms).set({ deletedAt: new Date() }).where(eq(kbRooms.id, room.id))],
    ["room_moved", () => database.db.update(kbRooms).set({ ownerOrgId: top.id }).where(eq(kbRooms.id, room.id))],
    ["org_inactive", () => database.db.update(orgs).set({ status: "inactive" }).where(eq(orgs.id, top.id))],
    ["sender_disabled", () => database.db.update(users).set({ status: "disabled" }).where(eq(users.id, user.userId))],
    ["sender_no_access", () => database.db.update(users).set({ role: "viewer" }).where(eq(users.id, user.userId))],
  ];
  test.each(refusals)("%s: not sent, and the ledger says so (S2-101)", async (reason, change) => {
    const id = await plant();
    await materialise();
    await change();
    expect(await tick()).toMatchObject({ failed: 1, delivered: 0 });
    expect(await logOf(id)).toMatchObject({ status: "failed", reasonCode: reason });
    expect(phone.received).toHaveLength(0);
  });

  test.each([
    ["schedule_off", (id: number) => toggleSchedule(engine.rt, user, { id, status: "inactive" })],
    ["schedule_deleted", (id: number) => deleteSchedule(engine.rt, user, { id, version: 1 })],
  ] as const)("%s cancels what hasn't started, and nothing goes", async (reason, act) => {
    const id = await plant();
    await materialise();
    await act(id);
    expect(await tick()).toMatchObject({ delivered: 0, failed: 0 });
    expect(await logOf(id)).toMatchObject({ status: "cancelled", reasonCode: reason, decidedBy: user.userId });
    expect(phone.received).toHaveLength(0);
    expect(await ledgerProblems(database.db)).toEqual([]);
  });

  test("an edit never changes a run that is already in the ledger", async () => {
    const id = await plant();
    await materialise();
    await database.db.update(kbSchedule).set({ messageText: "다른 글" }).where(eq(kbSchedule.id, id));
    await tick();
    expect(phone.in(room.roomId).map((message) => message.text)).toEqual(["오늘 저녁 귤이 싸요"]);
  });
});
