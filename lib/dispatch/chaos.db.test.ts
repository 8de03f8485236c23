import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { appMeta } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { startChild } from "@/scripts/testing/start-child";

let database: TestDatabase;
let phone: FakePhone;
let directory: string;

beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
  directory = await mkdtemp(join(tmpdir(), "dochak-chaos-"));
});
afterAll(async () => {
  await phone?.close();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.clear();
  phone.clear();
});

/** Numbers that look random and are the same every time. */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** `devices` phones with `rooms` rooms each; every room has one run of text, one picture, two pictures. */
async function plantWorld(devices: number, rooms: number) {
  const { db } = database;
  const org = await plantOrg(db, "hq", null);
  const user = await plantUser(db, org);
  const [one, two, three] = await plantImages(db, createLocalDisk(directory), org, 3);
  const roomsOf = new Map<string, string[]>();
  for (let device = 0; device < devices; device++) {
    const bot = await plantBot(db, phone.url);
    await db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
    for (let n = 0; n < rooms; n++) {
      const room = await plantRoom(db, org, bot);
      roomsOf.set(bot.deviceId, [...(roomsOf.get(bot.deviceId) ?? []), room.roomId]);
      await plantSchedule(db, org, user, room, {
        messageText: `글 ${room.roomId}`,
        messageImages1: [one!],
        messageImages2: [two!, three!],
        mediaWaitTime1: 1,
        mediaWaitTime2: 1,
        catchUpMinutes: 1440,
      });
    }
  }
  return roomsOf;
}

const env = () => ({ DATABASE_URL: database.url, STORAGE_DIR: directory });
const isDrained = async (runs: number) => {
  const [count] = await database.db
    .select({ all: sql<number>`count(*)`, open: sql<number>`count(${kbScheduleLogs.nextAttemptAt})` })
    .from(kbScheduleLogs);
  return Number(count?.all) === runs && Number(count?.open) === 0;
};

/** What must hold whatever happened: nothing twice, nothing out of order, nothing lost in silence. */
async function expectSound(runs: number, roomsOf: Map<string, string[]>) {
  const seen = new Set<string>();
  for (const message of phone.received) {
    const key = `${message.room}/${message.text ?? message.images?.join()}`;
    expect(seen.has(key), `twice: ${key}`).toBe(false);
    seen.add(key);
  }
  for (const rooms of roomsOf.values())
    for (const room of rooms)
      expect(["", "t", "t1", "t12"]).toContain(
        phone
          .in(room)
          .map((m) => (m.text ? "t" : m.images?.length))
          .join(""),
      );

  expect(await ledgerProblems(database.db)).toEqual([]);
  const logs = await database.db.select().from(kbScheduleLogs);
  const parts = await database.db.select().from(kbScheduleLogParts);
  expect(logs).toHaveLength(runs);
  expect(parts).toHaveLength(runs * 3);
  for (const log of logs) expect(["success", "unknown"]).toContain(log.status);
  const roomOfLog = new Map(logs.map((log) => [log.id, log.targetRoomId]));
  let unknown = 0;
  for (const part of parts) {
    const arrived = phone.in(roomOfLog.get(part.logId) ?? "").length > part.seq;
    if (part.status === "sent") expect(arrived, `part ${part.id} is sent but never arrived`).toBe(true);
    else if (part.status === "unknown") unknown++;
    else expect([part.status, arrived]).toEqual(["pending", false]);
  }
  return unknown;
}

test("two processes at once send each occurrence once, one call at a time per device", async () => {
  const roomsOf = await plantWorld(6, 5);
  phone.delay(() => 15);
  const children = [1, 2].map(() => startChild("scripts/testing/engine-child.ts", { ...env(), PASSES: "3" }));
  expect(await Promise.all(children.map((child) => child.ended))).toEqual([0, 0]);
  expect(await isDrained(30)).toBe(true);
  expect(await expectSound(30, roomsOf)).toBe(0);
  expect(phone.received).toHaveLength(90);
  for (const rooms of roomsOf.values()) {
    const calls = phone.calls.filter((call) => rooms.includes(call.room)).sort((a, b) => a.from - b.from);
    for (const [i, call] of calls.entries()) if (i > 0) expect(call.from).toBeGreaterThanOrEqual(calls[i - 1]!.to);
  }
}, 120_000);

const KILLS = 24;

test("killed at random moments: nothing twice, nothing lost, what nobody knows is unknown", async () => {
  const random = seeded(20_261_120);
  phone.delay(() => 10 + Math.floor(random() * 40));
  let runs = 0;
  let kills = 0;
  const roomsOf = new Map<string, string[]>();
  while (kills < KILLS) {
    // However fast the machine: there is always something in flight to be killed in.
    if (await isDrained(runs)) {
      for (const [device, rooms] of await plantWorld(10, 8)) roomsOf.set(device, rooms);
      runs += 80;
    }
    const children = [1, 2].map(() => startChild("scripts/testing/engine-child.ts", env()));
    await Promise.all(children.map((child) => child.ready));
    for (const child of children) {
      const enough = phone.calls.length + 1 + Math.floor(random() * 10);
      const endMs = performance.now() + 2_500;
      while (phone.calls.length < enough && performance.now() < endMs && !(await isDrained(runs)))
        await new Promise((resolve) => setTimeout(resolve, 3));
      await new Promise((resolve) => setTimeout(resolve, random() * 60));
      child.kill("SIGKILL");
      await child.ended;
      kills++;
    }
    // As if the leases of the dead had run out meanwhile.
    await database.db
      .insert(appMeta)
      .values({ key: "test_shift", value: "31000" })
      .onDuplicateKeyUpdate({ set: { value: sql`value + 31000` } });
  }
  const last = startChild("scripts/testing/engine-child.ts", { ...env(), PASSES: "3" });
  expect(await last.ended).toBe(0);
  const unknown = await expectSound(runs, roomsOf);
  expect(await isDrained(runs)).toBe(true);
  console.log(`${kills} kills, ${phone.received.length} received, ${unknown} unknown`);
  expect(unknown).toBeGreaterThan(0);
}, 300_000);
