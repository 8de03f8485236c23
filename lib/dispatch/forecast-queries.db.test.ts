import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { roomPace } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { forecastAll, forecastSchedule } from "./forecast-queries";
import { ForecastFilter, ScheduleForecastFilter } from "./forecast-schema";
import { materialiseDue } from "./materialise-due";

/** 2026-11-20 (Friday) 17:00 in Seoul. */
const now = new Date("2026-11-20T08:00:00.000Z");
const at18 = new Date("2026-11-20T09:00:00.000Z");

let database: TestDatabase;
let w: Awaited<ReturnType<typeof plantWorld>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.clear();
  w = await plantWorld();
});

/** Two branches whose rooms share a phone. */
async function plantWorld() {
  const { db } = database;
  const hq = await plantOrg(db, "hq", null);
  const [mine, other] = [await plantOrg(db, "branch", hq), await plantOrg(db, "branch", hq)];
  const [actor, stranger] = [await plantUser(db, mine, "viewer"), await plantUser(db, other)];
  const author = await plantUser(db, mine);
  const bot = await plantBot(db);
  const [room, foreign] = [await plantRoom(db, mine, bot), await plantRoom(db, other, bot)];
  const rt = { ...engineRuntime(db).rt, clock: async () => now };
  const id = await plantSchedule(db, mine, author, room, { nextSendAt: at18 });
  return { db, rt, hq, mine, other, actor, author, stranger, bot, room, foreign, id };
}

const query = (values: Record<string, string>) => ForecastFilter.parse(values);
const ofSchedule = (id: number, values: Record<string, string> = {}) =>
  ScheduleForecastFilter.parse({ ...values, id: String(id) });
const refusal = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
};

test("a week from now unless told otherwise, with names, in the order of time", async () => {
  const page = await forecastSchedule(w.rt, scopeOf(w.actor), ofSchedule(w.id));
  expect(page.nextCursor).toBeNull();
  expect(page.items).toHaveLength(7);
  expect(page.items[0]).toEqual({
    at: "2026-11-20T09:00:00.000Z",
    scheduleId: w.id,
    roomId: w.room.id,
    outcome: "send",
    kind: "schedule",
    title: "저녁 특가 안내",
    roomName: w.room.name,
  });
  const two = ofSchedule(w.id, { from: "2026-11-21", to: "2026-11-22" });
  expect((await forecastSchedule(w.rt, scopeOf(w.actor), two)).items.map((item) => item.at)).toEqual([
    "2026-11-21T09:00:00.000Z",
    "2026-11-22T09:00:00.000Z",
  ]);
});

test("page by page it is the same list", async () => {
  for (let n = 0; n < 3; n++) await plantSchedule(w.db, w.mine, w.author, w.room, { nextSendAt: at18 });
  const whole = await forecastAll(w.rt, scopeOf(w.actor), query({}));
  const pieces = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await forecastAll(w.rt, scopeOf(w.actor), query({ limit: "5", ...(cursor && { cursor }) }));
    expect(page.items.length).toBeLessThanOrEqual(5);
    pieces.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(whole.items).toHaveLength(28);
  expect(pieces).toEqual(whole.items);
});

test("a limit says its value and who set it", async () => {
  await w.db
    .update(orgs)
    .set({ limits: { minGapSeconds: 90 } })
    .where(eq(orgs.id, w.hq.id));
  const second = await plantSchedule(w.db, w.mine, w.author, w.room, { nextSendAt: at18 });
  const [item] = (await forecastSchedule(w.rt, scopeOf(w.actor), ofSchedule(second))).items;
  expect(item).toMatchObject({
    outcome: "defer",
    until: "2026-11-20T09:01:30.000Z",
    rule: "minGapSeconds",
    limit: { value: 90, origin: { kind: "org", name: w.hq.name, level: "hq" } },
  });
});

test("what the room has behind it today counts", async () => {
  await w.db
    .update(kbRooms)
    .set({ limits: { runsPerDay: 1 } })
    .where(eq(kbRooms.id, w.room.id));
  const times = [now.getTime() - 3_600_000];
  await w.db.insert(roomPace).values({ roomRef: w.room.id, callTimes: times, runTimes: times });
  const { items } = await forecastAll(w.rt, scopeOf(w.actor), query({ roomId: String(w.room.id) }));
  expect(items.slice(0, 2)).toMatchObject([
    {
      outcome: "block",
      rule: "runsPerDay",
      until: "2026-11-20T10:00:00.000Z",
      limit: { value: 1, origin: { kind: "room" } },
    },
    { outcome: "send" },
  ]);
});

test("rooms of others take the phone's time and are never told", async () => {
  await w.db.update(kbBots).set({ minGapMs: 60_000 }).where(eq(kbBots.id, w.bot.id));
  const hidden = await plantSchedule(w.db, w.other, w.stranger, w.foreign, {
    nextSendAt: at18,
    priority: 1,
    title: "남의 것",
  });
  const page = await forecastAll(w.rt, scopeOf(w.actor), query({ to: "2026-11-20" }));
  expect(page.items).toMatchObject([
    { scheduleId: w.id, outcome: "defer", until: "2026-11-20T09:01:00.000Z", rule: "device_busy" },
  ]);
  expect(JSON.stringify(page)).not.toContain("남의 것");
  expect(
    (await forecastAll(w.rt, scopeOf(w.stranger), query({}))).items.every((item) => item.scheduleId === hidden),
  ).toBe(true);
  expect(
    (await forecastAll(w.rt, scopeOf(await plantUser(w.db, w.hq)), query({ to: "2026-11-20" }))).items,
  ).toHaveLength(2);
});

test("foreign, absent and deleted are one 404", async () => {
  const scope = scopeOf(w.stranger);
  const gone = await plantSchedule(w.db, w.other, w.stranger, w.foreign, { deletedAt: now });
  for (const work of [
    () => forecastSchedule(w.rt, scope, ofSchedule(w.id)),
    () => forecastSchedule(w.rt, scope, ofSchedule(999_999)),
    () => forecastSchedule(w.rt, scope, ofSchedule(gone)),
    () => forecastAll(w.rt, scope, query({ roomId: String(w.room.id) })),
    () => forecastAll(w.rt, scope, query({ roomId: "999999" })),
  ])
    expect(await refusal(work())).toMatchObject({ code: "not_found", detail: {} });
});

test.each([
  [{ to: "2026-11-19" }, "to", "validityOrder"],
  [{ to: "2026-12-22" }, "to", "forecastTooFar"],
  [{ from: "2027-11-20" }, "from", "forecastTooFar"],
  [{ from: "2025-11-20", to: "2026-11-21" }, "to", "forecastTooFar"],
])("a bad range is refused at its field: %j", async (values, field, message) => {
  const error = await refusal(forecastAll(w.rt, scopeOf(w.actor), query(values)));
  expect(error).toMatchObject({ code: "invalid", detail: { issues: [{ path: [field], message }] } });
});

test.each([
  [{ from: "yesterday" }, "from"],
  [{ to: "2026-02-30" }, "to"],
  [{ limit: "0" }, "limit"],
  [{ limit: "1001" }, "limit"],
  [{ cursor: "zz" }, "cursor"],
  [{ roomId: "-1" }, "roomId"],
  [{ orgId: "1" }, "orgId"],
])("a bad value is refused at its field: %j", (values, field) => {
  const issue = ForecastFilter.safeParse(values).error?.issues[0];
  expect(issue?.path[0] ?? (issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined)).toBe(field);
});

test("what is already in the ledger is told with the rest", async () => {
  await w.db
    .update(kbSchedule)
    .set({ nextSendAt: new Date(now.getTime() - 30_000) })
    .where(eq(kbSchedule.id, w.id));
  await materialiseDue(w.rt, { lastTickAt: null, isOver: () => false });
  await w.db.update(kbBots).set({ parkReason: "bot_offline", breakerOpenUntil: now }).where(eq(kbBots.id, w.bot.id));
  const [open, next] = (await forecastSchedule(w.rt, scopeOf(w.actor), ofSchedule(w.id))).items;
  expect(open).toMatchObject({
    at: "2026-11-20T07:59:30.000Z",
    outcome: "block",
    rule: "bot_offline",
    until: "2026-11-20T09:00:00.000Z",
  });
  expect(next).toMatchObject({ outcome: "block", rule: "bot_offline" });
});

test("a picture nobody can read any more blocks; a schedule that is off has nothing ahead", async () => {
  const [key] = await plantImages(w.db, memoryStorage(), w.mine, 1);
  const values = {
    nextSendAt: at18,
    messageText: null,
    messageImages1: [key!, "img/1/2026/00000000-0000-4000-8000-000000000000.png"],
  };
  const broken = await plantSchedule(w.db, w.mine, w.author, w.room, values);
  expect((await forecastSchedule(w.rt, scopeOf(w.actor), ofSchedule(broken))).items[0]).toMatchObject({
    outcome: "block",
    rule: "image_missing",
  });
  await w.db.update(kbSchedule).set({ status: "inactive", nextSendAt: null });
  expect((await forecastSchedule(w.rt, scopeOf(w.actor), ofSchedule(broken))).items).toEqual([]);
});
