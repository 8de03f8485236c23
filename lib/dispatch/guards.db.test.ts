import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { plainSql, transact } from "@/db/plain-sql";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes, roomPace } from "@/db/schema/dispatch";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantRoom } from "@/db/testing/plant";
import type { Runtime } from "@/lib/runtime";
import { toggleSchedule } from "@/lib/schedules/toggle-schedule";
import type { KakaoGateway } from "@/lib/transports/port";
import { type CrashWorld, dieEverywhere, openCrashWorld, runOf } from "@/scripts/testing/crash-rig";
import { engineRuntime, memoryStorage, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { claimLanes } from "./claim-lanes";
import { materialiseDue } from "./materialise-due";
import { runTick } from "./run-tick";

let database: TestDatabase;
let phone: FakePhone;
let world: CrashWorld;
let engine: ReturnType<typeof engineRuntime>;

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
  phone.blind(true);
  const storage = memoryStorage();
  engine = engineRuntime(database.db, storage, 0);
  world = await openCrashWorld(database.db, database.url, phone, storage);
});

const tick = (rt: Runtime = engine.rt) => runTick(rt, { budgetMs: 30_000 });
/** A due text on a phone of its own. */
async function plantText(over: Parameters<typeof plantSchedule>[4] = {}) {
  phone.clear();
  const bot = await plantBot(database.db, phone.url);
  await database.db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
  const room = await plantRoom(database.db, world.org, bot);
  return { bot, room, id: await plantSchedule(database.db, world.org, world.person, room, over) };
}
/** The engine with an adapter that does something beside its calls. */
const withAdapter = (change: (real: KakaoGateway) => Partial<KakaoGateway>): Runtime => ({
  ...engine.rt,
  gateway: (dialect) => {
    const real = engine.rt.gateway(dialect);
    return real && { ...real, ...change(real) };
  },
});

test("whatever moment a process dies at, a call it may have made is in the ledger and has its place in the room's limits", async () => {
  const moments = await dieEverywhere(world, plantText, tick, async ({ id, room }, when) => {
    const [pace] = await database.db.select().from(roomPace).where(eq(roomPace.roomRef, room.id));
    const { parts } = await runOf(database.db, { id });
    const tries = parts[0]?.attempt ?? 0;
    const places = pace?.callTimes.length ?? 0;
    // Runs of those who died half a minute ago are taken over meanwhile: their calls are not this one's.
    const calls = phone.calls.filter((call) => call.room === room.roomId).length;
    expect([when, tries >= calls, places >= tries]).toEqual([when, true, true]);
  });
  expect(moments).toEqual(expect.arrayContaining(["before text", "after text"]));
}, 120_000);

test("an adapter that breaks in the middle of its call leaves an unknown, and the room isn't called again", async () => {
  const broken = withAdapter((real) => ({
    sendText: async (...call) => {
      await real.sendText(...call);
      throw new Error("it broke");
    },
  }));
  const { id, room } = await plantText();
  expect(await tick(broken)).toMatchObject({ unknown: 1, delivered: 0 });
  for (let hour = 0; hour < 2; hour++) {
    engine.time.shiftMs += 3_600_000;
    await tick();
  }
  expect(await runOf(database.db, { id })).toMatchObject({ log: { status: "unknown" }, parts: [{ attempt: 1 }] });
  expect(phone.calls.filter((call) => call.room === room.roomId)).toHaveLength(1);
});

const plan = () => materialiseDue(engine.rt, { lastTickAt: null, isOver: () => false });
/** Plans what is due, and ends the hour of one of the runs so long from now. */
async function planUntil(id: number, now: Date, leftMs: number): Promise<Date> {
  await plan();
  const expiresAt = new Date(now.getTime() + leftMs);
  await database.db.update(kbScheduleLogs).set({ expiresAt }).where(eq(kbScheduleLogs.scheduleId, id));
  return expiresAt;
}

test("what will be tried again waits no longer than its run may", async () => {
  const { id } = await plantText();
  const now = await engine.rt.clock();
  const expiresAt = await planUntil(id, now, 500);
  phone.fail("http_500", 1);
  await tick({ ...engine.rt, clock: async () => now });
  expect((await runOf(database.db, { id })).log).toMatchObject({ status: "deferred", nextAttemptAt: expiresAt });
  engine.time.shiftMs += 1_000;
  expect(await tick()).toMatchObject({ failed: 1 });
  expect((await runOf(database.db, { id })).log).toMatchObject({ status: "failed", reasonCode: "gateway_refused" });
});

test("a run behind another of its room waits no longer than it may itself", async () => {
  const { id, room } = await plantText({ priority: 1 });
  const behind = await plantSchedule(database.db, world.org, world.person, room, { priority: 9 });
  await database.db
    .update(kbRooms)
    .set({ limits: { minGapSeconds: 3_000 } })
    .where(eq(kbRooms.id, room.id));
  await database.db.insert(roomPace).values({ roomRef: room.id, callTimes: [], runTimes: [Date.now()] });
  const now = await engine.rt.clock();
  const expiresAt = await planUntil(behind, now, 600_000);
  await tick();
  expect((await runOf(database.db, { id })).log?.nextAttemptAt?.getTime()).toBeGreaterThan(expiresAt.getTime());
  expect((await runOf(database.db, { id: behind })).log?.nextAttemptAt).toEqual(expiresAt);
  engine.time.shiftMs += 601_000;
  await tick();
  expect((await runOf(database.db, { id: behind })).log).toMatchObject({ status: "missed", reasonCode: "device_busy" });
  expect(phone.calls).toHaveLength(0);
});

test("who sees a free device takes nothing from who has claimed it meanwhile", async () => {
  await plantText();
  await plan();
  const { db } = database;
  const now = await engine.rt.clock();
  let late: ReturnType<typeof claimLanes> = Promise.resolve([]);
  const [first] = await transact(db, async (tx) => {
    await tx.rows("select lane_key from lanes for update");
    late = claimLanes(plainSql(db), now, "late", 1);
    await vi.waitFor(async () => {
      const [waiting] = await tx.rows<{ n: number }>(
        "select count(*) n from information_schema.processlist where db = database() and info like 'update%lanes%'",
      );
      expect(waiting?.n).toBe(1);
    }, 10_000);
    return claimLanes(tx, now, "first", 1);
  });
  expect(await late).toEqual([]);
  expect(await db.select().from(lanes)).toMatchObject([{ leaseToken: first?.token, fence: first?.fence }]);
});

test("a device rests between two calls, into whatever rooms, longer than it is held too", async () => {
  const { bot } = await plantText();
  await database.db.update(kbBots).set({ minGapMs: 60_000 }).where(eq(kbBots.id, bot.id));
  const other = await plantRoom(database.db, world.org, bot);
  await plantSchedule(database.db, world.org, world.person, other);
  expect(await tick()).toMatchObject({ planned: 2, delivered: 1 });
  expect(await tick()).toMatchObject({ delivered: 0 });
  engine.time.shiftMs += 61_000;
  expect(await tick()).toMatchObject({ delivered: 1 });
});

test("a run switched off while its phone is being reached isn't sent", async () => {
  const { id } = await plantText();
  const meanwhile = withAdapter((real) => ({
    open: async (...asked) => {
      const opened = await real.open(...asked);
      await toggleSchedule(engine.rt, world.person, { id, status: "inactive" });
      return opened;
    },
  }));
  expect(await tick(meanwhile)).toMatchObject({ delivered: 0, failed: 0, unknown: 0 });
  expect(phone.calls).toHaveLength(0);
  expect((await runOf(database.db, { id })).log).toMatchObject({ status: "cancelled", reasonCode: "schedule_off" });
});

test("who may send is asked again for the later parts of a run under way", async () => {
  const { id, room } = await plantText({
    messageImages1: [world.images[0]!],
    sendIntervalSeconds: 1,
    mediaWaitTime1: 1200,
  });
  const closing = withAdapter((real) => ({
    sendText: async (...call) => {
      const sent = await real.sendText(...call);
      await database.db.update(kbRooms).set({ status: "inactive" }).where(eq(kbRooms.id, room.id));
      return sent;
    },
  }));
  expect(await tick(closing)).toMatchObject({ failed: 1, delivered: 0 });
  expect((await runOf(database.db, { id })).log).toMatchObject({ status: "partial", reasonCode: "room_inactive" });
  expect(phone.calls).toHaveLength(1);
});

test("a run whose phone rests waits no longer than it may itself", async () => {
  const { bot } = await plantText({ priority: 1 });
  const other = await plantRoom(database.db, world.org, bot);
  const waiting = await plantSchedule(database.db, world.org, world.person, other, { priority: 9 });
  await database.db.update(kbBots).set({ status: "blocked" }).where(eq(kbBots.id, bot.id));
  const expiresAt = await planUntil(waiting, await engine.rt.clock(), 90_000);
  await tick();
  expect((await runOf(database.db, { id: waiting })).log).toMatchObject({
    status: "deferred",
    reasonCode: "bot_not_approved",
    nextAttemptAt: expiresAt,
  });
});
