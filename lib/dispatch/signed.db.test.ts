import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { seal } from "@/lib/access/sealed";
import { DEMO_SECRET } from "@/lib/transports/sandbox-port";
import { type SandboxServer, startSandbox } from "@/lib/transports/sandbox-server";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { runTick } from "./run-tick";

let database: TestDatabase;
let sandbox: SandboxServer;
let dir: string;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let bot: Awaited<ReturnType<typeof plantBot>>;
let room: Awaited<ReturnType<typeof plantRoom>>;
let engine: ReturnType<typeof engineRuntime>;
const storage = memoryStorage();

beforeAll(async () => {
  database = await openTestDatabase();
  dir = await mkdtemp(join(tmpdir(), "dochak-signed-"));
});
afterAll(async () => {
  await sandbox?.close();
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  await sandbox?.close();
  sandbox = await startSandbox({ port: 0, dir: await mkdtemp(join(dir, "phone-")) });
  await database.clear();
  engine = engineRuntime(database.db, storage);
  org = await plantOrg(database.db, "hq", null);
  user = await plantUser(database.db, org);
  bot = await plantBot(database.db, sandbox.url);
  room = await plantRoom(database.db, org, bot);
  await botIs({ gateway: "iris_signed", minGapMs: 0, secret: sealed(DEMO_SECRET) });
});

const sealed = (secret: string) => seal(engine.rt.env.ENCRYPTION_KEYS, `kb_bots|${bot.id}|secret`, secret);
const botIs = (change: Partial<typeof kbBots.$inferInsert>) =>
  database.db.update(kbBots).set(change).where(eq(kbBots.id, bot.id));
const tick = () => runTick(engine.rt, { budgetMs: 60_000 });
const pass = (seconds: number) => {
  engine.time.shiftMs += seconds * 1000;
};
const fault = (body: object) => fetch(`${sandbox.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify(body) });
const inRoom = async () => {
  const answer = await fetch(`${sandbox.url}/_sandbox/rooms/${room.roomId}/messages`);
  const { items } = (await answer.json()) as { items: { text?: string; images?: unknown[] }[] };
  return items.map(({ text, images }) => text ?? images?.length);
};
const runOf = async (scheduleId: number) => {
  const [log] = await database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, scheduleId));
  const parts = await database.db
    .select()
    .from(kbScheduleLogParts)
    .where(eq(kbScheduleLogParts.logId, log?.id ?? 0))
    .orderBy(asc(kbScheduleLogParts.seq));
  return { log: log!, parts };
};

test("text and ten images go to a signed bot in calls of at most eight, and count as handed over", async () => {
  const keys = await plantImages(database.db, storage, org, 10);
  for (const key of keys)
    storage.files.set(key, Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from(key)]));
  const id = await plantSchedule(database.db, org, user, room, { messageImages1: keys, mediaWaitTime1: 1 });
  expect(await tick()).toMatchObject({ delivered: 1, unknown: 0, failed: 0 });
  expect(await inRoom()).toEqual(["오늘 저녁 귤이 싸요", 8, 2]);
  const { log, parts } = await runOf(id);
  expect(log).toMatchObject({ status: "success", certainty: "handed_off" });
  for (const part of parts)
    expect(part).toMatchObject({
      status: "sent",
      certainty: "handed_off",
      providerRef: expect.stringMatching(/^reply-/),
    });
  expect(await ledgerProblems(database.db)).toEqual([]);
});

test("a wrong secret parks the bot without using a try; the right one lets the message go", async () => {
  await botIs({ secret: sealed("another") });
  const id = await plantSchedule(database.db, org, user, room);
  expect(await tick()).toMatchObject({ delivered: 0, failed: 0, unknown: 0 });
  expect((await runOf(id)).log).toMatchObject({ status: "deferred", reasonCode: "auth_failed", attempt: 0 });
  expect(await inRoom()).toEqual([]);
  await botIs({ secret: sealed(DEMO_SECRET) });
  pass(301);
  await tick();
  expect((await runOf(id)).log).toMatchObject({ status: "success", certainty: "handed_off" });
  expect(await inRoom()).toEqual(["오늘 저녁 귤이 싸요"]);
});

test("a lost receipt leaves it to a person: nobody sends it again", async () => {
  const id = await plantSchedule(database.db, org, user, room);
  await fault({ kind: "reset_after", times: 1 });
  expect(await tick()).toMatchObject({ unknown: 1 });
  for (let n = 0; n < 4; n++) {
    pass(3_000);
    await tick();
  }
  const { log, parts } = await runOf(id);
  expect([log.status, parts[0]?.attempt, parts[0]?.providerRef]).toEqual(["unknown", 1, null]);
  expect(await inRoom()).toEqual(["오늘 저녁 귤이 싸요"]);
});

test("a message that takes its time is unknown until the gateway is asked again by its receipt", async () => {
  const id = await plantSchedule(database.db, org, user, room);
  await fault({ kind: "late", times: 1, ms: 2_000 });
  expect(await tick()).toMatchObject({ unknown: 1 });
  expect((await runOf(id)).parts[0]).toMatchObject({
    status: "unknown",
    errorCode: "not_observed",
    providerRef: expect.stringMatching(/^reply-/),
  });
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  pass(31);
  await tick();
  const { log, parts } = await runOf(id);
  expect(log).toMatchObject({ status: "success", certainty: "handed_off" });
  expect(parts[0]).toMatchObject({ status: "sent", attempt: 1 });
  expect(await inRoom()).toEqual(["오늘 저녁 귤이 싸요"]);
  expect(await ledgerProblems(database.db)).toEqual([]);
});
