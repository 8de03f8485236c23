import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db, databaseNow } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { privateServer } from "@/scripts/setup/database.mjs";
import { SetupError } from "@/scripts/setup/steps.mjs";
import { plantChaos } from "@/scripts/testing/chaos-world";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { bundleChild, startChild } from "@/scripts/testing/start-child";

/** Time runs this much faster in the worker: a lease runs out in five seconds. */
const SPEED = 6;
const RUNS = 45;

let phone: FakePhone;
let directory: string;
let server: Awaited<ReturnType<typeof privateServer>> | null = null;

/** A server of this test's own, as durable as a real one: others' must not be shot. */
async function startServer(): Promise<boolean> {
  const dir = join(directory, "server");
  server = await privateServer({ dir, database: "dochak_test_0", durable: true }).catch((error: unknown) => {
    if (error instanceof SetupError) return null;
    throw error;
  });
  return server !== null;
}
async function shootServer(): Promise<void> {
  process.kill(Number(readFileSync(join(directory, "server", "server.pid"), "utf8")), "SIGKILL");
  await server?.exited;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "dochak-restart-"));
  phone = await startFakePhone();
}, 120_000);
afterAll(async () => {
  await phone?.close();
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

const openParts = async (db: Db) => {
  const [row] = await db
    .select({ logs: sql<number>`count(*)`, open: sql<number>`count(${kbScheduleLogs.nextAttemptAt})` })
    .from(kbScheduleLogs);
  return Number(row?.logs) === RUNS ? Number(row?.open) : RUNS;
};

/** For a while nobody gets in, and whoever was in is thrown out. */
async function fillServer(url: string, forMs: number): Promise<void> {
  const admin = createDb(url, 1);
  await admin.execute(sql`set global max_connections = 10`);
  const [rows] = await admin.execute(
    sql`select id from information_schema.processlist where user = 'dochak' and id <> connection_id()`,
  );
  for (const { id } of rows as unknown as { id: number }[])
    await admin.execute(sql`kill ${sql.raw(String(id))}`).catch(() => {});
  const guests = Array.from({ length: 12 }, () => createDb(url, 1));
  const taken = await Promise.allSettled(guests.map((guest) => guest.execute(sql`select 1`)));
  expect(taken.filter(({ status }) => status === "rejected")).not.toHaveLength(0);
  await new Promise((resolve) => setTimeout(resolve, forMs));
  await Promise.all(guests.map((guest) => guest.close().catch(() => {})));
  await admin.execute(sql`set global max_connections = 300`);
  await admin.close();
}

test("the server shot twice under load, then full: the worker lives on, nothing goes twice, nothing is lost", async (context) => {
  if (!(await startServer())) return context.skip("there is no server program to start");
  const { url } = server!;
  await migrateDatabase(url);
  const db = createDb(url, 4);
  const storage = createLocalDisk(directory);
  const runs = await plantChaos(db, storage, phone.url, { devices: 6, sends: RUNS * 3 });
  expect(runs).toHaveLength(RUNS);
  const epochMs = (await databaseNow(db)).getTime();
  const program = await bundleChild("scripts/testing/engine-child.ts", directory);
  const env = { DATABASE_URL: url, STORAGE_DIR: directory, SPEED: String(SPEED), EPOCH: String(epochMs), LOOP: "1" };
  const worker = startChild(program, env);
  let said = "";
  worker.stdout?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  try {
    phone.delay(() => 40 + Math.random() * 80);
    for (const enough of [15, 45]) {
      await expect.poll(() => phone.calls.length, { timeout: 30_000, interval: 10 }).toBeGreaterThan(enough);
      await shootServer();
      expect(await startServer()).toBe(true);
      expect(server?.url).toBe(url);
    }
    await expect.poll(() => phone.calls.length, { timeout: 30_000, interval: 10 }).toBeGreaterThan(70);
    await fillServer(url, 1_500);
    await expect.poll(() => openParts(db), { timeout: 60_000, interval: 200 }).toBe(0);
    expect([worker.exitCode, worker.signalCode]).toEqual([null, null]);
  } finally {
    worker.kill("SIGKILL");
    await worker.ended;
  }
  expect(said).toContain("failed:");

  const logs = await db.select().from(kbScheduleLogs);
  const parts = await db.select().from(kbScheduleLogParts);
  const seen = phone.received.map((message) => `${message.room}/${message.text ?? message.images?.join()}`);
  expect(new Set(seen).size).toBe(seen.length);
  let unknown = 0;
  for (const run of runs) {
    const log = logs.find(({ scheduleId }) => scheduleId === run.scheduleId);
    for (const { seq, status } of parts.filter((part) => part.logId === log?.id)) {
      if (status === "unknown") unknown++;
      else
        expect([status, seen.includes(`${run.room}/${run.contents[seq]}`)]).toBeOneOf([
          ["sent", true],
          ["pending", false],
        ]);
    }
  }
  expect(parts).toHaveLength(RUNS * 3);
  expect(await ledgerProblems(db)).toEqual([]);
  console.log(`${seen.length} received, ${unknown} unknown, ${said.split("failed:").length - 1} failed passes`);
  await db.close();
}, 180_000);
