import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LogKind, LogStatus } from "@/db/enums";
import { metricCounters } from "@/db/schema/alerts";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { ticks } from "@/db/schema/dispatch";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { engineRuntime, plantSchedule } from "@/scripts/testing/engine-rig";
import { advanceCounters } from "./advance-counters";
import { metricFamilies } from "./metric-families";
import { readMetrics } from "./metric-queries";
import { prometheusText } from "./prometheus";

let t: TestDatabase;
let engine: ReturnType<typeof engineRuntime>;
let place: { scheduleId: number; orgId: number; roomRef: number; botId: number };
let serial = 0;
beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(async () => {
  await t.clear();
  engine = engineRuntime(t.db);
  const org = await plantOrg(t.db, "hq", null);
  const user = await plantUser(t.db, org);
  const bot = await plantBot(t.db);
  const room = await plantRoom(t.db, org, bot);
  place = { scheduleId: await plantSchedule(t.db, org, user, room), orgId: org.id, roomRef: room.id, botId: bot.id };
});
afterAll(() => t?.drop());

async function ended(status: LogStatus, agoMs: number, howMany = 1, kind: LogKind = "schedule") {
  const now = await engine.rt.clock();
  const rows = Array.from({ length: howMany }, () => ({
    ...place,
    kind,
    status,
    targetRoomId: "18440",
    title: "글",
    scheduledAt: new Date(now.getTime() - 86_400_000 - 1000 * ++serial),
    completedAt: new Date(now.getTime() - agoMs),
    createdAt: now,
  }));
  await t.db.insert(kbScheduleLogs).values(rows);
}
async function pass(
  agoMs: number,
  counts: Record<string, number> | null,
  over: Partial<typeof ticks.$inferInsert> = {},
) {
  const at = new Date((await engine.rt.clock()).getTime() - agoMs);
  const finishedAt = counts ? new Date(at.getTime() + 10) : null;
  await t.db
    .insert(ticks)
    .values({ executionId: `t${++serial}`, startedAt: at, finishedAt, instance: "web:1", counts, skewMs: 2, ...over });
}
async function scrape() {
  const facts = await readMetrics(t.db, await engine.rt.clock(), "0.1.0");
  return prometheusText(metricFamilies(facts));
}
const sample = (text: string, name: string) =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1) ?? "absent",
  );
const success = async () => sample(await scrape(), 'dochak_runs_total{outcome="success"}');

test("every ended run is counted once, however many instances count, and at once", async () => {
  await ended("success", 3_600_000, 30);
  await ended("success", 1_000, 3);
  await ended("failed", 120_000, 4);
  await ended("success", 90_000, 5, "test");
  expect(await success()).toBe(33);
  await Promise.all(Array.from({ length: 6 }, () => advanceCounters(engine.rt)));
  expect(await success()).toBe(33);
  expect(await t.db.select().from(metricCounters).where(sql`name = 'runs:schedule:success'`)).toMatchObject([
    { value: 30 },
  ]);
  engine.time.shiftMs += 120_000;
  await ended("success", 0, 2);
  await Promise.all(Array.from({ length: 6 }, () => advanceCounters(engine.rt)));
  const text = await scrape();
  expect(sample(text, 'dochak_runs_total{outcome="success"}')).toBe(35);
  expect(sample(text, 'dochak_runs_total{outcome="failure"}')).toBe(4);
  expect(sample(text, "dochak_runs_processed_total")).toBe(39);
});

test("a ledger of years is summed in bounded stretches, ties at their edges included", async () => {
  await ended("success", 7_200_000, 100);
  for (let n = 0; n < 8; n++)
    await t.db.execute(sql`
      insert into kb_schedule_logs (schedule_id, org_id, room_ref, bot_id, target_room_id, title, kind, status, scheduled_at, completed_at, created_at)
      select schedule_id, org_id, room_ref, bot_id, target_room_id, title, kind, status,
        date_sub(scheduled_at, interval ${sql.raw(String(2 ** n))} day), date_sub(completed_at, interval ${sql.raw(String(n % 3))} day), created_at
      from kb_schedule_logs`);
  await advanceCounters(engine.rt);
  expect(await t.db.select().from(metricCounters).where(sql`name = 'runs:schedule:success'`)).toMatchObject([
    { value: 25_600 },
  ]);
  expect(await success()).toBe(25_600);
});

test("passes are summed once they can't change any more; one that was killed holds nothing up", async () => {
  await pass(1_200_000, { delivered: 2, deferred: 1, commitMs: 40, calls: 2 });
  await pass(1_100_000, null);
  await pass(60_000, { delivered: 1, unknown: 3, commitMs: 60, loadMs: 500 });
  await pass(50_000, null);
  await pass(40_000, { delivered: 9, commitMs: 1 });
  await pass(30_000, {}, { error: "boom" });
  await Promise.all(Array.from({ length: 4 }, () => advanceCounters(engine.rt)));
  let text = await scrape();
  expect(sample(text, 'dochak_database_seconds_total{phase="commit"}')).toBe(0.1);
  expect(sample(text, 'dochak_database_seconds_total{phase="plan"}')).toBe(0);
  expect(sample(text, 'dochak_runs_total{outcome="unknown"}')).toBe(3);
  expect(sample(text, 'dochak_runs_total{outcome="deferred"}')).toBe(1);
  expect(sample(text, 'dochak_ticks_total{result="ok"}')).toBe(2);
  expect(sample(text, 'dochak_ticks_total{result="error"}')).toBe(1);
  await t.db
    .update(ticks)
    .set({ finishedAt: await engine.rt.clock(), counts: { commitMs: 4 } })
    .where(sql`finished_at is null and started_at > date_sub(now(3), interval 10 minute)`);
  await advanceCounters(engine.rt);
  text = await scrape();
  expect(sample(text, 'dochak_database_seconds_total{phase="commit"}')).toBe(0.105);
  expect(sample(text, 'dochak_ticks_total{result="error"}')).toBe(2);
});

test("what a scrape says where nothing has happened yet", async () => {
  await t.clear();
  const text = await scrape();
  expect(text).toContain("dochak_tick_age_seconds +Inf");
  expect(text).toContain('dochak_run_delay_seconds{quantile="0.5"} NaN');
  expect(text).toContain('dochak_build_info{version="0.1.0"} 1');
  expect(text).toContain("dochak_queue_age_seconds 0\n");
});
