import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { asc, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes, ticks } from "@/db/schema/dispatch";
import { logImageRefs } from "@/db/schema/images";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { materialiseDue } from "./materialise-due";
import { runTick } from "./run-tick";

let database: TestDatabase;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let room: Awaited<ReturnType<typeof plantRoom>>;
let bot: Awaited<ReturnType<typeof plantBot>>;
let engine: ReturnType<typeof engineRuntime>;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.clear();
  engine = engineRuntime(database.db);
  org = await plantOrg(database.db, "hq", null);
  user = await plantUser(database.db, org);
  bot = await plantBot(database.db);
  room = await plantRoom(database.db, org, bot);
});

const options = { lastTickAt: null, isOver: () => false };
const materialise = () => materialiseDue(engine.rt, options);
const plant = (over: Parameters<typeof plantSchedule>[4] = {}) => plantSchedule(database.db, org, user, room, over);
const logs = () => database.db.select().from(kbScheduleLogs).orderBy(asc(kbScheduleLogs.scheduledAt));
const ago = async (minutes: number) => {
  const at = new Date((await databaseNow(database.db)).getTime() - minutes * 60_000);
  at.setUTCSeconds(0, 0);
  return at;
};
const find = async (id: number) => (await database.db.select().from(kbSchedule).where(eq(kbSchedule.id, id)))[0]!;

describe("what is due", () => {
  test("becomes an occurrence with frozen parts and image references; the schedule moves on", async () => {
    const storage = memoryStorage();
    const keys = await plantImages(database.db, storage, org, 2);
    const id = await plant({ nextSendAt: await ago(1), messageImages1: keys });
    expect(await materialise()).toEqual({ planned: 1 });
    const [log] = await logs();
    expect(log).toMatchObject({ scheduleId: id, status: "planned", isCatchUp: false, roomRef: room.id, botId: bot.id });
    expect(log!.nextAttemptAt).toEqual(log!.scheduledAt);
    const parts = await database.db.select().from(kbScheduleLogParts).orderBy(asc(kbScheduleLogParts.seq));
    expect(parts.map((part) => [part.kind, part.status, part.payload])).toEqual([
      ["text", "pending", { kind: "text", text: "오늘 저녁 귤이 싸요" }],
      ["images_1", "pending", { kind: "images", keys, waitMs: 0, bytes: keys.join("").length }],
    ]);
    expect(await database.db.select().from(logImageRefs)).toHaveLength(2);
    expect((await find(id)).nextSendAt!.getTime()).toBe(log!.scheduledAt.getTime() + 86_400_000);
    const [lane] = await database.db.select().from(lanes);
    expect(Number(lane?.readyAt)).toBeLessThanOrEqual((await databaseNow(database.db)).getTime());

    await database.db.update(kbSchedule).set({ messageText: "바뀐 글" }).where(eq(kbSchedule.id, id));
    expect(await materialise()).toEqual({ planned: 0 });
    expect((await database.db.select().from(kbScheduleLogParts))[0]!.payload).toMatchObject({
      text: "오늘 저녁 귤이 싸요",
    });
  });

  test("once is completed, and off, deleted, broken and later ones are left alone (C-42)", async () => {
    const at = await ago(1);
    const seoul = new Date(at.getTime() + 9 * 3_600_000).toISOString();
    const once = await plant({ nextSendAt: at, scheduleType: "once", scheduleDate: seoul.slice(0, 10) });
    const others = [
      await plant({ nextSendAt: at, status: "inactive" }),
      await plant({ nextSendAt: at, status: "error" }),
      await plant({ nextSendAt: at, deletedAt: at }),
      await plant({ nextSendAt: new Date(at.getTime() + 3_600_000) }),
    ];
    expect(await materialise()).toEqual({ planned: 1 });
    expect((await logs()).map((log) => log.scheduleId)).toEqual([once]);
    expect(await find(once)).toMatchObject({ status: "completed", nextSendAt: null });
    for (const id of others) expect((await find(id)).nextSendAt).not.toBeNull();
  });

  test("late is caught up, later missed, older expired; a long outage is bounded", async () => {
    const late = await plant({ nextSendAt: await ago(4), catchUpMinutes: 5 });
    const missed = await plant({ nextSendAt: await ago(30), catchUpMinutes: 5 });
    const day = await plant({ nextSendAt: await ago(1420), catchUpMinutes: 1440 });
    const long = await plant({ nextSendAt: await ago(150 * 1440 + 30), catchUpMinutes: 5 });
    const stood = new Date((await databaseNow(database.db)).getTime() - 40 * 60_000);
    expect(await materialiseDue(engine.rt, { ...options, lastTickAt: stood })).toEqual({ planned: 2 });
    const of = async (id: number) => (await logs()).filter((log) => log.scheduleId === id);
    expect(await of(late)).toMatchObject([{ status: "planned", isCatchUp: true }]);
    expect(await of(missed)).toMatchObject([
      {
        status: "missed",
        reasonCode: "scheduler_down",
        nextAttemptAt: null,
        apiResponse: { downtime: { from: stood.toISOString() } },
      },
    ]);
    expect(await of(day)).toMatchObject([{ status: "planned", isCatchUp: true }]);
    const rows = await of(long);
    expect(rows).toHaveLength(101);
    expect(rows[0]).toMatchObject({ status: "expired", missedCount: 51, reasonCode: "too_old" });
    expect(rows.filter((row) => row.status === "missed")).toHaveLength(1);
    expect(rows.filter((row) => row.status === "expired")).toHaveLength(100);
    const [parts] = await database.db
      .select({ n: sql<number>`count(*)` })
      .from(kbScheduleLogParts)
      .where(
        inArray(
          kbScheduleLogParts.logId,
          rows.map((row) => row.id),
        ),
      );
    expect(Number(parts?.n)).toBe(1);
    expect(await ledgerProblems(database.db)).toEqual([]);
  });

  test("a schedule that can't be planned stops alone, and says why", async () => {
    const at = await ago(1);
    const fine = [await plant({ nextSendAt: at }), await plant({ nextSendAt: at })];
    const empty = await plant({ nextSendAt: at, messageText: null });
    // Too long for the ledger's payload once it is JSON: the database itself refuses this one.
    const huge = await plant({ nextSendAt: at, messageText: "가".repeat(20_000) });
    await database.db.execute(
      sql`alter table kb_schedule_log_parts add constraint test_short check (length(payload) < 50000)`,
    );
    try {
      expect(await materialise()).toEqual({ planned: 2 });
    } finally {
      await database.db.execute(sql`alter table kb_schedule_log_parts drop constraint test_short`);
    }
    for (const id of fine) expect((await find(id)).status).toBe("active");
    for (const id of [empty, huge]) {
      expect(await find(id)).toMatchObject({ status: "error", nextSendAt: null });
      const [log] = (await logs()).filter((row) => row.scheduleId === id);
      expect(log).toMatchObject({ status: "failed", reasonCode: "schedule_broken" });
      expect(log!.errorMessage).not.toBe("");
    }
  });

  test("700 schedules at one moment, six processes' worth of materialising: each occurrence once", async () => {
    const at = await ago(1);
    for (let n = 0; n < 700; n++) await plant({ nextSendAt: at, title: `예약 ${n}` });
    const results = await Promise.all(Array.from({ length: 6 }, materialise));
    expect(results.reduce((sum, { planned }) => sum + planned, 0)).toBe(700);
    const rows = await logs();
    expect(rows).toHaveLength(700);
    expect(new Set(rows.map((row) => row.scheduleId)).size).toBe(700);
    expect((await database.db.select().from(kbScheduleLogParts)).length).toBe(700);
  });
});

describe("a tick", () => {
  test("does the work of one execution id once and answers the same again", async () => {
    await database.db.update(kbSchedule).set({ nextSendAt: null });
    await plant({ nextSendAt: await ago(60) });
    const first = await runTick(engine.rt, { executionId: "cron-1" });
    await plant({ nextSendAt: await ago(60) });
    expect(await runTick(engine.rt, { executionId: "cron-1" })).toEqual(first);
    expect(await logs()).toHaveLength(1);
    expect(await runTick(engine.rt, { executionId: "cron-2" })).toMatchObject({ planned: 0 });
    const long = "x".repeat(100);
    const tickIds = [];
    for (const executionId of [`${long}1`, `${long}1`, `${long}2`, "매분", "매일"])
      tickIds.push((await runTick(engine.rt, { executionId })).tickId);
    expect(tickIds[1]).toBe(tickIds[0]);
    expect(new Set(tickIds).size).toBe(4);
    expect(await logs()).toHaveLength(2);
    const [row] = await database.db.select().from(ticks).orderBy(asc(ticks.id));
    expect(row).toMatchObject({ executionId: "cron-1", error: null });
    expect(Math.abs(row!.skewMs!)).toBeLessThan(2_000);
    expect(row!.finishedAt).not.toBeNull();
  });
});

test("the machine's time zone changes nothing", async () => {
  const rows: unknown[] = [];
  for (const TZ of ["Asia/Seoul", "UTC", "America/New_York"]) {
    await database.db.delete(kbScheduleLogParts);
    await database.db.delete(kbScheduleLogs);
    await database.db.delete(kbSchedule);
    const at = new Date("2026-11-19T15:30:00.000Z");
    await plant({
      nextSendAt: at,
      scheduleType: "weekly",
      scheduleTime: "00:30",
      scheduleWeekdays: ["friday"],
      catchUpMinutes: 3,
      messageText: "자정 넘어",
    });
    await promisify(execFile)(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "scripts/testing/engine-child.ts"],
      {
        env: {
          PATH: process.env.PATH ?? "",
          NODE_ENV: "test",
          TZ,
          DATABASE_URL: database.url,
          STORAGE_DIR: "/nowhere",
          PASSES: "1",
        },
      },
    );
    const [schedule] = await database.db.select().from(kbSchedule);
    rows.push([
      (await logs()).map((log) => [log.scheduledAt.toISOString(), log.status]),
      schedule?.nextSendAt?.toISOString(),
    ]);
  }
  expect(rows[1]).toEqual(rows[0]);
  expect(rows[2]).toEqual(rows[0]);
  expect(JSON.stringify(rows[0])).toContain("2026-11-19T15:30:00.000Z");
}, 60_000);
