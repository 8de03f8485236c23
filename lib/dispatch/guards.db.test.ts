import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { roomPace } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantRoom } from "@/db/testing/plant";
import type { Runtime } from "@/lib/runtime";
import type { KakaoGateway } from "@/lib/transports/port";
import { type CrashWorld, dieEverywhere, openCrashWorld, runOf } from "@/scripts/testing/crash-rig";
import { engineRuntime, memoryStorage, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
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
    expect([when, tries >= phone.calls.length, places >= tries]).toEqual([when, true, true]);
  });
  expect(moments).toEqual(expect.arrayContaining(["before text", "after text"]));
});

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
