import { createServer, type Server } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createDb } from "@/db/client";
import { instances } from "@/db/schema/alerts";
import { appMeta, lanes, ticks } from "@/db/schema/dispatch";
import { sendBatches } from "@/db/schema/messages";
import { kbBots } from "@/db/schema/rooms";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { plantBatches, plantTenant } from "@/db/testing/plant-tenants";
import { spendBudget } from "@/lib/batches/spend-budget";
import { createSqsQueue } from "@/lib/queue/sqs";
import { accountKeyOf, sealKey } from "@/lib/tenants/account-of";
import { parkTenant } from "@/lib/tenants/park-tenant";
import { createSolapi } from "@/lib/transports/solapi";
import { engineRuntime, plantSchedule } from "@/scripts/testing/engine-rig";
import { fakeDesk, refusal } from "@/scripts/testing/fake-desk";
import { listening, startOddGateway } from "@/scripts/testing/odd-gateway";
import { startSqsServer } from "@/scripts/testing/sqs-server";
import { testEnv } from "@/scripts/testing/test-env";
import { type ProbeRuntime, runProbes } from "./run-probes";

const KEY = "NCSTESTKEY000001";
const OWN = { apiKey: "NCSTESTKEY000002", apiSecret: "T".repeat(32) };
const NUMBER = "0200000000";
const env = testEnv({ SOLAPI_API_KEY: KEY, SOLAPI_API_SECRET: "S".repeat(32) });
/** What the machine may lose on the way; the limit is a second. */
const A_SECOND = 1_000;

let t: TestDatabase;
let gateway: Awaited<ReturnType<typeof startOddGateway>>;
let silent: Server;
let silentUrl: string;
let desk: ReturnType<typeof fakeDesk>;
let rt: ProbeRuntime;
let time: { shiftMs: number };
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  t = await openTestDatabase();
  gateway = await startOddGateway(() => {});
  silent = createServer(() => {});
  silentUrl = `http://127.0.0.1:${await listening(silent)}`;
});
afterAll(async () => {
  gateway.close();
  silent.close();
  await t?.drop();
});
beforeEach(async () => {
  await t.clear();
  desk = fakeDesk();
  desk.senders = [{ number: NUMBER, status: "ACTIVE", expiresAt: null }];
  const engine = engineRuntime(t.db);
  time = engine.time;
  rt = { ...engine.rt, env, phone: { ...engine.rt.phone, ...desk.phone } };
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An installation in order: a branch with a schedule, a bot that answers, who pays, a pass and a process a moment ago. */
async function office() {
  const hq = await plantOrg(t.db, "hq", null);
  const branch = await plantOrg(t.db, "branch", hq);
  const user = await plantUser(t.db, branch, "operator");
  const bot = await plantBot(t.db, gateway.url);
  const room = await plantRoom(t.db, branch, bot);
  const now = await rt.clock();
  await plantSchedule(t.db, branch, user, room, { nextSendAt: new Date(now.getTime() + 3_600_000) });
  const tenant = await plantTenant(t.db, hq);
  await t.db
    .insert(ticks)
    .values({ executionId: "one", startedAt: now, finishedAt: now, instance: "w@box:1", skewMs: 3 });
  const process = { kind: "worker" as const, version: "1.0.0", startedAt: now, heartbeatAt: now };
  await t.db.insert(instances).values({ name: "w@box:1", ...process });
  return { hq, branch, user, bot, room, tenant, now, process };
}

/** What each look came to: `ok`, or its cause. */
async function looks(over: Partial<ProbeRuntime> = {}) {
  const startMs = performance.now();
  const run = await runProbes({ ...rt, ...over });
  const tookMs = performance.now() - startMs;
  const said = Object.fromEntries(run.looked.map(({ key, ok, cause }) => [key, ok ? "ok" : cause]));
  return { ...run, said, tookMs, one: (key: string) => run.looked.find((looked) => looked.key === key) };
}

test("an installation in order is well in all its layers, and nothing was sent or written", async () => {
  const { bot, tenant } = await office();
  const before = await t.db.select().from(appMeta);
  const { said, looked, isDatabaseDown } = await looks();
  expect(said).toEqual({
    ...{
      database: "ok",
      accept: "ok",
      schema: "ok",
      rooms: "ok",
      phones: "ok",
      tick: "ok",
      workers: "ok",
      versions: "ok",
      clock: "ok",
    },
    ...{ [`setup:${tenant.id}`]: "ok", [`held:${tenant.id}`]: "ok", [`account:${tenant.id}`]: "ok" },
    ...{ [`sender:${tenant.id}`]: "ok", [`results:${tenant.id}`]: "ok", [`bot:${bot.id}`]: "ok" },
  });
  expect(isDatabaseDown).toBe(false);
  for (const { ms } of looked) expect(ms).toBeLessThan(A_SECOND);
  expect(gateway.seen.filter((call) => call.startsWith("POST /reply"))).toEqual([]);
  expect(await t.db.select().from(appMeta)).toEqual(before);
});

test("gateways that never answer are silent after a second, all of them side by side", async () => {
  const { bot } = await office();
  const hanging: number[] = [];
  for (let n = 0; n < 15; n++) hanging.push((await plantBot(t.db, silentUrl)).id);
  const refused = await plantBot(t.db, "http://127.0.0.1:1");
  const elsewhere = await plantBot(t.db, "http://gateway.example");
  await t.db.update(kbBots).set({ gateway: "domaeka_bridge" }).where(eq(kbBots.id, refused.id));
  const gone = await plantBot(t.db, "http://127.0.0.1:1");
  const sealed = await plantBot(t.db, gateway.url);
  await t.db
    .update(kbBots)
    .set({ secret: Buffer.from("not sealed") })
    .where(eq(kbBots.id, sealed.id));
  await t.db
    .update(kbBots)
    .set({ status: "revoked" })
    .where(eq(kbBots.id, (await plantBot(t.db, silentUrl)).id));
  const { said, one, tookMs } = await looks();
  for (const id of hanging) {
    expect(["timeout", "bot_offline"]).toContain(said[`bot:${id}`]);
    expect(one(`bot:${id}`)!.ms).toBeLessThan(A_SECOND);
  }
  expect(said[`bot:${bot.id}`]).toBe("ok");
  expect(said[`bot:${refused.id}`]).toBe("gateway_missing");
  expect(said[`bot:${elsewhere.id}`]).toBe("egress_denied");
  expect(said[`bot:${gone.id}`]).toBe("bot_offline");
  expect(said[`bot:${sealed.id}`]).toBe("secret_unreadable");
  expect(Object.keys(said).filter((key) => key.startsWith("bot:"))).toHaveLength(20);
  expect(tookMs).toBeLessThan(3 * A_SECOND);
});

test("a bot that rests stays broken though its gateway answers, until the engine takes it up again", async () => {
  const { bot } = await office();
  await t.db.update(kbBots).set({ parkReason: "auth_failed", failures: 3 }).where(eq(kbBots.id, bot.id));
  expect((await looks()).one(`bot:${bot.id}`)).toMatchObject({
    ...{ ok: false, cause: "bot_auth_failed", figures: { answers: 1 } },
  });
  expect((await t.db.select().from(kbBots))[0]).toMatchObject({ parkReason: "auth_failed", failures: 3 });
});

test("one question per account, whoever shares it, and none while sending uses its allowance", async () => {
  const { hq, tenant } = await office();
  const second = await plantTenant(t.db, await plantOrg(t.db, "agency", hq));
  const own = await plantTenant(t.db, await plantOrg(t.db, "agency", hq));
  await t.db
    .update(tenants)
    .set({ solapiKey: sealKey(env, own.id, OWN) })
    .where(eq(tenants.id, own.id));
  const off = await plantTenant(t.db, await plantOrg(t.db, "agency", hq), { messagingIsActive: false });
  await looks();
  expect(desk.asked.map(({ apiKey }) => apiKey).sort()).toEqual([KEY, KEY, OWN.apiKey, OWN.apiKey]);

  desk.asked.length = 0;
  await spendBudget(t.db, accountKeyOf(KEY), "read", { units: 4 });
  const { said } = await looks();
  expect(desk.asked.map(({ apiKey }) => apiKey)).toEqual([OWN.apiKey, OWN.apiKey]);
  // Nobody knows anything new of it: neither good nor bad.
  for (const { id } of [tenant, second]) expect(said).not.toHaveProperty(`account:${id}`);
  expect(said).toMatchObject({ [`account:${own.id}`]: "ok", [`setup:${off.id}`]: "ok" });
  expect(said).not.toHaveProperty(`account:${off.id}`);
});

test.each([
  ["auth_failed", "auth_failed"],
  ["ip_not_allowed", "ip_not_allowed"],
  ["unavailable", "provider_unreachable"],
  ["bad_response", "provider_unreachable"],
] as const)("an account that answers %s", async (reason, cause) => {
  const { tenant } = await office();
  desk.refuses = refusal(reason, "SomeCode");
  const { one, said } = await looks();
  expect(one(`account:${tenant.id}`)).toMatchObject({
    ok: false,
    cause,
    figures: { code: "SomeCode", owner: "platform" },
  });
  // Of its numbers nothing is known then.
  expect(said).not.toHaveProperty(`sender:${tenant.id}`);
});

test("Solapi away, silent, or empty; keys that are missing or can't be opened", async () => {
  const { tenant } = await office();
  const account = `account:${tenant.id}`;
  // No door to Solapi is open in this process: nothing leaves it.
  expect((await looks({ phone: createSolapi() })).said[account]).toBe("provider_unreachable");
  const never = () => new Promise<never>(() => {});
  const hanging = await looks({ phone: { ...rt.phone, balance: never, senders: never } });
  expect(hanging.said[account]).toBe("timeout");
  expect(hanging.said).not.toHaveProperty(`sender:${tenant.id}`);
  expect(hanging.tookMs).toBeLessThan(2 * A_SECOND);
  desk.balance = 0;
  expect((await looks()).said[account]).toBe("no_balance");
  expect((await looks({ env: testEnv() })).said[account]).toBe("key_missing");
  await t.db.update(tenants).set({ solapiKey: Buffer.from("x") });
  expect((await looks()).said[account]).toBe("key_unreadable");
  await t.db.update(tenants).set({ solapiKey: null });
  desk.balance = 1;
  await parkTenant(t.db, tenant.id, "ip_not_allowed", await rt.clock());
  expect((await looks()).said[account]).toBe("ip_not_allowed");
  await t.db.delete(lanes);
  expect((await looks()).said[account]).toBe("ok");
});

test("a number Solapi doesn't take, and a tenant that can't have anything accepted", async () => {
  const { tenant } = await office();
  desk.senders = [];
  expect((await looks()).one(`sender:${tenant.id}`)).toMatchObject({
    ...{ cause: "sender_unregistered", figures: { numbers: 1, lapsed: 1 } },
  });
  expect((await t.db.select().from(tenantSenders))[0]).toMatchObject({ providerStatus: null });
  expect((await t.db.select().from(tenantSenders))[0]!.providerCheckedAt).not.toBeNull();
  const setUp = async (set: Partial<typeof tenants.$inferInsert>) => {
    await t.db.update(tenants).set(set);
    return (await looks()).said[`setup:${tenant.id}`];
  };
  expect(await setUp({ creditBalance: "9.99" })).toBe("insufficient_balance");
  expect(await setUp({ basePrice: null })).toBe("price_not_configured");
  expect(await setUp({ messagingSender: null })).toBe("sender_required");
  expect((await looks()).one(`setup:${tenant.id}`)!.figures).toEqual({});
  expect(await setUp({ messagingIsActive: false })).toBe("ok");
});

test("batches nobody takes, and those a person has to decide", async () => {
  const { tenant, now } = await office();
  const { batchIds } = await plantBatches(t.db, tenant, [3, 4]);
  const [due, held] = batchIds as [number, number];
  await t.db
    .update(sendBatches)
    .set({ availableAt: new Date(now.getTime() - 11 * 60_000) })
    .where(eq(sendBatches.id, due));
  const lost = { phase: "held" as const, heldReason: "group_lost", availableAt: null };
  await t.db.update(sendBatches).set(lost).where(eq(sendBatches.id, held));
  const { one } = await looks();
  expect(one("phones")).toMatchObject({ ok: false, cause: "queue_long", figures: { waiting: 1 } });
  expect(one("phones")!.figures.seconds).toBeGreaterThanOrEqual(660);
  expect(one(`held:${tenant.id}`)).toMatchObject({
    ...{ ok: false, cause: "batch_held", figures: { batches: 1, recipients: 4, reason: "group_lost" } },
  });
});

test("a dispatcher that stopped, nobody alive, two versions, a clock that is wrong", async () => {
  const { now, process } = await office();
  await t.db.insert(instances).values({ name: "w@other:2", ...process, version: "0.9.0" });
  for (const executionId of ["a", "b", "c"])
    await t.db
      .insert(ticks)
      .values({ executionId, startedAt: now, finishedAt: now, instance: "w@other:2", skewMs: -9_000 });
  const mixed = await looks();
  expect(mixed.one("versions")).toMatchObject({
    cause: "version_mismatch",
    figures: { versions: "0.9.0, 1.0.0", count: 2 },
  });
  expect(mixed.one("clock")).toMatchObject({ cause: "host_clock_skew", figures: { milliseconds: -9_000 } });
  time.shiftMs = 10 * 60_000;
  const { said, one } = await looks();
  expect(said).toMatchObject({ tick: "scheduler_stopped", workers: "no_worker" });
  expect(one("tick")!.figures.seconds).toBeGreaterThanOrEqual(600);
  expect(one("workers")!.figures).toEqual({ web: 0, worker: 0, silent: 2 });
});

test("a queue outside: what it counts, what lies dead, why it can't be asked, and ids it was never told", async () => {
  const { tenant, now } = await office();
  const server = await startSqsServer();
  closing.push(() => server.stop());
  const queue = createSqsQueue(server.settings(), { waitSeconds: 0 });
  await queue.publish([7, 8]);
  const fine = await looks({ queue });
  expect(fine.one("outside")).toMatchObject({ ok: true, figures: { waiting: 2, inHand: 0, dead: 0 } });
  expect(fine.said.published).toBe("ok");
  server.put("dochak-messaging-jobs-dead", "안녕");
  const { batchIds } = await plantBatches(t.db, tenant, [1]);
  await t.db
    .update(sendBatches)
    .set({ availableAt: new Date(now.getTime() - 4 * 60_000) })
    .where(eq(sendBatches.id, batchIds[0]!));
  const dead = await looks({ queue });
  expect(dead.one("outside")).toMatchObject({ cause: "dead_letters", figures: { dead: 1 } });
  expect(dead.one("published")).toMatchObject({ cause: "queue_not_told", figures: { batches: 1 } });
  server.faults.refuse = { action: "GetQueueAttributes", code: "AccessDenied", times: 9 };
  expect((await looks({ queue })).one("outside")).toMatchObject({
    cause: "queue_denied",
    figures: { code: "AccessDenied" },
  });
  const unreachable = createSqsQueue({ ...server.settings(), endpoint: "http://127.0.0.1:1" });
  const away = await looks({ queue: unreachable });
  expect(["queue_unreachable", "timeout"]).toContain(away.said.outside);
  const hanging = await looks({ queue: createSqsQueue({ ...server.settings(), endpoint: silentUrl }) });
  expect(hanging.said.outside).toBe("timeout");
  expect(hanging.tookMs).toBeLessThan(2 * A_SECOND);
  // Everything else went on.
  expect(hanging.said).toMatchObject({ database: "ok", tick: "ok", rooms: "ok" });
});

test("files that can't be kept", async () => {
  await office();
  const storage = (isWritable: () => Promise<boolean>) => ({ ...rt.storage, isWritable });
  expect((await looks({ storage: storage(async () => true) })).said.storage).toBe("ok");
  expect((await looks({ storage: storage(async () => false) })).said.storage).toBe("storage_read_only");
  expect((await looks({ storage: storage(() => new Promise(() => {})) })).said.storage).toBe("timeout");
});

test("a database that is gone, or that takes connections and never answers: said at once, and nothing else is claimed", async () => {
  await office();
  for (const host of ["127.0.0.1:1", silentUrl.slice("http://".length)]) {
    const db = createDb(`mysql://nobody@${host}/none`, 2);
    closing.push(() => Promise.race([db.close().catch(() => {}), new Promise((done) => setTimeout(done, 200))]));
    const { looked, isDatabaseDown, tookMs } = await looks({ db });
    expect(isDatabaseDown).toBe(true);
    expect(looked).toMatchObject([{ key: "database", ok: false }]);
    expect(tookMs).toBeLessThan(A_SECOND + 200);
  }
  expect(desk.asked).toEqual([]);
});
