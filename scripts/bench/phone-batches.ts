import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { messageLogs } from "@/db/schema/messages";
import { ALLOWANCES, mostWithin } from "@/lib/batches/budget";
import { serveBatches } from "@/lib/batches/serve-batches";
import { spendBudget } from "@/lib/batches/spend-budget";
import { createSolapi } from "@/lib/transports/solapi";
import { solapiSignature } from "@/lib/transports/solapi-signature";
import { groupsOf, type PlantedPayer, plantMessage, plantPayer, simulate } from "../testing/batch-rig";
import { batchRuntime } from "../testing/batch-runtime";
import { bundleChild, startChild } from "../testing/start-child";
import { cpuSum, openCpuMeter } from "./cpu";
import { collectGarbage, type Finding } from "./measure";
import { openServer } from "./worlds";

const PER_BATCH = 10_000;
const AT_ONCE = 2;
const CHUNK = 1_000;
const WINDOW_MS = 5_000;
const MB = 1_048_576;
const SECRET = "TESTSECRET00000000000000";

/**
 * S1: messages to many phones through the whole group protocol, against the raw inserts of the same rows and the raw HTTP
 * of the same bodies, as many at a time; then once more with the account's budget, whose waiting is the provider's.
 */
export async function benchPhoneBatches(rows: number): Promise<Finding[]> {
  const batches = Math.max(2, Math.min(10, Math.floor(rows / PER_BATCH)));
  const total = batches * PER_BATCH;
  const directory = await mkdtemp(path.join(tmpdir(), "dochak-bench-"));
  const server = await openServer();
  const child = startChild(await bundleChild("scripts/testing/simulator-child.ts", directory), {});
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    said += String(chunk);
  });
  try {
    await child.ready;
    const simulatorUrl = /url (\S+)/.exec(said)![1]!;
    const { db } = await server.fresh("dochak_bench_phones", 10);
    const rt = batchRuntime(db, simulatorUrl, () => databaseNow(db));
    const calls: number[] = [];
    let waitedMs = 0;
    let isBound = false;
    rt.phone = createSolapi({
      baseUrl: simulatorUrl,
      timeoutMs: 60_000,
      async spend({ apiKey }, kind) {
        if (isBound) waitedMs += (await spendBudget(db, createHash("sha256").update(apiKey).digest(), kind)) ?? 0;
        if (kind === "write") calls.push(performance.now());
      },
    });
    const payer = await plantPayer(db, rt.env, simulatorUrl);
    const serve = () => serveBatches(rt, { deadlineMs: performance.now() + 600_000, owner: "bench" });
    // Everything is loaded and every table known before the clock runs.
    await plantMessage(db, rt.env, payer, { count: 100 });
    await serve();

    const meter = await openCpuMeter(server.root);
    const [ourCpu, rawCpu] = [cpuSum(meter), cpuSum(meter)];
    const ms = { planted: 0, served: 0, inserted: 0, sent: 0 };
    let above = 0;
    const table = await openRawTable(db);
    for (let first = 0; first < batches; first += AT_ONCE) {
      const count = Math.min(AT_ONCE, batches - first);
      const ids: number[] = [];
      const plant = async () => {
        for (let n = first; n < first + count; n++)
          ids.push((await plantMessage(db, rt.env, payer, { count: PER_BATCH, from: 1_000 + n * PER_BATCH })).batchId);
      };
      ms.planted += await timed(() => ourCpu.of(plant));
      collectGarbage();
      const idle = process.memoryUsage().rss;
      const watch = setInterval(() => {
        above = Math.max(above, process.memoryUsage().rss - idle);
      }, 20);
      ms.served += await timed(() => ourCpu.of(serve));
      clearInterval(watch);
      await table.copy(ids, async (write) => {
        ms.inserted += await timed(() => rawCpu.of(write));
      });
      const bodies = await bodiesOf(db, payer, ids);
      ms.sent += await timed(() => rawCpu.of(() => rawHttp(simulatorUrl, payer, bodies)));
    }
    table.close();
    const { left, arrivals } = await groupsOf(simulatorUrl, payer);
    const twice = [...arrivals.values()].filter((times) => times > 1).length;
    if (twice > 0 || left.length < batches) throw new Error(`${twice} twice, ${left.length} groups`);

    isBound = true;
    calls.length = 0;
    await simulate(simulatorUrl, "PATCH", "settings", {
      rateLimit: { reads: 20, writes: 100, anonymous: 5, windowMs: WINDOW_MS },
    });
    for (let n = 0; n < 40; n++) await plantMessage(db, rt.env, payer, { count: 20, from: 900_000 + n * 100 });
    const bound = await timed(serve);
    const most = Math.max(...calls.map((at, i) => calls.slice(i).filter((then) => then - at < WINDOW_MS).length));
    const [ours, raw] = [ms.planted + ms.served, ms.inserted + ms.sent];
    const seconds = (some: number) => `${(some / 1000).toFixed(1)} s`;
    return [
      {
        what: `${total.toLocaleString("en")} recipients in ${batches} groups, raw → with ledger`,
        measured: `${(raw / 1000).toFixed(1)} → ${(ours / 1000).toFixed(1)} s (×${(ours / raw).toFixed(2)})`,
        goal: "≤ ×1.3",
        pass: ours / raw <= 1.3,
        note: `raw inserts ${seconds(ms.inserted)}, raw HTTP ${seconds(ms.sent)}, ${rawCpu.each(total, "row")}; ours: rows sealed and written ${seconds(ms.planted)}, built, committed and sent ${seconds(ms.served)}, ${ourCpu.each(total, "row")}`,
      },
      {
        what: "memory above idle while they are sent",
        measured: `${Math.round(above / MB)} MB`,
        goal: "≤ 200 MB",
        pass: above <= 200 * MB,
      },
      {
        what: "writes within any five seconds, with the account's budget",
        measured: `${most} of ${calls.length} in ${(bound / 1000).toFixed(1)} s`,
        goal: "≤ 100",
        pass: most <= 100 && most <= mostWithin(ALLOWANCES.write, WINDOW_MS + 500),
        note: `waited ${(waitedMs / 1000).toFixed(1)} s for it in all hands together`,
      },
    ];
  } finally {
    child.kill("SIGTERM");
    await child.ended;
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** A table of the same shape, filled by the driver alone: the same rows, a thousand in a statement, a transaction for each batch. */
async function openRawTable(db: Db) {
  await db.execute(sql`create table raw_logs like message_logs`);
  const connection = await db.$client.getConnection();
  const written = (value: unknown) => (isPlain(value) ? value : JSON.stringify(value));
  return {
    /** @param clocked does what is to be measured; reading the rows is nobody's time, and no more of them are held than go together */
    async copy(ids: readonly number[], clocked: (write: () => Promise<unknown>) => Promise<void>): Promise<void> {
      for (const id of ids) {
        await clocked(() => connection.beginTransaction());
        for (let last: unknown = 0; ; ) {
          const sql = "select * from message_logs where batch_id = ? and id > ? order by id limit ?";
          const [found] = await connection.query({ sql, values: [id, last, CHUNK], rowsAsArray: true });
          const rows = (found as unknown[][]).map((row) => row.map(written));
          if (rows.length === 0) break;
          last = rows.at(-1)?.[0];
          await clocked(() => connection.query("insert into raw_logs values ?", [rows]));
        }
        await clocked(() => connection.commit());
      }
    },
    close: () => connection.release(),
  };
}

const isPlain = (value: unknown) =>
  typeof value !== "object" || value === null || Buffer.isBuffer(value) || value instanceof Date;

/** What the provider is sent of these batches; the rows are negative there, so that nothing of it counts as theirs. */
async function bodiesOf(db: Db, payer: PlantedPayer, ids: readonly number[]): Promise<string[]> {
  const bodies: string[] = [];
  for (const id of ids) {
    const rows = await db.select({ id: messageLogs.id }).from(messageLogs).where(eq(messageLogs.batchId, id));
    const messages = rows.map((row, i) => ({
      ...{ to: `010${String(50_000_000 + i)}`, from: payer.sender, type: "SMS", text: "이봄님 안녕하세요" },
      customFields: { logId: `-${row.id}`, installationId: "00000000-0000-0000-0000-000000000000" },
    }));
    bodies.push(JSON.stringify({ messages }));
  }
  return bodies;
}

/** The same bodies to the same doors, and nothing else; as many groups at a time as the worker builds for one tenant. */
async function rawHttp(url: string, payer: PlantedPayer, bodies: readonly string[]): Promise<void> {
  const call = async (method: string, route: string, body: string) => {
    const authorization = solapiSignature({ apiKey: payer.apiKey, apiSecret: SECRET }, new Date());
    const headers = { authorization, "content-type": "application/json" };
    const answer = await fetch(`${url}/messages/v4/groups${route}`, { method, headers, ...(body && { body }) });
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status}`);
    return (await answer.json()) as { groupId: string };
  };
  let next = 0;
  const hand = async () => {
    while (next < bodies.length) {
      const body = bodies[next++]!;
      const { groupId } = await call("POST", "", "{}");
      await call("PUT", `/${groupId}/messages`, body);
      await call("POST", `/${groupId}/send`, "");
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
}
