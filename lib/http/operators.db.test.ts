import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ticks } from "@/db/schema/dispatch";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { engineRuntime, plantSchedule } from "@/scripts/testing/engine-rig";

let t: TestDatabase;
let engine: ReturnType<typeof engineRuntime>;
beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(async () => {
  await t.clear();
  engine = engineRuntime(t.db);
  vi.resetModules();
});
afterEach(() => vi.unstubAllGlobals());
afterAll(() => t?.drop());

const TOKEN = "m".repeat(24);
/** The doors of a fresh process, so that nothing is remembered from the test before. */
async function doors(over: Partial<typeof engine.rt.env> = {}, storage: object = {}) {
  const rt = { ...engine.rt, env: { ...engine.rt.env, ...over }, storage: { ...engine.rt.storage, ...storage } };
  vi.stubGlobal("dochakRuntime", rt);
  const { health } = await import("./health");
  const { metrics } = await import("./metrics");
  const ask = (authorization?: string) =>
    metrics(new Request("http://127.0.0.1:1/api/metrics", { headers: { ...(authorization && { authorization }) } }));
  return { health, metrics: ask };
}
async function activeSchedule() {
  const org = await plantOrg(t.db, "hq", null);
  const user = await plantUser(t.db, org);
  const room = await plantRoom(t.db, org, await plantBot(t.db));
  const nextSendAt = new Date((await engine.rt.clock()).getTime() + 3_600_000);
  await plantSchedule(t.db, org, user, room, { nextSendAt });
}
async function pass(agoMs: number) {
  const at = new Date((await engine.rt.clock()).getTime() - agoMs);
  await t.db
    .insert(ticks)
    .values({ executionId: String(Math.random()), startedAt: at, finishedAt: at, instance: "web:1" });
}

test("a server that serves says ok, and why it is degraded", async () => {
  await pass(10_000);
  const well = await (await doors({}, { isWritable: async () => true })).health();
  expect(well.status).toBe(200);
  const said = await well.json();
  expect(said.tick.ageSeconds).toBeGreaterThanOrEqual(10);
  expect(said).toMatchObject({
    status: "ok",
    ok: true,
    database: { ok: true, ms: expect.any(Number) },
    migrations: { current: true },
    tick: { late: false },
    queue: { depth: 0, ageSeconds: 0, late: false },
    storage: { writable: true },
  });
  await activeSchedule();
  await t.db.execute(sql`update ticks set finished_at = date_sub(finished_at, interval 5 minute)`);
  vi.resetModules();
  const late = await (await doors({}, { isWritable: async () => false })).health();
  expect([late.status, await late.json()]).toMatchObject([
    200,
    { status: "degraded", tick: { late: true }, storage: { writable: false } },
  ]);
});

test("a newer version on an old schema says so", async () => {
  await t.db.execute(sql`update __drizzle_migrations set created_at = created_at - 1 order by created_at desc limit 1`);
  expect(await (await (await doors()).health()).json()).toMatchObject({
    status: "degraded",
    migrations: { current: false },
  });
  await t.db.execute(sql`update __drizzle_migrations set created_at = created_at + 1 order by created_at desc limit 1`);
});

test("without a database it is down, at once and without a word too many", async () => {
  const silent = { execute: () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.5:3306")) };
  vi.stubGlobal("dochakRuntime", { ...engine.rt, db: silent });
  const { health } = await import("./health");
  const response = await health();
  expect(response.status).toBe(503);
  const body = await response.text();
  expect(JSON.parse(body)).toMatchObject({ status: "down", ok: false, migrations: null, tick: null });
  expect(body).not.toContain("10.0.0.5");
});

test("metrics are for the token alone, and no page at all without one", async () => {
  const none = await (await doors()).metrics(`Bearer ${TOKEN}`);
  expect([none.status, (await none.json()).code]).toEqual([404, "not_found"]);
  vi.resetModules();
  const { metrics } = await doors({ METRICS_TOKEN: TOKEN });
  for (const bad of [undefined, "Bearer wrong", `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, `Bearer ${"c".repeat(40)}`])
    expect((await metrics(bad)).status).toBe(401);
  await pass(10_000);
  const good = await metrics(`Bearer ${TOKEN}`);
  expect([good.status, good.headers.get("content-type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  const text = await good.text();
  for (const name of [
    "dochak_runs_processed_total",
    'dochak_runs_total{outcome="success"}',
    'dochak_runs_total{outcome="failure"}',
    'dochak_runs_total{outcome="unknown"}',
    'dochak_runs_total{outcome="deferred"}',
    "dochak_queue_depth",
    "dochak_queue_age_seconds",
    "dochak_tick_age_seconds",
    'dochak_run_delay_seconds{quantile="0.95"}',
    'dochak_run_processing_seconds{quantile="0.5"}',
    "dochak_schedules_per_hour",
    'dochak_database_seconds_total{phase="commit"}',
    "dochak_build_info",
  ])
    expect(text).toContain(`\n${name}`);
  // Every line is a comment or a sample, and every sample's family was announced.
  const announced = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]));
  for (const line of text
    .trimEnd()
    .split("\n")
    .filter((one) => !one.startsWith("#"))) {
    expect(line).toMatch(/^[a-z_]+(\{.*\})? (NaN|[+-]Inf|-?[\d.e+-]+)$/);
    expect(announced.has(/^[a-z_]+/.exec(line)![0])).toBe(true);
  }
});

test("a scrape is remembered for a moment, so that many cost as much as one", async () => {
  const { metrics } = await doors({ METRICS_TOKEN: TOKEN });
  const first = await (await metrics(`Bearer ${TOKEN}`)).text();
  await pass(1_000);
  expect(await (await metrics(`Bearer ${TOKEN}`)).text()).toBe(first);
});
