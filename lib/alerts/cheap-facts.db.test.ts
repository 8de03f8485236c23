import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db, databaseNow } from "@/db/client";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { readsOf } from "@/scripts/testing/big-ledger";
import { engineRuntime, plantSchedule } from "@/scripts/testing/engine-rig";
import { explain, rowsRead } from "@/scripts/testing/read-plan";
import { advanceCounters, chunkEndQuery } from "./advance-counters";
import { agoOf, endedRuns, newestPasses, newestRuns, openRuns, readStanding } from "./fact-queries";
import { readMetrics } from "./metric-queries";

let t: TestDatabase;
/** A pool of one connection: its counters tell what the work cost, whatever else the server does. */
let one: Db;
let now: Date;
const botIds: number[] = [];
const HOUR_MS = 3_600_000;
/** 2^17 runs that ended one every ten seconds: two weeks of them, 360 in the last hour; and as many passes. */
const DOUBLINGS = 17;
const LAST_HOUR = 360;

beforeAll(async () => {
  t = await openTestDatabase();
  one = createDb(t.url, 1);
  now = await databaseNow(t.db);
  const org = await plantOrg(t.db, "hq", null);
  const user = await plantUser(t.db, org);
  const bot = await plantBot(t.db);
  const room = await plantRoom(t.db, org, bot);
  for (let n = 0; n < 4; n++) botIds.push((await plantBot(t.db)).id);
  botIds.push(bot.id);
  const scheduleId = await plantSchedule(t.db, org, user, room, { nextSendAt: new Date(now.getTime() + HOUR_MS) });
  const columns = sql.raw("schedule_id, org_id, room_ref, bot_id, target_room_id, title, kind, status, created_at");
  await t.db.execute(sql`
    insert into kb_schedule_logs (${columns}, scheduled_at, started_at, completed_at, duration_ms)
    values (${scheduleId}, ${org.id}, ${room.id}, ${bot.id}, 'r', 't', 'schedule', 'success', ${now},
      ${agoOf(now, 61_000)}, ${agoOf(now, 60_500)}, ${agoOf(now, 60_000)}, 500)`);
  await t.db.execute(sql`
    insert into ticks (execution_id, started_at, finished_at, instance, skew_ms, counts)
    values ('first', ${agoOf(now, 60_000)}, ${agoOf(now, 59_000)}, 'web:1', 3, '{"delivered":1,"commitMs":2}')`);
  for (let n = 0; n < DOUBLINGS; n++) {
    const step = sql.raw(String(10 * 2 ** n));
    const back = (column: string) => sql`date_sub(${sql.raw(column)}, interval ${step} second)`;
    await t.db.execute(sql`
      insert into kb_schedule_logs (${columns}, scheduled_at, started_at, completed_at, duration_ms)
      select ${columns}, ${back("scheduled_at")}, ${back("started_at")}, ${back("completed_at")}, duration_ms from kb_schedule_logs`);
    await t.db.execute(sql`
      insert into ticks (execution_id, started_at, finished_at, instance, skew_ms, counts)
      select concat(execution_id, '.', ${sql.raw(String(n))}), ${back("started_at")}, ${back("finished_at")}, instance, skew_ms, counts from ticks`);
  }
  await t.db.execute(sql`
    insert into kb_schedule_log_parts (log_id, seq, kind, payload, status, started_at, finished_at)
    select id, 0, 'text', '{"kind":"text","text":"x"}', 'sent', started_at, completed_at from kb_schedule_logs`);
  await t.db.execute(sql`
    update kb_schedule_logs set status = 'planned', completed_at = null, started_at = null, next_attempt_at = ${now}
    where completed_at > ${agoOf(now, 2 * HOUR_MS)} order by completed_at limit 50`);
  for (const table of ["kb_schedule_logs", "kb_schedule_log_parts", "ticks"])
    await t.db.execute(sql`analyze table ${sql.raw(table)}`);
}, 240_000);
afterAll(async () => {
  await one?.close();
  await t?.drop();
});

test("runs of the last hour are counted in the index of ends alone", async () => {
  const statement = sql`${endedRuns(t.db, agoOf(now, HOUR_MS), now)}`;
  const [plan] = await explain(t.db, statement);
  expect(plan).toMatchObject({ key: "ix_logs_completed", type: "range" });
  expect(plan?.Extra).toContain("Using index");
  // Once in the index, once in the table of groups.
  expect(await rowsRead(t.db, statement)).toBeLessThanOrEqual(LAST_HOUR * 2.2);
});

test("the sample of the last hour reads no other run", async () => {
  const statement = sql`${newestRuns(t.db, agoOf(now, HOUR_MS), now)}`;
  const [plan] = await explain(t.db, statement);
  expect(plan).toMatchObject({ key: "ix_logs_completed", type: "range" });
  expect(plan?.Extra).not.toContain("filesort");
  expect(await rowsRead(t.db, statement)).toBeLessThanOrEqual(LAST_HOUR * 1.1 + 20);
});

test("the queue is read from the index of open runs", async () => {
  const statement = sql`${openRuns(t.db, botIds)}`;
  const [plan] = await explain(t.db, statement);
  expect(plan).toMatchObject({ key: "ix_logs_bot_next", type: "range" });
  expect(await rowsRead(t.db, statement)).toBeLessThanOrEqual(120);
});

test("the newest passes come from their index, not from all there ever were", async () => {
  const statement = sql`${newestPasses(t.db, 60)}`;
  const [plan] = await explain(t.db, statement);
  expect(plan).toMatchObject({ key: "ix_ticks_started" });
  expect(plan?.Extra ?? "").not.toContain("filesort");
  expect(await rowsRead(t.db, statement)).toBeLessThanOrEqual(70);
});

test("a stretch to be summed is bounded", async () => {
  const statement = sql`${chunkEndQuery(t.db, new Date(0), now)}`;
  const [plan] = await explain(t.db, statement);
  expect(plan).toMatchObject({ key: "ix_logs_completed", type: "range" });
  expect(plan?.Extra).toContain("Using index");
  expect(await rowsRead(t.db, statement)).toBeLessThanOrEqual(10_010);
});

test("a check and a scrape read a few thousand rows of 130,000 runs and as many passes", async () => {
  const reads = async (work: () => Promise<unknown>) => (await readsOf(one, work)).reads;
  for (let n = 0; n < 4; n++) await advanceCounters(engineRuntime(one).rt);
  expect(await reads(() => readStanding(one, now, 50_000))).toBeLessThan(6_000);
  expect(await reads(() => advanceCounters(engineRuntime(one).rt))).toBeLessThan(1_000);
  expect(await reads(() => readMetrics(one, now, "0.1.0"))).toBeLessThan(8_000);
  const metrics = await readMetrics(one, now, "0.1.0");
  expect(metrics.sums.get("runs:schedule:success")).toBe(2 ** DOUBLINGS - 50);
  expect(metrics.sums.get("passes:ok")).toBe(2 ** DOUBLINGS);
}, 60_000);
