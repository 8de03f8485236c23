import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { logDecisions } from "@/lib/deliveries/schema";
import { AppError } from "@/lib/errors";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { decideLog } from "./decide-log";
import { runTick } from "./run-tick";
import { sendNow } from "./send-now";

let database: TestDatabase;
let phone: FakePhone;
let top: PlantedOrg;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let stranger: Awaited<ReturnType<typeof plantUser>>;
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
  phone.blind(false);
  engine = engineRuntime(database.db, storage, 0);
  top = await plantOrg(database.db, "hq", null);
  org = await plantOrg(database.db, "branch", top);
  user = await plantUser(database.db, org);
  stranger = await plantUser(database.db, await plantOrg(database.db, "branch", top));
  bot = await plantBot(database.db, phone.url);
  await database.db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
  room = await plantRoom(database.db, org, bot);
});

const tick = () => runTick(engine.rt, {});
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error) => (error instanceof AppError ? error.code : String(error)),
  );
const stored = async (id: number) => {
  const [log] = await database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.id, id));
  const parts = await database.db
    .select()
    .from(kbScheduleLogParts)
    .where(eq(kbScheduleLogParts.logId, id))
    .orderBy(asc(kbScheduleLogParts.seq));
  return { log: log!, statuses: parts.map((part) => part.status), parts };
};

/** A run of text, picture, picture whose picture 1 nobody knows about. */
async function unknownRun() {
  const keys = await plantImages(database.db, storage, org, 2);
  const content = { messageImages1: [keys[0]!], messageImages2: [keys[1]!], mediaWaitTime1: 1, mediaWaitTime2: 1 };
  const scheduleId = await plantSchedule(database.db, org, user, room, { ...content, sendIntervalSeconds: 1 });
  const first = tick();
  const sent = eq(kbScheduleLogParts.status, "sent");
  await expect.poll(() => database.db.$count(kbScheduleLogParts, sent), { timeout: 10_000 }).toBe(1);
  phone.blind(true);
  phone.fail("garbage", 1);
  await first;
  phone.blind(false);
  const [log] = await database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, scheduleId));
  expect((await stored(log!.id)).statuses).toEqual(["sent", "unknown", "pending"]);
  return { id: log!.id, scheduleId };
}

describe("an unknown part", () => {
  test("that arrived: it counts as sent, the run goes on and ends well", async () => {
    const { id, scheduleId } = await unknownRun();
    expect(await decideLog(engine.rt, user, { id, decision: "delivered" })).toMatchObject({
      status: "sending",
      decidedBy: { id: user.userId, name: user.name },
    });
    expect(await tick()).toMatchObject({ delivered: 1 });
    const { log, parts } = await stored(id);
    expect(log).toMatchObject({ status: "success", decidedBy: user.userId });
    expect(parts.map((part) => [part.status, part.attempt])).toEqual([
      ["sent", 1],
      ["sent", 1],
      ["sent", 1],
    ]);
    expect(parts[1]!.certainty).toBe("delivered");
    const [schedule] = await database.db.select().from(kbSchedule).where(eq(kbSchedule.id, scheduleId));
    expect(schedule!.sendCount).toBe(1);
    const [audit] = await database.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.subject, `log:${id}`));
    expect(audit).toMatchObject({ action: "log.decide_delivered", actorUserId: user.userId, orgId: org.id });
  });

  test("that didn't arrive: it failed and the run ends with what it has", async () => {
    const { id } = await unknownRun();
    expect(await decideLog(engine.rt, user, { id, decision: "not_delivered" })).toMatchObject({ status: "partial" });
    expect(await stored(id)).toMatchObject({
      statuses: ["sent", "failed", "skipped"],
      log: { reasonCode: "not_delivered", nextAttemptAt: null },
    });
    expect(await tick()).toMatchObject({ delivered: 0, failed: 0 });
  });

  test("sent again: only that part and what follows, with half an hour to get going", async () => {
    const { id } = await unknownRun();
    const before = phone.received.length;
    const log = await decideLog(engine.rt, user, { id, decision: "resend" });
    expect(Date.parse(log.expiresAt!) - Date.parse(log.decidedAt!)).toBe(30 * 60_000);
    expect(await tick()).toMatchObject({ delivered: 1 });
    expect(phone.received.slice(before).map((message) => message.kind)).toEqual(["images", "images"]);
    expect((await stored(id)).parts.map((part) => part.attempt)).toEqual([1, 2, 1]);
  });

  test("given up: the run ends and nothing more goes", async () => {
    const { id } = await unknownRun();
    expect(await decideLog(engine.rt, user, { id, decision: "give_up" })).toMatchObject({
      status: "partial",
      reasonCode: "given_up",
    });
    await tick();
    expect(phone.calls).toHaveLength(2);
  });

  test("only the first answer counts, however many come at once", async () => {
    const { id } = await unknownRun();
    const codes = await Promise.all(
      logDecisions.map((decision) => codeOf(decideLog(engine.rt, user, { id, decision }))),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "conflict")).toHaveLength(3);
    expect(await ledgerProblems(database.db)).toEqual([]);
  });

  test("a stranger and an absent id get the same 404; a viewer 403", async () => {
    const { id } = await unknownRun();
    expect(await codeOf(decideLog(engine.rt, stranger, { id, decision: "resend" }))).toBe("not_found");
    expect(await codeOf(decideLog(engine.rt, user, { id: 999_999, decision: "resend" }))).toBe("not_found");
    const viewer = await plantUser(database.db, org, "viewer");
    expect(await codeOf(decideLog(engine.rt, viewer, { id, decision: "resend" }))).toBe("forbidden");
    expect((await stored(id)).log.status).toBe("unknown");
  });
});

describe("a missed run", () => {
  async function missedRun() {
    const at = new Date(Date.now() - 30 * 60_000);
    const scheduleId = await plantSchedule(database.db, org, user, room, { nextSendAt: at });
    await tick();
    const [log] = await database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, scheduleId));
    expect(log!.status).toBe("missed");
    return log!.id;
  }
  test("can be sent now or skipped, nothing else can be said of it", async () => {
    const id = await missedRun();
    expect(await codeOf(decideLog(engine.rt, user, { id, decision: "delivered" }))).toBe("conflict");
    expect(await codeOf(decideLog(engine.rt, user, { id, decision: "not_delivered" }))).toBe("conflict");
    expect(await decideLog(engine.rt, user, { id, decision: "resend" })).toMatchObject({ status: "planned" });
    expect(await tick()).toMatchObject({ delivered: 1 });
    expect(phone.received).toHaveLength(1);
    expect(await codeOf(decideLog(engine.rt, user, { id, decision: "resend" }))).toBe("conflict");
    const other = await missedRun();
    expect(await decideLog(engine.rt, user, { id: other, decision: "give_up" })).toMatchObject({
      status: "skipped",
      reasonCode: "by_person",
    });
    expect(await ledgerProblems(database.db)).toEqual([]);
  });
});

describe("send now", () => {
  const plant = (over = {}) =>
    plantSchedule(database.db, org, user, room, { nextSendAt: new Date("2030-01-01"), ...over });
  test("goes through the ledger like any other run, and twice is once", async () => {
    const id = await plant();
    const log = await sendNow(engine.rt, user, { id, kind: "manual" });
    expect(log).toMatchObject({
      kind: "manual",
      status: "planned",
      requestedBy: { id: user.userId },
      parts: [{ status: "pending" }],
    });
    expect(await codeOf(sendNow(engine.rt, user, { id, kind: "manual" }))).toBe("conflict");
    expect(await tick()).toMatchObject({ delivered: 1, planned: 0 });
    expect(phone.in(room.roomId)).toHaveLength(1);
    expect((await stored(log.id)).log.status).toBe("success");
    const [schedule] = await database.db.select().from(kbSchedule).where(eq(kbSchedule.id, id));
    expect(schedule).toMatchObject({ sendCount: 1, nextSendAt: new Date("2030-01-01") });
  });

  test("a test goes to a test room only, and counts for nothing", async () => {
    const id = await plant();
    const testRoom = await plantRoom(database.db, org, bot, { roomType: "test" });
    const foreign = await plantRoom(database.db, { ...stranger.org }, bot, { roomType: "test" });
    expect(await codeOf(sendNow(engine.rt, user, { id, kind: "test" }))).toBe("invalid");
    for (const roomId of [room.id, foreign.id, 999_999]) {
      const error = await sendNow(engine.rt, user, { id, kind: "test", roomId }).catch((thrown: AppError) => thrown);
      expect(error).toMatchObject({
        code: "invalid",
        detail: { issues: [{ path: ["roomId"], message: roomId === room.id ? "roomNotTest" : "roomNotFound" }] },
      });
    }
    await sendNow(engine.rt, user, { id, kind: "test", roomId: testRoom.id });
    expect(await tick()).toMatchObject({ delivered: 1 });
    expect(phone.in(testRoom.roomId)).toHaveLength(1);
    expect(phone.in(room.roomId)).toHaveLength(0);
    const [schedule] = await database.db.select().from(kbSchedule).where(eq(kbSchedule.id, id));
    expect(schedule!.sendCount).toBe(0);
    expect(await codeOf(sendNow(engine.rt, user, { id, kind: "manual", roomId: testRoom.id }))).toBe("invalid");
  });

  test("refuses who may not, what isn't there, what is empty, a room that is closed", async () => {
    const id = await plant();
    expect(await codeOf(sendNow(engine.rt, stranger, { id, kind: "manual" }))).toBe("not_found");
    expect(await codeOf(sendNow(engine.rt, user, { id: 999_999, kind: "manual" }))).toBe("not_found");
    expect(await codeOf(sendNow(engine.rt, await plantUser(database.db, org, "viewer"), { id, kind: "manual" }))).toBe(
      "forbidden",
    );
    expect(await codeOf(sendNow(engine.rt, user, { id: await plant({ messageText: null }), kind: "manual" }))).toBe(
      "invalid",
    );
    await database.db.update(kbRooms).set({ status: "inactive" }).where(eq(kbRooms.id, room.id));
    expect(await codeOf(sendNow(engine.rt, user, { id, kind: "manual" }))).toBe("invalid");
    expect(await database.db.select().from(kbScheduleLogs)).toHaveLength(0);
  });

  test("an HQ person may send for a branch below", async () => {
    const hq = await plantUser(database.db, top, "operator");
    const log = await sendNow(engine.rt, hq, { id: await plant(), kind: "manual" });
    expect(log).toMatchObject({ requestedBy: { id: hq.userId }, org: { id: org.id } });
    expect(await tick()).toMatchObject({ delivered: 1 });
  });
});
