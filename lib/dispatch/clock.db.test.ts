import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createDb, databaseNow } from "@/db/client";
import { plainSql } from "@/db/plain-sql";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { toggleSchedule } from "@/lib/schedules/toggle-schedule";
import { intendParts } from "@/scripts/testing/call-steps";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { claimLanes } from "./claim-lanes";
import { loadRuns } from "./load-runs";
import { materialiseDue } from "./materialise-due";
import { runTick } from "./run-tick";

let database: TestDatabase;
let phone: FakePhone;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let bot: Awaited<ReturnType<typeof plantBot>>;
let engine: ReturnType<typeof engineRuntime>;
const storage = memoryStorage();
const HOUR_S = 3_600;

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
  phone.delay(() => 0);
  engine = engineRuntime(database.db, storage, 0);
  org = await plantOrg(database.db, "hq", null);
  user = await plantUser(database.db, org);
  bot = await plantBot(database.db, phone.url);
  await database.db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
});

const tick = () => runTick(engine.rt, { budgetMs: 30_000 });
const pass = (seconds: number) => {
  engine.time.shiftMs += seconds * 1_000;
};
const plant = async (over: Parameters<typeof plantSchedule>[4] = {}) => {
  const room = await plantRoom(database.db, org, bot);
  return { room, id: await plantSchedule(database.db, org, user, room, over) };
};
const logsOf = (id: number) => database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, id));
const openRuns = async () =>
  (await database.db.select().from(kbScheduleLogs)).filter((log) => log.nextAttemptAt !== null);

test("an hour back between two passes: nothing is sent twice, and what waited goes within that hour", async () => {
  const [key] = await plantImages(database.db, storage, org, 1);
  const first = await plant({ messageImages1: [key!], mediaWaitTime1: 1 });
  // Behind it in the same room: it has to wait for the room's gap.
  const second = await plantSchedule(database.db, org, user, first.room, { messageText: "그다음" });
  const other = await plant({ messageText: "다른 방" });
  expect(await tick()).toMatchObject({ planned: 3, delivered: 2, deferred: 1 });

  pass(-HOUR_S);
  expect(await tick()).toMatchObject({ planned: 0, delivered: 0, unknown: 0, failed: 0 });
  const late = await plant({
    messageText: "되돌린 뒤",
    nextSendAt: new Date((await engine.rt.clock()).getTime() - 1_000),
  });
  expect(await tick()).toMatchObject({ planned: 1, delivered: 1 });
  for (let minute = 0; minute <= 60; minute += 20) {
    await tick();
    pass(1_201);
  }
  await tick();
  expect(await openRuns()).toEqual([]);
  const [waited] = await logsOf(second);
  expect(waited?.status).toBe("success");
  expect(phone.in(first.room.roomId).map((message) => message.text ?? "그림")).toEqual([
    "오늘 저녁 귤이 싸요",
    "그림",
    "그다음",
  ]);
  for (const { room } of [other, late]) expect(phone.in(room.roomId)).toHaveLength(1);
  expect(await ledgerProblems(database.db)).toEqual([]);
});

test("an hour back in the middle of a run: it goes on, in order and once, and lasts no negative time", async () => {
  const keys = await plantImages(database.db, storage, org, 2);
  const { room, id } = await plant({
    messageImages1: [keys[0]!],
    messageImages2: [keys[1]!],
    mediaWaitTime1: 1,
    mediaWaitTime2: 1,
  });
  phone.delay(() => {
    // While the first call is under way.
    if (phone.calls.length === 1) pass(-HOUR_S);
    return 50;
  });
  await tick();
  for (let minute = 0; minute <= 60; minute += 20) {
    pass(1_201);
    await tick();
  }
  const [log] = await logsOf(id);
  expect(log?.status).toBe("success");
  expect(log?.durationMs).toBeGreaterThanOrEqual(0);
  expect(phone.in(room.roomId).map((message) => message.kind)).toEqual(["text", "images", "images"]);
  expect(await ledgerProblems(database.db)).toEqual([]);
});

test("an hour back while a dead process holds the device: it is free again after that hour, and its call unknown", async () => {
  const { id } = await plant();
  const { rt } = engine;
  await materialiseDue(rt, { lastTickAt: null, isOver: () => false });
  const [lease] = await claimLanes(plainSql(database.db), await rt.clock(), "dead", 1);
  const [log] = await logsOf(id);
  const [run] = await loadRuns(database.db, [log!.id]);
  await intendParts(rt, [{ lease: lease!, run: run!, part: run!.parts[0]!, mark: null }]);
  pass(-HOUR_S);
  pass(1_800);
  await tick();
  expect((await logsOf(id))[0]?.status).toBe("sending");
  pass(1_831);
  await tick();
  expect((await logsOf(id))[0]?.status).toBe("unknown");
  expect(phone.calls).toHaveLength(0);
});

test("an hour lived twice makes no occurrence twice, not even for a schedule switched off and on in it", async () => {
  const minute = 60_000;
  const dueAt = new Date(Math.floor((await engine.rt.clock()).getTime() / minute) * minute);
  const { room, id } = await plant({ nextSendAt: dueAt });
  expect(await tick()).toMatchObject({ delivered: 1 });
  pass(-HOUR_S);
  await toggleSchedule(engine.rt, user, { id });
  await toggleSchedule(engine.rt, user, { id });
  const [schedule] = await database.db.select().from(kbSchedule).where(eq(kbSchedule.id, id));
  // The occurrence that has been sent is ahead of it once more.
  expect(schedule?.nextSendAt).toEqual(dueAt);
  pass(HOUR_S + 60);
  expect(await tick()).toMatchObject({ planned: 0, delivered: 0 });
  expect(phone.in(room.roomId)).toHaveLength(1);
  expect(await logsOf(id)).toHaveLength(1);
  const [after] = await database.db.select().from(kbSchedule).where(eq(kbSchedule.id, id));
  expect(after!.nextSendAt!.getTime()).toBe(dueAt.getTime() + 24 * HOUR_S * 1_000);
});

test("the database's clock decides, whatever the process's own says", async () => {
  // One connection, so that its clock is the whole database's.
  const db = createDb(database.url, 1);
  try {
    const at = new Date("2027-02-28T15:00:00.500Z");
    await db.execute(sql`set timestamp = ${at.getTime() / 1000}`);
    expect(await databaseNow(db)).toEqual(at);
    const due = new Date("2027-02-28T15:00:00.000Z");
    const { id } = await plant({
      nextSendAt: due,
      scheduleTime: "00:00",
      validUntil: new Date("2027-12-31T00:00:00.000Z"),
    });
    const { rt } = engineRuntime(db, storage, 0);
    expect(await runTick(rt, { budgetMs: 30_000 })).toMatchObject({ planned: 1, delivered: 1 });
    const [log] = await logsOf(id);
    // Midnight in Seoul, on the first of March.
    expect(log).toMatchObject({ scheduledAt: due, isCatchUp: false, startedAt: at });
    const [schedule] = await database.db.select().from(kbSchedule).where(eq(kbSchedule.id, id));
    expect(schedule?.nextSendAt).toEqual(new Date("2027-03-01T15:00:00.000Z"));
    const [part] = await database.db.select().from(kbScheduleLogParts).orderBy(asc(kbScheduleLogParts.id));
    expect(part?.finishedAt).toEqual(at);
  } finally {
    await db.close();
  }
});
