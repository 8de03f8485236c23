import { count, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { lanes } from "@/db/schema/dispatch";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { unseal } from "@/lib/access/sealed";
import { parseEnv } from "@/lib/env/schema";
import { AppError } from "@/lib/errors";
import type { Health, KakaoGateway } from "@/lib/transports/port";
import { botViewOf, getBot, listBots } from "./bot-queries";
import { createBot } from "./create-bot";
import { deleteBot } from "./delete-bot";
import { BotInput } from "./input-schema";
import { probeBot } from "./probe-bot";
import { BotFilter, BotUpdate } from "./schema";
import { updateBot } from "./update-bot";

let t: TestDatabase;
const now = new Date("2026-11-20T05:00:00Z");
const random = "0123456789abcdef0123456789abcdef";
const env = parseEnv({
  DATABASE_URL: "mysql://nobody@127.0.0.1/none",
  APP_ORIGIN: "http://127.0.0.1:3000",
  NEXTAUTH_SECRET: random,
  CRON_SECRET: random,
  LOOKUP_KEY: random,
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  EGRESS_ALLOW_HOSTS: "10.0.0.7,bot.example:3000",
  SANDBOX_URL: "http://127.0.0.1:4010",
});
const rt = () => ({ db: t.db, clock: async () => now, env });

beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(() => t.clear());
afterAll(() => t.drop());

async function people() {
  const hq = await plantOrg(t.db, "hq", null);
  const a = await plantOrg(t.db, "agency", hq);
  const b = await plantOrg(t.db, "agency", hq);
  const [ofHq, viewer, ofA] = [
    await plantUser(t.db, hq),
    await plantUser(t.db, hq, "viewer"),
    await plantUser(t.db, a),
  ];
  return { hq, a, b, ofHq, viewer, ofA };
}
const input = (over: object = {}) =>
  BotInput.parse({
    botName: "새봄봇 09",
    deviceId: "A12-0900",
    gateway: "iris_plain",
    isSandbox: true,
    endpoint: "http://127.0.0.1:4010/",
    ...over,
  });
const update = (id: number, over: object) => BotUpdate.parse({ ...over, id: String(id) });

async function refusal(call: () => Promise<unknown>): Promise<AppError> {
  const snapshot = async () =>
    JSON.stringify([await t.db.select().from(kbBots), await t.db.select({ n: count() }).from(auditLog)]);
  const before = await snapshot();
  const error = await call().then(
    () => new Error("it was allowed"),
    (e: unknown) => e,
  );
  expect(await snapshot()).toBe(before);
  if (!(error instanceof AppError)) throw error;
  return error;
}
const issues = (error: AppError) => error.detail.issues?.map((i) => [i.path.join("."), i.message]);

test("headquarters adds a bot; it waits for approval, its device has a lane, its secret is sealed", async () => {
  const { ofHq } = await people();
  const bot = await createBot(rt(), ofHq, input({ secret: "말할 수 없는 것" }));
  expect(bot).toMatchObject({
    status: "pending",
    endpoint: "http://127.0.0.1:4010",
    health: null,
    hasSecret: true,
    roomCount: 0,
  });
  expect(JSON.stringify(bot)).not.toContain("말할 수 없는 것");
  expect(await t.db.select({ key: lanes.laneKey }).from(lanes)).toEqual([{ key: "device:A12-0900" }]);
  const [row] = await t.db.select().from(kbBots);
  expect(unseal(env.ENCRYPTION_KEYS, `kb_bots|${bot.id}|secret`, row!.secret!)).toBe("말할 수 없는 것");
  const [audit] = await t.db.select().from(auditLog);
  expect(audit).toMatchObject({ action: "bot.create", subject: `bot:${bot.id}` });
  expect(JSON.stringify(audit)).not.toContain("말할 수 없는 것");
});

test("nobody else may, whichever bot they name", async () => {
  const { a, ofA, viewer } = await people();
  const bot = await plantBot(t.db);
  await plantRoom(t.db, a, bot);
  for (const actor of [ofA, viewer])
    for (const call of [
      () => createBot(rt(), actor, input()),
      () => updateBot(rt(), actor, update(bot.id, { status: "blocked" })),
      () => updateBot(rt(), actor, update(999_999, { status: "blocked" })),
      () => deleteBot(rt(), actor, { id: bot.id }),
    ])
      expect((await refusal(call)).code).toBe("forbidden");
});

test("an address outside the allowed hosts is refused at its field, when adding and when changing", async () => {
  const { ofHq } = await people();
  for (const endpoint of ["http://169.254.169.254/latest", "http://10.0.0.70", "https://bot.example:3001"])
    expect(issues(await refusal(() => createBot(rt(), ofHq, input({ endpoint }))))).toEqual([
      ["endpoint", "endpointNotAllowed"],
    ]);
  for (const endpoint of ["file:///etc/passwd", "10.0.0.7", "http://a:b@10.0.0.7"])
    expect(BotInput.safeParse({ ...input(), endpoint }).error?.issues).toMatchObject([
      { path: ["endpoint"], message: "endpointBad" },
    ]);
  const bot = await createBot(rt(), ofHq, input({ endpoint: "https://bot.example:3000/iris" }));
  const moved = () => updateBot(rt(), ofHq, update(bot.id, { endpoint: "http://192.168.0.1" }));
  expect(issues(await refusal(moved))).toEqual([["endpoint", "endpointNotAllowed"]]);
});

test("one name per device, also when two people add it at once; a deleted one comes back as itself", async () => {
  const { ofHq } = await people();
  const both = await Promise.allSettled([createBot(rt(), ofHq, input()), createBot(rt(), ofHq, input())]);
  expect(both.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(issues(await refusal(() => createBot(rt(), ofHq, input())))).toEqual([["botName", "botTaken"]]);
  const [bot] = await t.db.select().from(kbBots);
  await deleteBot(rt(), ofHq, { id: bot!.id });
  await expect(getBot(t.db, botViewOf(ofHq), bot!.id, now)).rejects.toMatchObject({ code: "not_found" });
  const back = await createBot(rt(), ofHq, input());
  expect(back).toMatchObject({ id: bot!.id, status: "pending", version: 3 });
  await createBot(rt(), ofHq, input({ deviceId: "A12-0901" }));
});

describe("changing", () => {
  test("approve, block, revoke and back, each with its audit row; no step is jumped", async () => {
    const { ofHq } = await people();
    const { id } = await createBot(rt(), ofHq, input());
    const become = (status: string) => updateBot(rt(), ofHq, update(id, { status }));
    expect(issues(await refusal(() => become("blocked")))).toEqual([["status", "botStatusStep"]]);
    for (const status of ["denied", "approved", "blocked", "revoked", "approved"])
      expect(await become(status)).toMatchObject({ status });
    expect(issues(await refusal(() => become("pending")))).toEqual([["status", "botStatusStep"]]);
    const rows = await t.db.select({ action: auditLog.action }).from(auditLog);
    expect(rows.map((row) => row.action)).toEqual([
      "bot.create",
      "bot.denied",
      "bot.approved",
      "bot.blocked",
      "bot.revoked",
      "bot.approved",
    ]);
  });

  test("another phone: its lane is there, what was known of the old one is forgotten, the secret stays", async () => {
    const { ofHq } = await people();
    const bot = await createBot(rt(), ofHq, input({ secret: "s" }));
    const health = { ok: true, at: now.toISOString() };
    await t.db.update(kbBots).set({ lastHealth: health, lastSeenAt: now }).where(eq(kbBots.id, bot.id));
    const moved = await updateBot(rt(), ofHq, update(bot.id, { deviceId: "A12-0999", version: 1 }));
    expect(moved).toMatchObject({ deviceId: "A12-0999", health: null, lastSeenAt: null, hasSecret: true, version: 2 });
    expect((await t.db.select().from(lanes)).map((l) => l.laneKey)).toEqual(["device:A12-0900", "device:A12-0999"]);
    expect(await updateBot(rt(), ofHq, update(bot.id, { secret: "" }))).toMatchObject({ hasSecret: false });
  });

  test("somebody was faster: 409 with what is stored now; sending back the whole answer is fine", async () => {
    const { ofHq } = await people();
    const bot = await createBot(rt(), ofHq, input());
    const renamed = await updateBot(rt(), ofHq, update(bot.id, { ...bot, botName: "새봄봇 10" }));
    const error = await refusal(() => updateBot(rt(), ofHq, update(bot.id, { botName: "늦음", version: 1 })));
    expect([error.code, error.detail.current]).toEqual(["conflict", renamed]);
    expect((await refusal(() => updateBot(rt(), ofHq, update(999_999, {})))).code).toBe("not_found");
  });
});

describe("knocking", () => {
  const gateway = (health: Health): KakaoGateway => ({
    capability: null as never,
    health: async (bot) => ({ ...health, detail: `${health.detail} ${bot.secret ?? ""}`.trim() }),
    open: () => expect.unreachable("a test opened a room"),
    lookUp: () => expect.unreachable("a test looked something up"),
    sendText: () => expect.unreachable("a test sent something"),
    sendImages: () => expect.unreachable("a test sent something"),
  });
  const knock = (actor: Actor, id: number, health: Health) =>
    probeBot({ ...rt(), gateway: (dialect) => (dialect === "iris_plain" ? gateway(health) : null) }, actor, { id });

  test("an answer is kept and audited; silence doesn't change when it was last heard", async () => {
    const { ofHq } = await people();
    const { id } = await createBot(rt(), ofHq, input({ secret: "s3" }));
    const heard = await knock(ofHq, id, { ok: true, latencyMs: 84, detail: "config read" });
    expect(heard).toMatchObject({
      health: { ok: true, at: now.toISOString(), latencyMs: 84, detail: "config read s3" },
      lastSeenAt: now.toISOString(),
      version: 1,
    });
    const silent = await knock(ofHq, id, { ok: false, latencyMs: 3, reason: "bot_offline", detail: "ECONNREFUSED" });
    expect(silent.health).toMatchObject({ ok: false, detail: "bot_offline: ECONNREFUSED s3" });
    expect(silent.lastSeenAt).toBe(now.toISOString());
    const rows = await t.db.select({ action: auditLog.action }).from(auditLog);
    expect(rows.map((row) => row.action)).toEqual(["bot.create", "bot.probe", "bot.probe"]);
  });

  test("how close its calls may come is what the gateway needs, never less than a second", async () => {
    const { ofHq } = await people();
    const { id } = await createBot(rt(), ofHq, input());
    const gapAfter = async (leastGapMs?: number) => {
      await knock(ofHq, id, { ok: true, latencyMs: 1, detail: "", ...(leastGapMs && { leastGapMs }) });
      return (await t.db.select({ minGapMs: kbBots.minGapMs }).from(kbBots).where(eq(kbBots.id, id)))[0]?.minGapMs;
    };
    expect([await gapAfter(300), await gapAfter(5_250), await gapAfter(), await gapAfter(300)]).toEqual([
      1_000, 5_250, 5_250, 1_000,
    ]);
    await knock(ofHq, id, { ok: false, latencyMs: 1, reason: "bot_offline", detail: "" });
    expect(await gapAfter()).toBe(1_000);
  });

  test("a secret nobody can open any more is named, and the gateway isn't asked", async () => {
    const { ofHq } = await people();
    const { id } = await createBot(rt(), ofHq, input({ secret: "s3" }));
    await t.db
      .update(kbBots)
      .set({ secret: Buffer.from("moved from elsewhere") })
      .where(eq(kbBots.id, id));
    const { health } = await knock(ofHq, id, { ok: true, latencyMs: 1, detail: "asked" });
    expect(health).toMatchObject({ ok: false, detail: expect.stringMatching(/^auth_failed: .*can't be opened/) });
  });

  test("only headquarters, only a bot that is there, only a dialect this version speaks", async () => {
    const { ofHq, ofA } = await people();
    const { id } = await createBot(rt(), ofHq, input({ gateway: "domaeka_bridge" }));
    const fine: Health = { ok: true, latencyMs: 1, detail: "" };
    expect((await refusal(() => knock(ofA, id, fine))).code).toBe("forbidden");
    expect((await refusal(() => knock(ofHq, 999_999, fine))).code).toBe("not_found");
    expect((await refusal(() => knock(ofHq, id, fine))).detail.message).toBe("gatewayNotHere");
  });
});

test("a bot with rooms stays", async () => {
  const { a, ofHq } = await people();
  const bot = await plantBot(t.db);
  const room = await plantRoom(t.db, a, bot);
  const error = await refusal(() => deleteBot(rt(), ofHq, { id: bot.id }));
  expect([error.code, error.detail.message, error.detail.params]).toEqual(["conflict", "botHasRooms", { count: 1 }]);
  await t.db.update(kbRooms).set({ deletedAt: now }).where(eq(kbRooms.id, room.id));
  await deleteBot(rt(), ofHq, { id: bot.id, version: 1 });
});

test("people below see the bots of their rooms, without address and health; headquarters sees all of them", async () => {
  const { a, b, ofA, viewer } = await people();
  const [used, others, idle] = [await plantBot(t.db), await plantBot(t.db), await plantBot(t.db)];
  await plantRoom(t.db, a, used);
  await plantRoom(t.db, b, used);
  await plantRoom(t.db, b, others);
  await plantRoom(t.db, a, idle, { deletedAt: now });
  await t.db.update(kbBots).set({ lastHealth: { ok: true, at: now.toISOString() }, lastSeenAt: now });
  const below = await listBots(t.db, botViewOf(ofA), BotFilter.parse({}), now);
  const hidden = {
    endpoint: null,
    health: null,
    lastSeenAt: null,
    breakerOpenUntil: null,
    hasSecret: null,
    waiting: null,
  };
  expect(below.items).toMatchObject([{ id: used.id, roomCount: 1, ...hidden }]);
  for (const id of [others.id, idle.id, 999_999])
    await expect(getBot(t.db, botViewOf(ofA), id, now)).rejects.toMatchObject({ code: "not_found", detail: {} });
  const all = await listBots(t.db, botViewOf(viewer), BotFilter.parse({}), now);
  expect(all.items.map((bot) => [bot.id, bot.roomCount, bot.health?.ok])).toEqual([
    [used.id, 2, true],
    [others.id, 1, true],
    [idle.id, 0, true],
  ]);
  const first = await listBots(t.db, botViewOf(viewer), BotFilter.parse({ limit: "2" }), now);
  const rest = await listBots(t.db, botViewOf(viewer), BotFilter.parse({ cursor: first.nextCursor }), now);
  expect([...first.items, ...rest.items]).toEqual(all.items);
  expect((await listBots(t.db, botViewOf(viewer), BotFilter.parse({ q: "없는 봇" }), now)).items).toEqual([]);
});
