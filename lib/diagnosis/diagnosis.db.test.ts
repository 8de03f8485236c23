import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { probeSlots, probeStates } from "@/db/schema/diagnosis";
import { kbBots } from "@/db/schema/rooms";
import { tenants } from "@/db/schema/tenants";
import { plantOrg, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { refusal } from "@/scripts/testing/fake-desk";
import { MINUTE, NUMBER, PLATFORM, probeRig } from "@/scripts/testing/probe-rig";
import { codeOf } from "@/scripts/testing/test-rig";
import { countBrokenFor } from "./count-broken";
import { probeNow } from "./probe-now";
import { probeRegularly } from "./probe-regularly";
import { diagnosisWithoutDatabase, readDiagnosis } from "./read-diagnosis";

const { SOLAPI_API_KEY: KEY, SOLAPI_API_SECRET: SECRET } = PLATFORM;
const DEAD = "http://127.0.0.1:1";
const r = probeRig();

const breakBot = (id: number, endpoint = DEAD) => r.db.update(kbBots).set({ endpoint }).where(eq(kbBots.id, id));
const states = async () => new Map((await r.db.select().from(probeStates)).map((row) => [row.probeKey, row]));
const rowOf = async (actor: UserActor, name: string) =>
  (await readDiagnosis(r.rt, actor)).probes.find((row) => row.name === name)!;

test("of eight instances at once one looks, and nobody again within five minutes", async () => {
  const { mine } = await r.world();
  const all = await Promise.all(Array.from({ length: 8 }, () => probeRegularly(r.rt)));
  expect(all.filter(Boolean)).toHaveLength(1);
  r.later(4 * MINUTE);
  expect(await Promise.all(Array.from({ length: 4 }, () => probeRegularly(r.rt)))).not.toContain(true);
  r.later(MINUTE);
  expect((await Promise.all(Array.from({ length: 4 }, () => probeRegularly(r.rt)))).filter(Boolean)).toHaveLength(1);
  const counted = await r.db
    .select()
    .from(probeSlots)
    .where(eq(probeSlots.probeKey, `bot:${mine.bot.id}`));
  expect(counted.reduce((sum, { good }) => sum + good, 0)).toBe(2);
  // One question per account and look: balance and numbers.
  expect(r.desk.asked).toHaveLength(4);
});

test("since when it is bad, when it was good last, and the day in half hours", async () => {
  const { mine, admin } = await r.world();
  await probeRegularly(r.rt);
  const goodAt = (await states()).get(`bot:${mine.bot.id}`)!.checkedAt;
  await breakBot(mine.bot.id);
  r.later(10 * MINUTE);
  await probeRegularly(r.rt);
  const brokeAt = (await states()).get(`bot:${mine.bot.id}`)!.checkedAt;
  r.later(35 * MINUTE);
  await probeRegularly(r.rt);
  const broken = await readDiagnosis(r.rt, admin);
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

  await breakBot(mine.bot.id, r.gateway.url);
  r.later(6 * MINUTE);
  await probeRegularly(r.rt);
  expect(await rowOf(admin, "bot")).toMatchObject({ state: "ok", cause: null, since: null, bad: 0, href: null });
  r.later(25 * 60 * MINUTE);
  await probeRegularly(r.rt);
  expect((await rowOf(admin, "bot")).strip.filter((mark) => mark !== "none")).toEqual(["good"]);
  const slots = await r.db.select().from(probeSlots).where(eq(probeSlots.probeKey, "database"));
  expect(slots).toHaveLength(1);
});

test("a bot or tenant that is no longer there is forgotten with its strip, one that wasn't asked is not", async () => {
  const { mine, theirs } = await r.world();
  await probeRegularly(r.rt);
  await r.db.update(kbBots).set({ deletedAt: new Date() }).where(eq(kbBots.id, mine.bot.id));
  await r.db.update(tenants).set({ messagingIsActive: false }).where(eq(tenants.id, mine.tenant.id));
  // Our own allowance had no room: nothing new is known of the other's account.
  r.desk.refuses = refusal("throttled", "TooManyRequests");
  r.later(6 * MINUTE);
  await probeRegularly(r.rt);
  const keys = [...(await states()).keys()];
  expect(keys).not.toContain(`bot:${mine.bot.id}`);
  expect(keys).not.toContain(`account:${mine.tenant.id}`);
  expect(keys).toEqual(expect.arrayContaining([`bot:${theirs.bot.id}`, `account:${theirs.tenant.id}`]));
  const slots = (await r.db.select().from(probeSlots)).map(({ probeKey }) => probeKey);
  expect(slots).not.toContain(`bot:${mine.bot.id}`);
});

test("everybody sees the layers, their own tenants and bots, and nothing of anybody else's", async () => {
  const { mine, theirs, viewer, admin } = await r.world();
  await r.db.update(tenants).set({ basePrice: null }).where(eq(tenants.id, theirs.tenant.id));
  await breakBot(theirs.bot.id);
  await probeRegularly(r.rt);
  const own = await readDiagnosis(r.rt, viewer);
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

  const all = await readDiagnosis(r.rt, admin);
  expect(all.tenants.map(({ id, state, cause }) => [id, state, cause])).toEqual([
    [mine.tenant.id, "ok", null],
    [theirs.tenant.id, "bad", "price_not_configured"],
  ]);
  expect(all.tenants[1]!.layers).toEqual({ api: "bad", queue: "ok", worker: "bad", provider: "ok" });
  expect(all.bots.map(({ state }) => state).sort()).toEqual(["bad", "ok"]);
  expect((await rowOf(admin, "rooms")).figures).toEqual({ waiting: 0, seconds: 0 });
  for (const secret of [KEY, SECRET, NUMBER, "0000-1234", r.gateway.url, DEAD, "127.0.0.1", mine.bot.deviceId])
    expect(JSON.stringify([own, all, await r.db.select().from(probeStates)])).not.toContain(secret);
  expect(all.tenants[0]!.sender).toMatch(/^02-\*+-1234$/);
  expect(await countBrokenFor(r.db, admin)).toBe(3);
  expect(await countBrokenFor(r.db, viewer)).toBe(1);
});

test("before anybody looked nothing is claimed, and when nobody looks any more that is said", async () => {
  const { admin } = await r.world();
  const first = await readDiagnosis(r.rt, admin);
  expect(first).toMatchObject({ checkedAt: null, isStale: false });
  expect(first.layers.map(({ ok }) => ok)).toEqual([null, null, null, null]);
  expect(first.tenants.map(({ state }) => state)).toEqual(["unknown", "unknown"]);
  await probeRegularly(r.rt);
  expect((await readDiagnosis(r.rt, admin)).isStale).toBe(false);
  r.later(16 * MINUTE);
  expect((await readDiagnosis(r.rt, admin)).isStale).toBe(true);
});

test("an installation without tenants and bots has its own layers to show", async () => {
  const admin = await plantUser(r.db, await plantOrg(r.db, "hq", null));
  await probeRegularly(r.rt);
  const { tenants: payers, bots, probes, layers } = await readDiagnosis(r.rt, admin);
  expect([payers, bots]).toEqual([[], []]);
  expect(probes.map(({ name }) => name)).not.toContain("bot");
  expect(layers.find(({ layer }) => layer === "provider")).toMatchObject({ ok: null, state: "unknown" });
});

test("looking now needs an operator, and a storm of clicks asks once", async () => {
  const { mine, viewer } = await r.world();
  expect(await codeOf(probeNow(r.rt, viewer))).toBe("forbidden");
  expect(r.desk.asked).toHaveLength(0);
  let at = await r.rt.clock();
  const standing = { ...r.rt, clock: async () => at };
  const answers = await Promise.all(Array.from({ length: 12 }, () => probeNow(standing, mine.operator)));
  expect(r.desk.asked).toHaveLength(2);
  expect(answers.every(({ layers }) => layers.length === 4)).toBe(true);
  // Nor does the next one, who comes when that look has ended.
  await probeNow(standing, mine.operator);
  expect(r.desk.asked).toHaveLength(2);
  at = new Date(at.getTime() + 5_000);
  await probeNow(standing, mine.operator);
  expect(r.desk.asked).toHaveLength(4);
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
