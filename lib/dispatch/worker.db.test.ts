import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { startChild } from "@/scripts/testing/start-child";

let database: TestDatabase;
let phone: FakePhone;
let directory: string;
beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
  directory = await mkdtemp(join(tmpdir(), "dochak-worker-"));
});
afterAll(async () => {
  await phone?.close();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

/** An environment as an operator writes it. */
const env = () => ({
  DATABASE_URL: database.url,
  APP_ORIGIN: "http://127.0.0.1:1",
  NEXTAUTH_SECRET: "n".repeat(40),
  CRON_SECRET: "c".repeat(40),
  LOOKUP_KEY: "l".repeat(40),
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  STORAGE_DIR: directory,
  EGRESS_ALLOW_HOSTS: "127.0.0.1",
});

test("SIGTERM: the worker finishes the call in flight, starts no other, gives the device back and ends well", async () => {
  const { db } = database;
  const org = await plantOrg(db, "hq", null);
  const bot = await plantBot(db, phone.url);
  await db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
  const room = await plantRoom(db, org, bot);
  const [key] = await plantImages(db, createLocalDisk(directory), org, 1);
  const id = await plantSchedule(db, org, await plantUser(db, org), room, { messageImages1: [key!] });
  phone.delay(() => 1_500);
  const worker = startChild("scripts/worker.ts", env());
  await expect.poll(() => phone.calls.length, { timeout: 15_000, interval: 20 }).toBe(1);
  worker.kill("SIGTERM");
  expect(await worker.ended).toBe(0);

  expect(phone.received).toHaveLength(1);
  const [log] = await db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, id));
  expect(log).toMatchObject({ status: "sending" });
  const parts = await db.select().from(kbScheduleLogParts).orderBy(asc(kbScheduleLogParts.seq));
  expect(parts.map((part) => part.status)).toEqual(["sent", "pending"]);
  const [lane] = await db.select().from(lanes);
  expect(lane).toMatchObject({ leaseToken: null, leaseOwner: null });
  expect(lane!.readyAt).not.toBeNull();

  phone.delay(() => 0);
  const next = startChild("scripts/tick.ts", env());
  let said = "";
  next.stdout?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  expect(await next.ended).toBe(0);
  expect(JSON.parse(said)).toMatchObject({ delivered: 1, unknown: 0 });
  expect(phone.received.map((message) => message.kind)).toEqual(["text", "images"]);
}, 60_000);

test("a bad environment ends tick and worker at once, in words", async () => {
  for (const file of ["scripts/tick.ts", "scripts/worker.ts"])
    expect(await startChild(file, { ...env(), CRON_SECRET: "short" }).ended).toBe(1);
}, 60_000);
