import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { alertNotices, alerts } from "@/db/schema/alerts";
import { probeSlots, probeStates } from "@/db/schema/diagnosis";
import { kbBots } from "@/db/schema/rooms";
import { tenants } from "@/db/schema/tenants";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { plantTenant } from "@/db/testing/plant-tenants";
import type { UserActor } from "@/lib/access/actor";
import { checkAlerts } from "@/lib/alerts/check-alerts";
import { keepWatch } from "@/lib/alerts/keep-watch";
import { alertsOn } from "@/lib/alerts/queries";
import { botViewOf } from "@/lib/rooms/bot-queries";
import { engineRuntime } from "@/scripts/testing/engine-rig";
import { fakeDesk, refusal } from "@/scripts/testing/fake-desk";
import { startOddGateway } from "@/scripts/testing/odd-gateway";
import { testEnv } from "@/scripts/testing/test-env";
import { codeOf } from "@/scripts/testing/test-rig";
import { probeNow } from "./probe-now";
import { countBroken } from "./probe-queries";
import { probeRegularly } from "./probe-regularly";
import { diagnosisWithoutDatabase, readDiagnosis } from "./read-diagnosis";
import type { ProbeRuntime } from "./run-probes";

const KEY = "NCSTESTKEY000001";
const SECRET = "S".repeat(32);
const NUMBER = "0200001234";
const MINUTE = 60_000;
const DEAD = "http://127.0.0.1:1";

let t: TestDatabase;
let gateway: Awaited<ReturnType<typeof startOddGateway>>;
let desk: ReturnType<typeof fakeDesk>;
let rt: ProbeRuntime;
let time: { shiftMs: number };

beforeAll(async () => {
  t = await openTestDatabase();
  gateway = await startOddGateway(() => {});
});
afterAll(async () => {
  gateway.close();
  await t?.drop();
});
beforeEach(async () => {
  await t.clear();
  desk = fakeDesk();
  desk.senders = [{ number: NUMBER, status: "ACTIVE", expiresAt: null }];
  const engine = engineRuntime(t.db);
  time = engine.time;
  const env = testEnv({ SOLAPI_API_KEY: KEY, SOLAPI_API_SECRET: SECRET });
  rt = { ...engine.rt, env, phone: { ...engine.rt.phone, ...desk.phone } };
});

const later = (ms: number) => {
  time.shiftMs += ms;
};

/** Two agencies side by side, each with who pays, a branch below, and a room on a bot of its own. */
async function world() {
  const hq = await plantOrg(t.db, "hq", null);
  const place = async () => {
    const agency = await plantOrg(t.db, "agency", hq);
    const branch = await plantOrg(t.db, "branch", agency);
    const bot = await plantBot(t.db, gateway.url);
    await plantRoom(t.db, branch, bot);
    const tenant = await plantTenant(t.db, agency, { messagingSender: NUMBER });
    return { agency, branch, bot, tenant, operator: await plantUser(t.db, branch, "operator") };
  };
  const [mine, theirs] = [await place(), await place()];
  const viewer = await plantUser(t.db, mine.branch, "viewer");
  return { hq, mine, theirs, viewer, admin: await plantUser(t.db, hq) };
}
const breakBot = (id: number, endpoint = DEAD) => t.db.update(kbBots).set({ endpoint }).where(eq(kbBots.id, id));
const states = async () => new Map((await t.db.select().from(probeStates)).map((row) => [row.probeKey, row]));
const rowOf = async (actor: UserActor, name: string) =>
  (await readDiagnosis(rt, actor)).probes.find((row) => row.name === name)!;

test("of eight instances at once one looks, and nobody again within five minutes", async () => {
  const { mine } = await world();
  const all = await Promise.all(Array.from({ length: 8 }, () => probeRegularly(rt)));
  expect(all.filter(Boolean)).toHaveLength(1);
  later(5 * MINUTE - 1_000);
  expect(await Promise.all(Array.from({ length: 4 }, () => probeRegularly(rt)))).not.toContain(true);
  later(2_000);
  expect((await Promise.all(Array.from({ length: 4 }, () => probeRegularly(rt)))).filter(Boolean)).toHaveLength(1);
  const counted = await t.db
    .select()
    .from(probeSlots)
    .where(eq(probeSlots.probeKey, `bot:${mine.bot.id}`));
  expect(counted.reduce((sum, { good }) => sum + good, 0)).toBe(2);
  // One question per account and look: balance and numbers.
  expect(desk.asked).toHaveLength(4);
});

test("since when it is bad, when it was good last, and the day in half hours", async () => {
  const { mine, admin } = await world();
  await probeRegularly(rt);
  const goodAt = (await states()).get(`bot:${mine.bot.id}`)!.checkedAt;
  await breakBot(mine.bot.id);
  later(10 * MINUTE);
  await probeRegularly(rt);
  const brokeAt = (await states()).get(`bot:${mine.bot.id}`)!.checkedAt;
  later(35 * MINUTE);
  await probeRegularly(rt);
  const broken = await readDiagnosis(rt, admin);
  const bot = broken.bots.find(({ id }) => id === mine.bot.id)!;
  const said = { state: "bad", cause: "bot_offline", since: brokeAt.toISOString(), lastGoodAt: goodAt.toISOString() };
  expect(bot).toMatchObject(said);
  expect(bot.strip).toHaveLength(48);
  expect(bot.strip.at(-1)).toBe("bad");
  expect(bot.strip.slice(0, 40)).toEqual(new Array(40).fill("none"));
  // Of two bots one is bad: the row is partly so, since that one is, and its strip is as the worst of them.
  const row = broken.probes.find(({ name }) => name === "bot")!;
  expect(row).toMatchObject({ ...said, state: "partial", all: 2, bad: 1, href: "/settings/rooms" });
  expect(row.strip.at(-1)).toBe("bad");
  expect(broken.layers.find(({ layer }) => layer === "provider")).toMatchObject({
    ...{ ok: false, state: "partial", cause: "bot_offline", fix: "reconnect_bot", broken: 1 },
    ...{ since: said.since, lastGoodAt: said.lastGoodAt },
  });
  expect(broken.layers.find(({ layer }) => layer === "api")).toMatchObject({
    ok: true,
    cause: null,
    fix: null,
    since: null,
  });

  await breakBot(mine.bot.id, gateway.url);
  later(6 * MINUTE);
  await probeRegularly(rt);
  expect(await rowOf(admin, "bot")).toMatchObject({ state: "ok", cause: null, since: null, bad: 0, href: null });
  later(25 * 60 * MINUTE);
  await probeRegularly(rt);
  expect((await rowOf(admin, "bot")).strip.filter((mark) => mark !== "none")).toEqual(["good"]);
  const slots = await t.db.select().from(probeSlots).where(eq(probeSlots.probeKey, "database"));
  expect(slots).toHaveLength(1);
});

test("a bot or tenant that is no longer there is forgotten with its strip, one that wasn't asked is not", async () => {
  const { mine, theirs } = await world();
  await probeRegularly(rt);
  await t.db.update(kbBots).set({ deletedAt: new Date() }).where(eq(kbBots.id, mine.bot.id));
  await t.db.update(tenants).set({ messagingIsActive: false }).where(eq(tenants.id, mine.tenant.id));
  // Our own allowance had no room: nothing new is known of the other's account.
  desk.refuses = refusal("throttled", "TooManyRequests");
  later(6 * MINUTE);
  await probeRegularly(rt);
  const keys = [...(await states()).keys()];
  expect(keys).not.toContain(`bot:${mine.bot.id}`);
  expect(keys).not.toContain(`account:${mine.tenant.id}`);
  expect(keys).toEqual(expect.arrayContaining([`bot:${theirs.bot.id}`, `account:${theirs.tenant.id}`]));
  const slots = (await t.db.select().from(probeSlots)).map(({ probeKey }) => probeKey);
  expect(slots).not.toContain(`bot:${mine.bot.id}`);
});

test("everybody sees the layers, their own tenants and bots, and nothing of anybody else's", async () => {
  const { mine, theirs, viewer, admin } = await world();
  await t.db.update(tenants).set({ basePrice: null }).where(eq(tenants.id, theirs.tenant.id));
  await breakBot(theirs.bot.id);
  await probeRegularly(rt);
  const own = await readDiagnosis(rt, viewer);
  expect(own.layers.map(({ layer, ok }) => [layer, ok])).toEqual([
    ["api", true],
    ["queue", true],
    ["worker", false],
    ["provider", true],
  ]);
  expect(own.tenants.map(({ id }) => id)).toEqual([mine.tenant.id]);
  expect(own.bots).toMatchObject([{ id: mine.bot.id, state: "ok", restsUntil: null }]);
  expect(await rowOf(viewer, "bot")).toMatchObject({ all: 1, bad: 0, strip: expect.not.arrayContaining(["bad"]) });
  expect(await rowOf(viewer, "setup")).toMatchObject({ all: 1, bad: 0 });
  expect((await rowOf(viewer, "rooms")).figures).toEqual({ seconds: 0 });
  for (const secret of [theirs.agency.name, theirs.branch.name, theirs.bot.botName])
    expect(JSON.stringify(own)).not.toContain(secret);

  const all = await readDiagnosis(rt, admin);
  expect(all.tenants.map(({ id, state, cause }) => [id, state, cause])).toEqual([
    [mine.tenant.id, "ok", null],
    [theirs.tenant.id, "bad", "price_not_configured"],
  ]);
  expect(all.tenants[1]!.layers).toEqual({ api: "bad", queue: "ok", worker: "bad", provider: "ok" });
  expect(all.bots.map(({ state }) => state).sort()).toEqual(["bad", "ok"]);
  expect((await rowOf(admin, "rooms")).figures).toEqual({ waiting: 0, seconds: 0 });
  for (const secret of [KEY, SECRET, NUMBER, "0000-1234", gateway.url, DEAD, "127.0.0.1", mine.bot.deviceId])
    expect(JSON.stringify([own, all, await t.db.select().from(probeStates)])).not.toContain(secret);
  expect(all.tenants[0]!.sender).toMatch(/^02-\*+-1234$/);
  expect(await countBroken(t.db, null)).toBe(3);
  expect(await countBroken(t.db, { tenantIds: [mine.tenant.id], botIds: [mine.bot.id] })).toBe(1);
});

test("before anybody looked nothing is claimed, and when nobody looks any more that is said", async () => {
  const { admin } = await world();
  const first = await readDiagnosis(rt, admin);
  expect(first).toMatchObject({ checkedAt: null, isStale: false });
  expect(first.layers.map(({ ok }) => ok)).toEqual([null, null, null, null]);
  expect(first.tenants.map(({ state }) => state)).toEqual(["unknown", "unknown"]);
  await probeRegularly(rt);
  expect((await readDiagnosis(rt, admin)).isStale).toBe(false);
  later(16 * MINUTE);
  expect((await readDiagnosis(rt, admin)).isStale).toBe(true);
});

test("an installation without tenants and bots has its own layers to show", async () => {
  const admin = await plantUser(t.db, await plantOrg(t.db, "hq", null));
  await probeRegularly(rt);
  const { tenants: payers, bots, probes, layers } = await readDiagnosis(rt, admin);
  expect([payers, bots]).toEqual([[], []]);
  expect(probes.map(({ name }) => name)).not.toContain("bot");
  expect(layers.find(({ layer }) => layer === "provider")).toMatchObject({ ok: null, state: "unknown" });
});

test("looking now needs an operator, and a storm of clicks asks once", async () => {
  const { mine, viewer } = await world();
  expect(await codeOf(probeNow(rt, viewer))).toBe("forbidden");
  expect(desk.asked).toHaveLength(0);
  const answers = await Promise.all(Array.from({ length: 20 }, () => probeNow(rt, mine.operator)));
  expect(desk.asked).toHaveLength(2);
  expect(answers.every(({ layers }) => layers.length === 4)).toBe(true);
  later(6_000);
  await probeNow(rt, mine.operator);
  expect(desk.asked).toHaveLength(4);
});

test("a layer that breaks is told after two looks, to those it concerns, once, and so is its return", async () => {
  const { mine, theirs, admin } = await world();
  const told: string[] = [];
  const send = async (body: Record<string, unknown>) => {
    told.push(`${body.kind} ${body.subject} ${body.state}`);
    return { ok: true as const, status: 200, ms: 1 };
  };
  const watch = async () => {
    await checkAlerts({ ...rt, webhook: { host: "hooks.example", send } });
  };
  const round = async (minutes = 5.1) => {
    later(minutes * MINUTE);
    await probeRegularly(rt);
    await Promise.all([watch(), watch(), watch()]);
  };
  await round();
  await breakBot(mine.bot.id);
  desk.refuses = refusal("auth_failed", "InvalidAPIKey");
  await round();
  // Somebody presses the button meanwhile: that isn't a second look yet.
  later(10_000);
  await probeNow(rt, mine.operator);
  await watch();
  expect(told).toEqual([]);
  await round();
  const ours = [`account:${mine.tenant.id}`, `account:${theirs.tenant.id}`, `bot:${mine.bot.id}`];
  expect(told.sort()).toEqual(ours.map((key) => `layer_broken ${key} on`));
  const [first] = await t.db
    .select()
    .from(alerts)
    .where(eq(alerts.subject, `bot:${mine.bot.id}`));
  expect(first).toMatchObject({
    facts: { probe: "bot", layer: "provider", name: mine.bot.botName, cause: "bot_offline" },
  });
  const seenBy = async (actor: UserActor) =>
    (await alertsOn(t.db, botViewOf(actor))).map(({ subject }) => subject).sort();
  expect(await seenBy(admin)).toEqual(ours);
  expect(await seenBy(mine.operator)).toEqual([ours[0], ours[2]]);
  expect(await seenBy(theirs.operator)).toEqual([ours[1]]);

  told.length = 0;
  // Sending finds it out too, and parks it: the rule of its own goes on telling, and this one ends.
  await t.db.update(kbBots).set({ parkReason: "bot_offline", failures: 3 }).where(eq(kbBots.id, mine.bot.id));
  desk.refuses = null;
  await round();
  await round();
  expect(told.sort()).toEqual([`bot_parked bot:${mine.bot.id} on`, ...ours.map((key) => `layer_broken ${key} off`)]);
  told.length = 0;
  await round();
  expect(told).toEqual([]);
  expect(await t.db.$count(alertNotices)).toBe(7);
});

test("what flickers between two looks is told nobody", async () => {
  const { mine } = await world();
  for (const endpoint of [gateway.url, DEAD, gateway.url, DEAD, gateway.url]) {
    await breakBot(mine.bot.id, endpoint);
    later(5.1 * MINUTE);
    await probeRegularly(rt);
    await checkAlerts({ ...rt });
  }
  expect(await t.db.select().from(alerts).orderBy(asc(alerts.id))).toEqual([]);
});

test("each watch looks after the alerts, and what goes wrong here changes nothing there", async () => {
  await world();
  const said: unknown[] = [];
  const instance = { name: "web-1:9", kind: "web" as const, version: "0.1.0" };
  await keepWatch(rt, { instance, also: () => probeRegularly(rt), onError: (error) => said.push(error) }).look();
  expect((await states()).get("database")).toMatchObject({ ok: true });
  const also = () => Promise.reject(new Error("a probe broke"));
  await keepWatch(rt, { instance, also, onError: (error) => said.push(error) }).look();
  expect(said).toMatchObject([{ message: "a probe broke" }]);
});

test("without the database the answer names it, and of all else that nobody knows", () => {
  const answer = diagnosisWithoutDatabase(new Date("2026-11-20T05:00:00.000Z"));
  expect(answer.layers.map(({ layer, ok, cause, fix }) => [layer, ok, cause, fix])).toEqual([
    ["api", false, "database_down", "start_database"],
    ["queue", null, null, null],
    ["worker", null, null, null],
    ["provider", null, null, null],
  ]);
  expect(answer).toMatchObject({ isDatabaseDown: true, tenants: [], bots: [] });
});
