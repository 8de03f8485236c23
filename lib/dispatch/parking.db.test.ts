import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { probeBot } from "@/lib/rooms/probe-bot";
import { updateBot } from "@/lib/rooms/update-bot";
import { engineRuntime, memoryStorage, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { decideLog } from "./decide-log";
import { runTick } from "./run-tick";

let database: TestDatabase;
let phone: FakePhone;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let bot: Awaited<ReturnType<typeof plantBot>>;
let engine: ReturnType<typeof engineRuntime>;
const OFF = "http://127.0.0.1:9";

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
  phone.blind(false);
  engine = engineRuntime(database.db, memoryStorage(), 0);
  org = await plantOrg(database.db, "hq", null);
  user = await plantUser(database.db, org);
  bot = await plantBot(database.db, phone.url);
  await database.db.update(kbBots).set({ minGapMs: 0 });
});

const tick = () => runTick(engine.rt, { budgetMs: 30_000 });
const pass = (seconds: number) => {
  engine.time.shiftMs += seconds * 1000;
};
const botIs = (columns: Partial<typeof kbBots.$inferInsert>, id = bot.id) =>
  database.db.update(kbBots).set(columns).where(eq(kbBots.id, id));
const botNow = async (id = bot.id) => (await database.db.select().from(kbBots).where(eq(kbBots.id, id)))[0]!;
const plant = async (of = bot) => {
  const room = await plantRoom(database.db, org, of);
  return { room, id: await plantSchedule(database.db, org, user, room, { catchUpMinutes: 1440 }) };
};
const logOf = async (scheduleId: number) => {
  const [log] = await database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, scheduleId));
  return log!;
};
const partOf = async (scheduleId: number) => {
  const [part] = await database.db
    .select()
    .from(kbScheduleLogParts)
    .where(eq(kbScheduleLogParts.logId, (await logOf(scheduleId)).id))
    .orderBy(asc(kbScheduleLogParts.seq));
  return part!;
};

test("a lone message waits for its phone: two tries, then the bot rests and the message keeps its third", async () => {
  await botIs({ endpoint: OFF });
  const { id, room } = await plant();
  const other = await plantBot(database.db, phone.url);
  for (let n = 0; n < 3; n++) {
    await tick();
    pass(61);
  }
  expect(await botNow()).toMatchObject({ failures: 3, parkReason: "bot_offline" });
  expect(await logOf(id)).toMatchObject({ status: "deferred", reasonCode: "bot_offline" });
  expect(await partOf(id)).toMatchObject({ status: "pending", attempt: 2 });
  const [lane] = await database.db.select().from(lanes);
  expect(lane).toMatchObject({ parkReason: "bot_offline", readyAt: lane?.probeAt });

  // While it rests nothing is tried, and nobody else waits.
  const free = await plant(other);
  expect(await tick()).toMatchObject({ delivered: 1 });
  expect(phone.in(free.room.roomId)).toHaveLength(1);
  expect((await botNow()).failures).toBeGreaterThanOrEqual(3);
  expect((await partOf(id)).attempt).toBe(2);

  await botIs({ endpoint: phone.url });
  pass(300);
  expect(await tick()).toMatchObject({ delivered: 1 });
  expect(phone.in(room.roomId)).toHaveLength(1);
  expect(await partOf(id)).toMatchObject({ status: "sent", attempt: 3 });
  expect(await botNow()).toMatchObject({ failures: 0, parkReason: null, breakerOpenUntil: null });
  expect((await database.db.select().from(lanes))[0]).toMatchObject({ parkReason: null, probeAt: null });
});

test("a phone that stays away: after its hour the message is missed, with the reason, and a person can still send it", async () => {
  await botIs({ endpoint: OFF });
  const { id, room } = await plant();
  for (let n = 0; n < 20; n++) {
    await tick();
    pass(200);
  }
  const log = await logOf(id);
  expect(log).toMatchObject({ status: "missed", reasonCode: "bot_offline", nextAttemptAt: null });
  expect((await partOf(id)).attempt).toBeLessThanOrEqual(3);
  expect(await ledgerProblems(database.db)).toEqual([]);
  await botIs({ endpoint: phone.url });
  await decideLog(engine.rt, user, { id: log.id, decision: "resend" });
  pass(300);
  await tick();
  expect(await logOf(id)).toMatchObject({ status: "success" });
  expect(phone.in(room.roomId)).toHaveLength(1);
});

test.each([
  ["egress_denied", { endpoint: "http://10.9.9.9" }],
  ["bot_not_approved", { status: "blocked" as const }],
  ["gateway_missing", { gateway: "domaeka_bridge" as const }],
  ["secret_unreadable", { secret: Buffer.from("not ours") }],
])("%s parks the bot without using a try, until somebody changes it", async (reason, change) => {
  await botIs(change);
  const { id, room } = await plant();
  const twin = await plant();
  expect(await tick()).toMatchObject({ delivered: 0, failed: 0 });
  for (const one of [id, twin.id]) {
    expect(await logOf(one)).toMatchObject({ status: "deferred", reasonCode: reason, attempt: 0 });
    expect(await partOf(one)).toMatchObject({ status: "pending", attempt: 0 });
  }
  expect(await botNow()).toMatchObject({ parkReason: reason });
  pass(301);
  await tick();
  expect((await botNow()).parkReason).toBe(reason);
  await botIs({ endpoint: phone.url, status: "approved", gateway: "iris_plain", secret: null });
  pass(301);
  await tick();
  expect(await logOf(id)).toMatchObject({ status: "success", attempt: 1 });
  expect(phone.in(room.roomId)).toHaveLength(1);
  expect(await ledgerProblems(database.db)).toEqual([]);
});

test("a gateway that takes messages without a word is left alone after three unknowns", async () => {
  phone.fail("reset_after", 99);
  phone.blind(true);
  const planted = [];
  for (let n = 0; n < 6; n++) planted.push(await plant());
  expect(await tick()).toMatchObject({ unknown: 3, delivered: 0 });
  expect(await botNow()).toMatchObject({ parkReason: "gateway_unsure", failures: 3 });
  const statuses = await Promise.all(planted.map(async ({ id }) => (await logOf(id)).status));
  expect(statuses.sort()).toEqual(["deferred", "deferred", "deferred", "unknown", "unknown", "unknown"]);
  expect(phone.calls).toHaveLength(3);
});

test("of two bots on one device only the one at fault rests", async () => {
  const twin = await plantBot(database.db, phone.url, bot.deviceId);
  await botIs({ status: "blocked" });
  await botIs({ minGapMs: 0 }, twin.id);
  const [blocked, free] = [await plant(), await plant(twin)];
  expect(await tick()).toMatchObject({ delivered: 1 });
  expect(await logOf(blocked.id)).toMatchObject({ status: "deferred", reasonCode: "bot_not_approved" });
  expect(await logOf(free.id)).toMatchObject({ status: "success" });
});

test("a change of the bot, or a test that finds it well, lets what waited go at once", async () => {
  for (const free of [
    () => updateBot(engine.rt, user, { id: bot.id, version: undefined, change: { botName: "고친 봇" } }),
    () => probeBot(engine.rt, user, { id: bot.id }),
  ]) {
    await botIs({ endpoint: "http://10.9.9.9" });
    const { id, room } = await plant();
    await tick();
    expect(await logOf(id)).toMatchObject({ status: "deferred", reasonCode: "egress_denied" });
    await botIs({ endpoint: phone.url });
    await free();
    expect(await botNow()).toMatchObject({ parkReason: null, breakerOpenUntil: null });
    await tick();
    expect(await logOf(id)).toMatchObject({ status: "success" });
    expect(phone.in(room.roomId)).toHaveLength(1);
  }
});
