import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { runTick } from "./run-tick";

let database: TestDatabase;
let phone: FakePhone;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let bot: Awaited<ReturnType<typeof plantBot>>;
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
  phone.blind(false);
  engine = engineRuntime(database.db, storage, 0);
  org = await plantOrg(database.db, "hq", null);
  user = await plantUser(database.db, org);
  bot = await plantBot(database.db, phone.url);
  await database.db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
});

const tick = () => runTick(engine.rt, { budgetMs: 30_000 });
const pass = (seconds: number) => {
  engine.time.shiftMs += seconds * 1000;
};
const runOf = async (scheduleId: number) => {
  const [log] = await database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, scheduleId));
  const parts = await database.db
    .select()
    .from(kbScheduleLogParts)
    .where(eq(kbScheduleLogParts.logId, log?.id ?? 0))
    .orderBy(asc(kbScheduleLogParts.seq));
  return { log: log!, parts };
};
/** The gateway is blind only once the call has begun: its place before the call is known. */
const blindAfterOpen = () => phone.blindAfter(1);

test("a lost answer whose message is found in the phone's log goes on by itself, with the evidence kept", async () => {
  const room = await plantRoom(database.db, org, bot);
  const [key] = await plantImages(database.db, storage, org, 1);
  const id = await plantSchedule(database.db, org, user, room, { messageImages1: [key!], mediaWaitTime1: 1 });
  blindAfterOpen();
  phone.fail("reset_after", 1);
  expect(await tick()).toMatchObject({ unknown: 1 });
  expect((await runOf(id)).parts.map((part) => part.status)).toEqual(["unknown", "pending"]);

  pass(5);
  await tick();
  expect((await runOf(id)).log.status).toBe("unknown");
  phone.blind(false);
  pass(10);
  await tick();
  await tick();
  const { log, parts } = await runOf(id);
  expect(log).toMatchObject({ status: "success", certainty: "delivered" });
  expect(parts.map((part) => [part.status, part.askAt])).toEqual([
    ["sent", null],
    ["sent", null],
  ]);
  expect(phone.in(room.roomId).map((message) => message.kind)).toEqual(["text", "images"]);
  const events = await database.db.select().from(deliveryEvents).orderBy(asc(deliveryEvents.id));
  expect(events.map((event) => event.event)).toEqual(["lost", "evidence_found"]);
  expect(await ledgerProblems(database.db)).toEqual([]);
});

test("no evidence proves nothing: it stays unknown, is asked ever more seldom and never sent again", async () => {
  const room = await plantRoom(database.db, org, bot);
  const id = await plantSchedule(database.db, org, user, room);
  phone.fail("reset_before", 1);
  expect(await tick()).toMatchObject({ unknown: 1 });
  for (let n = 0; n < 12; n++) {
    pass(90_000);
    await tick();
  }
  const { log, parts } = await runOf(id);
  expect(log.status).toBe("unknown");
  expect(parts[0]).toMatchObject({ status: "unknown", attempt: 1, askAt: null });
  expect(phone.calls).toHaveLength(1);
}, 60_000);

test("what was only taken is known to have arrived once the phone's log shows it", async () => {
  const room = await plantRoom(database.db, org, bot);
  const id = await plantSchedule(database.db, org, user, room);
  blindAfterOpen();
  expect(await tick()).toMatchObject({ delivered: 1 });
  expect((await runOf(id)).log).toMatchObject({ status: "success", certainty: "accepted" });
  phone.blind(false);
  pass(31);
  await tick();
  const { log, parts } = await runOf(id);
  expect(log).toMatchObject({ status: "success", certainty: "delivered" });
  expect(parts[0]).toMatchObject({ certainty: "delivered", askAt: null, providerRef: expect.stringMatching(/^90/) });
});

test("a later message with the same words is no evidence for an earlier one", async () => {
  const room = await plantRoom(database.db, org, bot);
  const first = await plantSchedule(database.db, org, user, room);
  phone.fail("reset_before", 1);
  expect(await tick()).toMatchObject({ unknown: 1 });
  const second = await plantSchedule(database.db, org, user, room, {
    nextSendAt: new Date((await engine.rt.clock()).getTime() - 1),
  });
  pass(31);
  await tick();
  pass(60);
  await tick();
  expect((await runOf(second)).log).toMatchObject({ status: "success" });
  expect(phone.in(room.roomId)).toHaveLength(1);
  for (let n = 0; n < 3; n++) {
    pass(4_000);
    await tick();
  }
  expect((await runOf(first)).log.status).toBe("unknown");
});
