import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { alertNotices, alerts } from "@/db/schema/alerts";
import { auditLog } from "@/db/schema/audit";
import { tenants } from "@/db/schema/tenants";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantRoom, plantUser } from "@/db/testing/plant";
import { plantFranchise } from "@/db/testing/plant-schedules";
import { plantTenant } from "@/db/testing/plant-tenants";
import type { UserActor } from "@/lib/access/actor";
import { botViewOf } from "@/lib/rooms/bot-queries";
import { checkLedger } from "@/lib/tenants/check-ledger";
import { parkTenant } from "@/lib/tenants/park-tenant";
import { engineRuntime, plantSchedule } from "@/scripts/testing/engine-rig";
import { beatInstance } from "./beat-instance";
import { keepWatch } from "./keep-watch";
import { leaveInstance } from "./leave-instance";
import { livingInstances } from "./metric-queries";
import { muteAlert } from "./mute-alert";
import { alertsOn, kindsFor, listAlerts } from "./queries";
import { readTenants } from "./tenant-facts";
import { testWebhook } from "./test-webhook";

let t: TestDatabase;
let engine: ReturnType<typeof engineRuntime>;
beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(async () => {
  await t.clear();
  engine = engineRuntime(t.db);
});
afterAll(() => t?.drop());

const now = new Date("2026-11-20T05:00:00.000Z");
async function plantAlert(over: Partial<typeof alerts.$inferInsert>) {
  const values = { subject: "", state: "on" as const, facts: {}, firstAt: now, lastAt: now, ...over };
  const [row] = await t.db
    .insert(alerts)
    .values({ kind: "no_tick", ...values })
    .$returningId();
  return row!.id;
}

async function world() {
  const f = await plantFranchise(t.db);
  const admin = await plantUser(t.db, f.hq);
  const otherBot = await plantBot(t.db);
  await plantRoom(t.db, f.other, otherBot);
  const mine = await plantSchedule(t.db, f.branch, f.actor, f.room);
  const theirs = await plantSchedule(t.db, f.other, f.stranger, f.otherRoom);
  await plantAlert({ kind: "clock_skew", subject: "host:web-1" });
  await plantAlert({ kind: "schedule_error", subject: `schedule:${mine}` });
  await plantAlert({ kind: "schedule_error", subject: `schedule:${theirs}` });
  await plantAlert({ kind: "bot_parked", subject: `bot:${f.bot.id}` });
  await plantAlert({ kind: "bot_parked", subject: `bot:${otherBot.id}`, state: "muted" });
  await plantAlert({ kind: "success_rate", state: "off" });
  const noTick = await plantAlert({ kind: "no_tick" });
  return { ...f, admin, mine, theirs, otherBot, noTick };
}
const seen = async (actor: UserActor) => {
  const { on, past } = await listAlerts(t.db, botViewOf(actor));
  return [...on, ...past].map(({ kind, subject }) => (subject ? `${kind} ${subject}` : kind));
};

test("headquarters sees every alert, the most pressing first; everyone else what concerns them", async () => {
  const w = await world();
  expect((await seen(w.admin)).map((line) => line.split(" ")[0])).toEqual([
    "no_tick",
    ...["bot_parked", "bot_parked"],
    ...["schedule_error", "schedule_error"],
    "clock_skew",
    "success_rate",
  ]);
  expect(await seen(w.actor)).toEqual(["no_tick", `bot_parked bot:${w.bot.id}`, `schedule_error schedule:${w.mine}`]);
  expect(await seen(w.superior)).toEqual(await seen(w.actor));
  expect((await seen(w.stranger)).sort()).toEqual(
    [
      "no_tick",
      `bot_parked bot:${w.bot.id}`,
      `bot_parked bot:${w.otherBot.id}`,
      `schedule_error schedule:${w.theirs}`,
    ].sort(),
  );
  expect((await alertsOn(t.db, botViewOf(w.stranger))).map(({ kind }) => kind)).toEqual([
    "no_tick",
    "bot_parked",
    "schedule_error",
  ]);
});

test("nobody is told that all is well with what they can't see", () => {
  expect(kindsFor({ isHq: false })).toEqual([
    "no_tick",
    "bot_parked",
    "layer_broken",
    "tenant_paused",
    "batch_held",
    "sender_lapsed",
    "results_late",
    "schedule_error",
    "balance_low",
  ]);
  expect(kindsFor({ isHq: true })).toContain("success_rate");
});

test("only an administrator of headquarters mutes, and it is written down", async () => {
  const w = await world();
  const hqOperator = await plantUser(t.db, w.hq, "operator");
  for (const actor of [w.actor, w.stranger, hqOperator])
    await expect(muteAlert(engine.rt, actor, { id: w.noTick, until: "hours2" })).rejects.toMatchObject({
      code: "forbidden",
    });
  await t.db.update(alerts).set({ notifiedAt: now }).where(eq(alerts.id, w.noTick));
  await t.db
    .insert(alertNotices)
    .values({ alertId: w.noTick, event: "on", body: {}, createdAt: now, nextAttemptAt: now });
  const at = await engine.rt.clock();
  const { mutedUntil } = await muteAlert(engine.rt, w.admin, { id: w.noTick, until: "hours2" });
  expect(new Date(mutedUntil!).getTime() - at.getTime()).toBeGreaterThanOrEqual(7_200_000);
  const stored = async () => (await t.db.select().from(alerts).where(eq(alerts.id, w.noTick)))[0];
  expect(await stored()).toMatchObject({ state: "muted", mutedBy: w.admin.userId, version: 2 });
  expect(await t.db.select().from(alertNotices)).toMatchObject([{ state: "failed", nextAttemptAt: null }]);
  const tomorrow = await muteAlert(engine.rt, w.admin, { id: w.noTick, until: "tomorrow" });
  expect(tomorrow.mutedUntil).toMatch(/T00:00:00\.000Z$/);
  await muteAlert(engine.rt, w.admin, { id: w.noTick, until: "stop" });
  expect(await stored()).toMatchObject({ state: "on", mutedUntil: null, mutedBy: null });
  // Nobody had heard of it yet: now they will.
  expect(await t.db.select().from(alertNotices)).toMatchObject([{ state: "pending", detail: null }]);
  expect((await t.db.select().from(auditLog).orderBy(asc(auditLog.id))).map(({ action }) => action)).toEqual([
    "alert.mute",
    "alert.mute",
    "alert.unmute",
  ]);
  await expect(muteAlert(engine.rt, w.admin, { id: 999_999, until: "stop" })).rejects.toMatchObject({
    code: "not_found",
  });
  await t.db.update(alerts).set({ state: "off" }).where(eq(alerts.id, w.noTick));
  await expect(muteAlert(engine.rt, w.admin, { id: w.noTick, until: "hours2" })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("the test of the webhook is for headquarters, says what came of it, and never the address", async () => {
  const w = await world();
  await expect(testWebhook(engine.rt, w.admin)).rejects.toMatchObject({ code: "conflict" });
  const sent: unknown[] = [];
  const send = async (body: Record<string, unknown>) => {
    sent.push(body);
    return { ok: false as const, reason: "status" as const, detail: "HTTP 404" };
  };
  const rt = { ...engine.rt, webhook: { host: "hooks.example", send } };
  await expect(testWebhook(rt, w.stranger)).rejects.toMatchObject({ code: "forbidden" });
  expect(await testWebhook(rt, w.admin)).toEqual({
    host: "hooks.example",
    answer: { ok: false, reason: "status", detail: "HTTP 404" },
  });
  expect(sent).toMatchObject([{ kind: "test", state: "test", text: expect.stringContaining("시험 알림") }]);
});

test("a process is seen while it beats, and gone when it ends or goes silent", async () => {
  const web = { name: "web-1:7", kind: "web" as const, version: "0.1.0" };
  const worker = { name: "worker@web-1:8", kind: "worker" as const, version: "0.1.0" };
  const living = async () => (await livingInstances(t.db, await engine.rt.clock())).map(({ name }) => name);
  await beatInstance(engine.rt, web);
  await beatInstance(engine.rt, worker);
  await beatInstance(engine.rt, web);
  expect((await living()).sort()).toEqual([web.name, worker.name]);
  engine.time.shiftMs += 4 * 60_000;
  await beatInstance(engine.rt, worker);
  expect(await living()).toEqual([worker.name]);
  await leaveInstance(engine.rt, worker);
  expect(await living()).toEqual([]);
});

test("a watch looks and beats by itself, and nothing that goes wrong comes out of it", async () => {
  const instance = { name: "web-1:9", kind: "web" as const, version: "0.1.0" };
  const said: unknown[] = [];
  const watch = keepWatch(engine.rt, { instance, everyMs: 50, onError: (error) => said.push(error) });
  watch.start();
  await expect.poll(() => livingInstances(t.db, new Date(0)).then((all) => all.length)).toBe(1);
  await watch.stop();
  expect(await livingInstances(t.db, new Date(0))).toEqual([]);
  expect(said).toEqual([]);

  const broken = { ...engine.rt, clock: () => Promise.reject(new Error("no database")) };
  const blind = keepWatch(broken, { instance, onError: (error) => said.push(error) });
  await blind.look();
  expect(said).toHaveLength(2);
  // Just looked: passes that follow each other every second don't make it look again.
  await blind.look();
  expect(said).toHaveLength(2);
});

test("a held tenant and little credit concern whoever sends with it, a ledger that differs headquarters alone", async () => {
  const w = await world();
  const mine = await plantTenant(t.db, w.hq, { creditBalance: "4999.99" });
  const theirs = await plantTenant(t.db, w.other, { creditBalance: "5000.00" });
  await parkTenant(t.db, theirs.id, "auth_failed", now);
  await t.db.update(tenants).set({ creditBalance: "5000.01" }).where(eq(tenants.id, theirs.id));
  await checkLedger(t.db);
  expect(await readTenants(t.db, now)).toEqual({
    paused: [{ id: theirs.id, orgName: w.other.name, reason: "auth_failed" }],
    lapsed: [],
    low: [{ id: mine.id, orgName: w.hq.name, available: "4,999.99" }],
    mismatched: [{ id: theirs.id, orgName: w.other.name, difference: "0.01" }],
  });
  await t.db.delete(alerts);
  await plantAlert({ kind: "balance_low", subject: `tenant:${mine.id}` });
  await plantAlert({ kind: "tenant_paused", subject: `tenant:${theirs.id}` });
  await plantAlert({ kind: "ledger_mismatch", subject: `tenant:${theirs.id}` });
  expect(await seen(w.admin)).toEqual([
    `tenant_paused tenant:${theirs.id}`,
    `ledger_mismatch tenant:${theirs.id}`,
    `balance_low tenant:${mine.id}`,
  ]);
  expect(await seen(w.stranger)).toEqual([`tenant_paused tenant:${theirs.id}`]);
  // Their organisation has no tenant of its own: headquarters' pays for them.
  expect(await seen(w.actor)).toEqual([`balance_low tenant:${mine.id}`]);
});
