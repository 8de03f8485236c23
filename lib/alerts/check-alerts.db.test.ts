import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import { alertNotices, alerts } from "@/db/schema/alerts";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { ticks } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { Runtime } from "@/lib/runtime";
import { openPublicWebhook } from "@/lib/transports/public-webhook";
import type { WebhookAnswer } from "@/lib/transports/webhook-port";
import { engineRuntime, plantSchedule } from "@/scripts/testing/engine-rig";
import { checkAlerts } from "./check-alerts";
import { MOST_ATTEMPTS } from "./deliver-notices";

let t: TestDatabase;
let engine: ReturnType<typeof engineRuntime>;
let told: Record<string, unknown>[];
let answer: WebhookAnswer;
const MINUTE = 60_000;

beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(async () => {
  await t.clear();
  engine = engineRuntime(t.db);
  told = [];
  answer = { ok: true, status: 200, ms: 1 };
});
afterAll(() => t?.drop());

/** An instance that tells `told`, slowly enough for others to come in between. */
const instance = (): Runtime => ({
  ...engine.rt,
  webhook: {
    host: "hooks.example",
    send: async (body) => {
      told.push(body);
      await new Promise((done) => setTimeout(done, 20));
      return answer;
    },
  },
});
const check = () => checkAlerts(instance());
const later = (minutes: number) => {
  engine.time.shiftMs += minutes * MINUTE;
};
const heard = () => told.map(({ kind, state }) => `${kind} ${state}`);
const rows = () => t.db.select().from(alerts).orderBy(asc(alerts.id));

async function pass(over: Partial<typeof ticks.$inferInsert> = {}): Promise<void> {
  const at = await engine.rt.clock();
  const executionId = Math.random().toString(36);
  await t.db
    .insert(ticks)
    .values({ executionId, startedAt: at, finishedAt: at, instance: "web:1", skewMs: 4, ...over });
}

/** A branch with a schedule that is on, its bot and its room. */
async function office() {
  const hq = await plantOrg(t.db, "hq", null);
  const branch = await plantOrg(t.db, "branch", hq);
  const user = await plantUser(t.db, branch, "operator");
  const bot = await plantBot(t.db);
  const room = await plantRoom(t.db, branch, bot);
  const nextSendAt = new Date((await databaseNow(t.db)).getTime() + 3_600_000);
  const scheduleId = await plantSchedule(t.db, branch, user, room, { nextSendAt });
  return { hq, branch, user, bot, room, scheduleId };
}
type Office = Awaited<ReturnType<typeof office>>;

let occurrence = 0;
async function run(place: Office, over: Partial<typeof kbScheduleLogs.$inferInsert>) {
  const now = await engine.rt.clock();
  const [inserted] = await t.db
    .insert(kbScheduleLogs)
    .values({
      scheduleId: place.scheduleId,
      orgId: place.branch.id,
      roomRef: place.room.id,
      botId: place.bot.id,
      targetRoomId: place.room.roomId,
      title: "저녁 특가",
      scheduledAt: new Date(now.getTime() - 5 * MINUTE - 1000 * ++occurrence),
      createdAt: new Date(now.getTime() - 5 * MINUTE),
      ...over,
    })
    .$returningId();
  return inserted!.id;
}
async function endedRuns(place: Office, status: "success" | "failed", howMany: number) {
  const now = await engine.rt.clock();
  const at = new Date(now.getTime() - MINUTE);
  for (let n = 0; n < howMany; n++) await run(place, { status, startedAt: at, completedAt: at });
}

test("a dispatcher that stops is told once, however many look, and so is its return", async () => {
  await office();
  await pass();
  expect(await check()).toEqual({ on: 0, turned: 0, sent: 0, failed: 0 });
  later(4);
  await Promise.all(Array.from({ length: 8 }, check));
  await check();
  expect(heard()).toEqual(["no_tick on"]);
  expect(told[0]).toMatchObject({
    subject: "",
    title: "발송이 멈췄어요",
    text: expect.stringMatching(/^\[도착 알림\] 발송이 멈췄어요\n4분째 발송이 돌지 않았어요\.[\s\S]+\nhttp/),
    url: `${engine.rt.env.APP_ORIGIN}/settings/alerts`,
  });
  const [row] = await rows();
  expect(row).toMatchObject({ kind: "no_tick", state: "on", count: 1 });
  // Since when nothing passes, not since when somebody looked.
  expect(row!.firstAt.getTime()).toBeLessThanOrEqual((await engine.rt.clock()).getTime() - 4 * MINUTE);

  await pass();
  await Promise.all(Array.from({ length: 8 }, check));
  expect(heard()).toEqual(["no_tick on"]);
  later(2.5);
  await pass();
  await Promise.all(Array.from({ length: 8 }, check));
  expect(heard()).toEqual(["no_tick on", "no_tick off"]);
  expect(told[1]).toMatchObject({ title: "발송이 다시 돌아요", since: told[0]!.since });
  expect(await rows()).toMatchObject([{ state: "off", count: 1 }]);

  later(10);
  await Promise.all(Array.from({ length: 4 }, check));
  expect(heard()).toEqual(["no_tick on", "no_tick off", "no_tick on"]);
  expect(await rows()).toMatchObject([{ state: "on", count: 2 }]);
});

test("a pass that failed is no pass, and nothing is missed where nothing is switched on", async () => {
  const { scheduleId } = await office();
  await pass({ error: "boom" });
  await check();
  expect(heard()).toEqual(["no_tick on"]);
  await t.db.update(kbSchedule).set({ status: "inactive", nextSendAt: null }).where(eq(kbSchedule.id, scheduleId));
  later(3);
  await check();
  expect(heard()).toEqual(["no_tick on", "no_tick off"]);
});

test("ten ended runs with two failures are below ninety percent; tests and manual sends don't count", async () => {
  const place = await office();
  await pass();
  await endedRuns(place, "success", 8);
  const at = new Date((await engine.rt.clock()).getTime() - MINUTE);
  for (let n = 0; n < 5; n++) await run(place, { kind: "manual", status: "failed", startedAt: at, completedAt: at });
  await endedRuns(place, "failed", 1);
  expect(await check()).toMatchObject({ on: 0 });
  // Nobody knows what became of the tenth: that isn't a success.
  await run(place, { status: "unknown", startedAt: at });
  await check();
  expect(await rows()).toMatchObject([
    { kind: "success_rate", facts: { percent: 80, succeeded: 8, finished: 10 }, state: "on" },
  ]);
  later(65);
  await pass();
  await check();
  expect(heard()).toEqual(["success_rate on", "unknown_waiting on", "success_rate off"]);
});

test("a parked bot, a stopped schedule, an old queue and an unanswered doubt are each told", async () => {
  const place = await office();
  await pass();
  const now = await engine.rt.clock();
  const waits = { status: "planned" as const, nextAttemptAt: now, createdAt: new Date(now.getTime() - 11 * MINUTE) };
  await run(place, { ...waits, reasonCode: "perHour" });
  await run(place, { status: "unknown", startedAt: new Date(now.getTime() - 59 * MINUTE) });
  expect(await check()).toMatchObject({ on: 0 });
  await run(place, waits);
  await check();
  expect(heard()).toEqual(["queue_age on"]);
  later(1.5);
  await pass();
  const stopped = { status: "error" as const, title: "010-0000-1234 <!channel> @here", nextSendAt: null };
  await t.db.update(kbSchedule).set(stopped).where(eq(kbSchedule.id, place.scheduleId));
  await t.db.update(kbBots).set({ parkReason: "bot_offline", failures: 3 }).where(eq(kbBots.id, place.bot.id));
  await check();
  expect(heard().sort()).toEqual(["bot_parked on", "queue_age on", "schedule_error on", "unknown_waiting on"].sort());
  const schedule = told.find(({ kind }) => kind === "schedule_error")!;
  expect(schedule.subject).toBe(`schedule:${place.scheduleId}`);
  expect(schedule.title).toBe("‘010-****-**** ‹!channel› ＠here’ 예약이 멈췄어요");
  expect(JSON.stringify(told)).not.toContain("0000-1234");
  // The runs of a parked bot wait for it: that is one alert, not two.
  await t.db.update(kbSchedule).set({ status: "inactive" }).where(eq(kbSchedule.id, place.scheduleId));
  later(3);
  await pass();
  await check();
  expect((await rows()).filter(({ state }) => state === "on").map(({ kind }) => kind)).toEqual([
    "bot_parked",
    "unknown_waiting",
  ]);
});

test("slow gateways and wrong clocks", async () => {
  await office();
  for (let n = 0; n < 3; n++) await pass({ skewMs: -2_400, instance: "worker@box-2:9" });
  await pass({ skewMs: 9_000 });
  await pass({ skewMs: 3 });
  await check();
  expect(await rows()).toMatchObject([
    { kind: "clock_skew", subject: "host:box-2", facts: { host: "box-2", seconds: 2.4, side: "behind" } },
  ]);
});

test("what the webhook doesn't take is tried again later, in order, and stays on record", async () => {
  await office();
  answer = { ok: false, reason: "status", detail: "HTTP 503" };
  expect(await check()).toMatchObject({ turned: 1, sent: 0, failed: 1 });
  await check();
  expect(heard()).toEqual(["no_tick on"]);
  const notices = () => t.db.select().from(alertNotices).orderBy(asc(alertNotices.id));
  expect(await notices()).toMatchObject([{ state: "pending", attempts: 1, detail: "status: HTTP 503" }]);
  later(1.1);
  await pass();
  await check();
  expect(await notices()).toMatchObject([{ attempts: 2 }]);
  // It is over before anybody could be told: the beginning still comes first.
  later(1);
  await pass();
  await check();
  later(1.1);
  await pass();
  answer = { ok: true, status: 200, ms: 1 };
  await check();
  await check();
  expect(heard().slice(2)).toEqual(["no_tick on", "no_tick off"]);
  expect((await notices()).map(({ state, event }) => `${event} ${state}`)).toEqual(["on sent", "off sent"]);
});

test("after ten tries a notice is given up, and news of yesterday is never told", async () => {
  await office();
  answer = { ok: false, reason: "timeout", detail: "no answer" };
  await check();
  for (let n = 1; n < MOST_ATTEMPTS; n++) {
    later(61);
    await check();
  }
  const first = async () => (await t.db.select().from(alertNotices).orderBy(asc(alertNotices.id)))[0];
  expect(await first()).toMatchObject({ state: "failed", attempts: MOST_ATTEMPTS, nextAttemptAt: null });

  await t.db.delete(alertNotices);
  await t.db.delete(alerts);
  await checkAlerts(engine.rt);
  expect(await first()).toMatchObject({ state: "pending", attempts: 0 });
  told = [];
  later(25 * 60);
  await t.db.update(alerts).set({ notifiedAt: await engine.rt.clock() });
  await check();
  expect(told).toEqual([]);
  expect(await first()).toMatchObject({ state: "failed", detail: "nobody to tell" });
});

test("who dies while telling leaves it to the next, half a minute later", async () => {
  await office();
  const dying = { ...engine.rt, webhook: { host: "x", send: () => Promise.reject(new Error("killed")) } };
  await expect(checkAlerts(dying)).rejects.toThrow("killed");
  await check();
  expect(told).toEqual([]);
  later(0.6);
  await check();
  expect(heard()).toEqual(["no_tick on"]);
});

test("a real listener hears of it once, and once that it is over", async () => {
  await office();
  const bodies: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    bodies.push(JSON.parse(text));
    response.writeHead(200).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const look = () => {
    const webhook = openPublicWebhook(`http://127.0.0.1:${port}/hook`, { allowLoopback: true });
    return checkAlerts({ ...engine.rt, webhook });
  };
  await Promise.all(Array.from({ length: 8 }, look));
  later(3);
  await pass();
  await Promise.all(Array.from({ length: 8 }, look));
  await new Promise((done) => server.close(done));
  expect(bodies.map(({ kind, state }) => `${kind} ${state}`)).toEqual(["no_tick on", "no_tick off"]);
  expect(Object.keys(bodies[0]!).sort()).toEqual(["id", "kind", "since", "state", "subject", "text", "title", "url"]);
});
