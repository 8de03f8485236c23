import { createServer, type Server } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb } from "@/db/client";
import { instances } from "@/db/schema/alerts";
import { appMeta, ticks } from "@/db/schema/dispatch";
import { sendBatches } from "@/db/schema/messages";
import { kbBots } from "@/db/schema/rooms";
import { plantBot } from "@/db/testing/plant";
import { plantBatches } from "@/db/testing/plant-tenants";
import { createSqsQueue } from "@/lib/queue/sqs";
import { createS3 } from "@/lib/storage/s3";
import { listening } from "@/scripts/testing/odd-gateway";
import { probeRig } from "@/scripts/testing/probe-rig";
import { startS3Server } from "@/scripts/testing/s3-server";
import { startSqsServer } from "@/scripts/testing/sqs-server";

/** How long a look at something silent takes here, and what a busy machine may lose on the way. */
const lookMs = 300;
const SLACK_MS = 2_000;
const r = probeRig();
let silent: Server;
let silentUrl: string;
beforeAll(async () => {
  silent = createServer(() => {});
  silentUrl = `http://127.0.0.1:${await listening(silent)}`;
});
afterAll(() => silent.close());

test("an installation in order is well in all its layers, and nothing was sent or written", async () => {
  const { bot, tenant } = await r.office();
  const before = await r.db.select().from(appMeta);
  const { said, isDatabaseDown } = await r.looks();
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
  expect(r.gateway.seen.filter((call) => call.startsWith("POST /reply"))).toEqual([]);
  expect(await r.db.select().from(appMeta)).toEqual(before);
});

test("gateways that never answer are silent after a second, all of them side by side", async () => {
  await r.office();
  const hanging: number[] = [];
  for (let n = 0; n < 15; n++) hanging.push((await plantBot(r.db, silentUrl)).id);
  const refused = await plantBot(r.db, "http://127.0.0.1:1");
  const elsewhere = await plantBot(r.db, "http://gateway.example");
  await r.db.update(kbBots).set({ gateway: "domaeka_bridge" }).where(eq(kbBots.id, refused.id));
  const gone = await plantBot(r.db, "http://127.0.0.1:1");
  const sealed = await plantBot(r.db, r.gateway.url);
  await r.db
    .update(kbBots)
    .set({ secret: Buffer.from("not sealed") })
    .where(eq(kbBots.id, sealed.id));
  await r.db
    .update(kbBots)
    .set({ status: "revoked" })
    .where(eq(kbBots.id, (await plantBot(r.db, silentUrl)).id));
  const { said, one, tookMs } = await r.looks({ lookMs });
  for (const id of hanging) {
    expect(["timeout", "bot_offline"]).toContain(said[`bot:${id}`]);
    expect(one(`bot:${id}`)!.ms).toBeLessThan(lookMs + SLACK_MS);
  }
  expect(said[`bot:${refused.id}`]).toBe("gateway_missing");
  expect(said[`bot:${elsewhere.id}`]).toBe("egress_denied");
  expect(said[`bot:${gone.id}`]).toBe("bot_offline");
  expect(said[`bot:${sealed.id}`]).toBe("secret_unreadable");
  expect(Object.keys(said).filter((key) => key.startsWith("bot:"))).toHaveLength(20);
  // Fifteen one after the other would take longer than that.
  expect(tookMs).toBeLessThan(3 * lookMs + SLACK_MS);
});

test("a bot that rests stays broken though its gateway answers, until the engine takes it up again", async () => {
  const { bot } = await r.office();
  await r.db.update(kbBots).set({ parkReason: "auth_failed", failures: 3 }).where(eq(kbBots.id, bot.id));
  expect((await r.looks()).one(`bot:${bot.id}`)).toMatchObject({
    ...{ ok: false, cause: "bot_auth_failed", figures: { answers: 1 } },
  });
  expect((await r.db.select().from(kbBots))[0]).toMatchObject({ parkReason: "auth_failed", failures: 3 });
});

test("batches nobody takes, and those a person has to decide", async () => {
  const { tenant, now } = await r.office();
  const { batchIds } = await plantBatches(r.db, tenant, [3, 4]);
  const [due, held] = batchIds as [number, number];
  await r.db
    .update(sendBatches)
    .set({ availableAt: new Date(now.getTime() - 11 * 60_000) })
    .where(eq(sendBatches.id, due));
  const lost = { phase: "held" as const, heldReason: "group_lost", availableAt: null };
  await r.db.update(sendBatches).set(lost).where(eq(sendBatches.id, held));
  const { one } = await r.looks();
  expect(one("phones")).toMatchObject({ ok: false, cause: "queue_long", figures: { waiting: 1 } });
  expect(one("phones")!.figures.seconds).toBeGreaterThanOrEqual(660);
  expect(one(`held:${tenant.id}`)).toMatchObject({
    ...{ ok: false, cause: "group_lost", figures: { batches: 1, recipients: 4, reason: "group_lost" } },
  });
  await r.db.update(sendBatches).set({ heldReason: "build_lost" }).where(eq(sendBatches.id, held));
  expect((await r.looks()).one(`held:${tenant.id}`)).toMatchObject({ ok: false, cause: "build_lost" });
  // What its own set-up holds is nobody's to decide: its template is.
  const overdue = new Date(now.getTime() + 23 * 3_600_000);
  await r.db
    .update(sendBatches)
    .set({ heldReason: "template_not_approved", sendBefore: overdue })
    .where(eq(sendBatches.id, held));
  expect((await r.looks()).one(`held:${tenant.id}`)).toMatchObject({ ok: false, cause: "template_unapproved" });
});

test("a dispatcher that stopped, nobody alive, two versions, a clock that is wrong", async () => {
  const { now, process } = await r.office();
  await r.db.insert(instances).values({ name: "w@other:2", ...process, version: "0.9.0" });
  for (const executionId of ["a", "b", "c"])
    await r.db
      .insert(ticks)
      .values({ executionId, startedAt: now, finishedAt: now, instance: "w@other:2", skewMs: -9_000 });
  const mixed = await r.looks();
  expect(mixed.one("versions")).toMatchObject({
    cause: "version_mismatch",
    figures: { versions: "0.9.0, 1.0.0", count: 2 },
  });
  expect(mixed.one("clock")).toMatchObject({ cause: "host_clock_skew", figures: { milliseconds: -9_000 } });
  r.time.shiftMs = 10 * 60_000;
  const { said, one } = await r.looks();
  expect(said).toMatchObject({ tick: "scheduler_stopped", workers: "no_worker" });
  expect(one("tick")!.figures.seconds).toBeGreaterThanOrEqual(600);
  expect(one("workers")!.figures).toEqual({ web: 0, worker: 0, silent: 2 });
});

test("a queue outside: what it counts, what lies dead, why it can't be asked, and ids it was never told", async () => {
  const { tenant, now } = await r.office();
  const server = await startSqsServer();
  r.closing.push(() => server.stop());
  const queue = createSqsQueue(server.settings(), { waitSeconds: 0 });
  await queue.publish([7, 8]);
  const fine = await r.looks({ queue });
  expect(fine.one("outside")).toMatchObject({ ok: true, figures: { waiting: 2, inHand: 0, dead: 0 } });
  expect(fine.said.published).toBe("ok");
  server.put("dochak-messaging-jobs-dead", "안녕");
  const { batchIds } = await plantBatches(r.db, tenant, [1]);
  await r.db
    .update(sendBatches)
    .set({ availableAt: new Date(now.getTime() - 4 * 60_000) })
    .where(eq(sendBatches.id, batchIds[0]!));
  const dead = await r.looks({ queue });
  expect(dead.one("outside")).toMatchObject({ cause: "dead_letters", figures: { dead: 1 } });
  expect(dead.one("published")).toMatchObject({ cause: "queue_not_told", figures: { batches: 1 } });
  server.faults.refuse = { action: "GetQueueAttributes", code: "AccessDenied", times: 9 };
  expect((await r.looks({ queue })).one("outside")).toMatchObject({
    cause: "queue_denied",
    figures: { code: "AccessDenied" },
  });
  const unreachable = createSqsQueue({ ...server.settings(), endpoint: "http://127.0.0.1:1" });
  const away = await r.looks({ queue: unreachable, lookMs });
  expect(["queue_unreachable", "timeout"]).toContain(away.said.outside);
  const hanging = await r.looks({ queue: createSqsQueue({ ...server.settings(), endpoint: silentUrl }), lookMs });
  expect(hanging.said.outside).toBe("timeout");
  expect(hanging.tookMs).toBeLessThan(2 * lookMs + SLACK_MS);
  // Everything else went on.
  expect(hanging.said).toMatchObject({ database: "ok", tick: "ok", rooms: "ok" });
});

test("files that can't be kept", async () => {
  await r.office();
  const storage = (isWritable: () => Promise<boolean>) => ({ ...r.rt.storage, isWritable });
  expect((await r.looks({ storage: storage(async () => true) })).said.storage).toBe("ok");
  expect((await r.looks({ storage: storage(async () => false) })).said.storage).toBe("storage_read_only");
  expect((await r.looks({ storage: storage(() => new Promise(() => {})), lookMs })).said.storage).toBe("timeout");
});

test("files in a bucket: kept and removed, refused, not there, and one that doesn't answer", async () => {
  await r.office();
  const server = await startS3Server();
  try {
    const said = async (over = {}, lookMs?: number) => {
      const storage = createS3(server.settings(over));
      return (await r.looks({ storage, ...(lookMs && { lookMs }) })).said.storage;
    };
    expect(await said()).toBe("ok");
    expect([server.objects.size, server.calls.map((call) => call.split(" ")[0])]).toEqual([0, ["PUT", "DELETE"]]);
    server.faults.refuse = { action: "DELETE", status: 403, code: "AccessDenied", times: 1 };
    expect(await said()).toBe("storage_read_only");
    expect(await said({ bucket: "another-bucket" })).toBe("storage_read_only");
    server.faults.hang = { action: "PUT" };
    expect(await said({}, lookMs)).toBe("timeout");
  } finally {
    await server.stop();
  }
});

test("a database that is gone, or that takes connections and never answers: said at once, and nothing else is claimed", async () => {
  await r.office();
  for (const host of ["127.0.0.1:1", silentUrl.slice("http://".length)]) {
    const db = createDb(`mysql://nobody@${host}/none`, 2);
    r.closing.push(() => Promise.race([db.close().catch(() => {}), new Promise((done) => setTimeout(done, 200))]));
    const { looked, isDatabaseDown, tookMs } = await r.looks({ db, lookMs });
    expect(isDatabaseDown).toBe(true);
    expect(looked).toMatchObject([{ key: "database", ok: false }]);
    expect(tookMs).toBeLessThan(lookMs + SLACK_MS);
  }
  expect(r.desk.asked).toEqual([]);
});
