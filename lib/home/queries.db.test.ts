import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LogStatus } from "@/db/enums";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { probeStates } from "@/db/schema/diagnosis";
import { kbBots } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { botsInScope, runsAhead, runsByHour, runsNeedingPerson } from "./queries";

let t: TestDatabase;
beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(() => t.clear());
afterAll(() => t.drop());

/** 2026-11-20 14:05 in Seoul. */
const now = new Date("2026-11-20T05:05:00.000Z");

async function branchWithSchedule(over: Partial<typeof kbSchedule.$inferInsert> = {}) {
  const hq = await plantOrg(t.db, "hq", null);
  const branch = await plantOrg(t.db, "branch", hq);
  const sibling = await plantOrg(t.db, "branch", hq);
  const actor = await plantUser(t.db, branch, "operator");
  const bot = await plantBot(t.db);
  const room = await plantRoom(t.db, branch, bot);
  const values = {
    title: "아침 인사",
    createdByType: "branch" as const,
    createdById: branch.id,
    createdByMbId: actor.mbId,
    ownerOrgId: branch.id,
    roomRef: room.id,
    targetBotName: bot.botName,
    targetRoomId: room.roomId,
    messageText: "안녕하세요",
    messageImages1: [],
    messageImages2: [],
    scheduleType: "daily" as const,
    scheduleTime: "18:00:00",
    validFrom: new Date("2026-01-01T00:00:00Z"),
    validUntil: new Date("2027-01-01T00:00:00Z"),
    nextSendAt: new Date("2026-11-20T09:00:00Z"),
    createdAt: now,
    updatedAt: now,
    ...over,
  };
  const [inserted] = await t.db.insert(kbSchedule).values(values).$returningId();
  const log = (scheduledAt: string, status: LogStatus, more: Partial<typeof kbScheduleLogs.$inferInsert> = {}) =>
    t.db.insert(kbScheduleLogs).values({
      scheduleId: inserted!.id,
      orgId: branch.id,
      roomRef: room.id,
      botId: bot.id,
      targetRoomId: room.roomId,
      title: values.title,
      status,
      scheduledAt: new Date(scheduledAt),
      createdAt: now,
      ...more,
    });
  return { hq, branch, sibling, actor, log, scheduleId: inserted!.id };
}

test("runs are counted by the hour of the Korean day, without tests and without other branches", async () => {
  const { actor, sibling, log } = await branchWithSchedule();
  await log("2026-11-19T15:00:00.000Z", "success", { certainty: "delivered" });
  await log("2026-11-19T14:59:59.999Z", "success", { certainty: "delivered" });
  await log("2026-11-20T04:30:00.000Z", "unknown");
  await log("2026-11-20T04:31:00.000Z", "success", { kind: "test" });
  expect(await runsByHour(t.db, scopeOf(actor), now)).toEqual(
    expect.arrayContaining([
      { hour: 0, look: "arrived", count: 1 },
      { hour: 13, look: "unknown", count: 1 },
    ]),
  );
  expect(await runsByHour(t.db, scopeOf(actor), now)).toHaveLength(2);
  const other = await plantUser(t.db, sibling);
  expect(await runsByHour(t.db, scopeOf(other), now)).toEqual([]);
});

test("unknown and missed runs of the last week wait for a person, older ones don't", async () => {
  const { actor, log } = await branchWithSchedule();
  await log("2026-11-20T04:30:00.000Z", "unknown");
  await log("2026-11-19T04:30:00.000Z", "missed");
  await log("2026-11-01T04:30:00.000Z", "missed");
  await log("2026-11-20T03:30:00.000Z", "failed");
  const found = await runsNeedingPerson(t.db, scopeOf(actor), now, 1);
  expect(found.count).toBe(2);
  expect(found.items.map((item) => item.kind)).toEqual(["unknown"]);
});

test("the week ahead counts every run of an active schedule on its Korean day", async () => {
  const { actor, scheduleId } = await branchWithSchedule();
  const ahead = await runsAhead(t.db, scopeOf(actor), now);
  expect(ahead.days.map((day) => day.count)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(ahead.todayByHour).toEqual([{ hour: 18, look: "scheduled", count: 1 }]);
  expect(ahead.next).toMatchObject([{ scheduleId, roomName: expect.any(String), at: "2026-11-20T09:00:00.000Z" }]);
});

test("a bot counts once however many rooms it serves, and not for a branch without rooms", async () => {
  const { actor, sibling } = await branchWithSchedule();
  expect(await botsInScope(t.db, scopeOf(actor))).toEqual({ total: 1, silent: [], sandbox: true });
  expect(await botsInScope(t.db, scopeOf(await plantUser(t.db, sibling)))).toMatchObject({ total: 0 });
});

test("a bot is silent by whatever was heard of it last: in sending, or by the regular look", async () => {
  const { actor } = await branchWithSchedule();
  const [bot] = await t.db.select({ id: kbBots.id }).from(kbBots);
  const [early, late] = ["2026-11-20T04:00:00.000Z", "2026-11-20T04:05:00.000Z"];
  await t.db.update(kbBots).set({ updatedAt: new Date("2026-11-20T03:00:00.000Z") });
  const heard = (ok: boolean, at: string) => t.db.update(kbBots).set({ lastHealth: { ok, at } });
  const looked = async (ok: boolean, at: string) => {
    await t.db.delete(probeStates);
    const checkedAt = new Date(at);
    const state = { ok, cause: ok ? null : "bot_offline", figures: {}, ms: 3, changedAt: checkedAt, checkedAt };
    await t.db.insert(probeStates).values({ probeKey: `bot:${bot!.id}`, ...state });
  };
  const silent = async () => (await botsInScope(t.db, scopeOf(actor))).silent.length;
  await looked(false, early);
  expect(await silent()).toBe(1);
  await heard(true, late);
  expect(await silent()).toBe(0);
  await heard(false, early);
  await looked(true, late);
  expect(await silent()).toBe(0);
  await heard(true, early);
  await looked(false, late);
  expect(await silent()).toBe(1);
  // Its address was changed since, and nothing is known of the new one.
  await t.db.update(kbBots).set({ lastHealth: null, updatedAt: new Date("2026-11-20T04:06:00.000Z") });
  expect(await silent()).toBe(0);
});
