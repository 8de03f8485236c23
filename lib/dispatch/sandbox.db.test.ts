import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { type SandboxServer, startSandbox } from "@/lib/transports/sandbox-server";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { sha256 } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { chosenMs, watchWaits } from "@/scripts/testing/watch-waits";
import { runTick } from "./run-tick";

vi.mock("@/lib/time/nap", async (original) =>
  (await import("@/scripts/testing/watch-waits")).watchNaps(await original<typeof import("@/lib/time/nap")>()),
);

type Message = { at: string; kind: "text" | "images"; text?: string; images?: { sha256: string }[] };

let database: TestDatabase;
let sandbox: SandboxServer;
let dir: string;
beforeAll(async () => {
  database = await openTestDatabase();
  dir = await mkdtemp(join(tmpdir(), "dochak-sandbox-"));
  sandbox = await startSandbox({ port: 0, dir });
});
afterAll(async () => {
  await sandbox?.close();
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

const inRoom = async (roomId: string): Promise<Message[]> => {
  const response = await fetch(`${sandbox.url}/_sandbox/rooms/${roomId}/messages`);
  return ((await response.json()) as { items: Message[] }).items;
};
const fault = (body: unknown) =>
  fetch(`${sandbox.url}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("through the sandbox's socket: text, group 1, group 2 arrive in order with their intervals", async () => {
  const { db } = database;
  const storage = memoryStorage();
  const { rt } = engineRuntime(db, storage, 2_000);
  const org = await plantOrg(db, "hq", null);
  const user = await plantUser(db, org);
  // The bot keeps its default gap of a second between calls.
  const bot = await plantBot(db, sandbox.url);
  const room = await plantRoom(db, org, bot);
  const one = await plantImages(db, storage, org, 3);
  const two = await plantImages(db, storage, org, 2);
  const over = { messageImages1: one, messageImages2: two, sendIntervalSeconds: 2, mediaWaitTime1: 3000 };
  await plantSchedule(db, org, user, room, over);
  const watched = watchWaits(rt);
  expect(await runTick(watched.rt, {})).toMatchObject({ planned: 1, delivered: 1, unknown: 0, failed: 0 });
  const seen = await inRoom(room.roomId);
  expect(seen.map((message) => message.text ?? message.images?.map((image) => image.sha256))).toEqual([
    "오늘 저녁 귤이 싸요",
    one.map((key) => sha256(Buffer.from(key))),
    two.map((key) => sha256(Buffer.from(key))),
  ]);
  const at = seen.map((message) => Date.parse(message.at));
  expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(1990);
  expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(2990);
  // Not longer either: by the ledger, and by what the lane chose to sleep.
  expect(watched.waitsMs).toEqual([2000, 3000]);
  const [first, second, third] = at.map((ms) => ms - performance.timeOrigin);
  expect(chosenMs(first!, second!)).toBeLessThanOrEqual(2000);
  expect(chosenMs(second!, third!)).toBe(0);
});

test.each([
  ["http_500", "deferred", 0],
  ["queue_full", "deferred", 0],
  ["lost", "success", 0],
  ["late", "success", 1],
] as const)("the sandbox's %s leaves the run %s with %i received", async (kind, status, received) => {
  const { db } = database;
  const { rt } = engineRuntime(db, memoryStorage(), 300);
  const org = await plantOrg(db, "hq", null);
  const room = await plantRoom(db, org, await plantBot(db, sandbox.url));
  const id = await plantSchedule(db, org, await plantUser(db, org), room);
  // A refusal stays on: jitter may put the next try within the same pass.
  const times = status === "deferred" ? 50 : 1;
  expect((await fault({ kind, times, roomId: room.roomId, ...(kind === "late" && { ms: 700 }) })).ok).toBe(true);
  await runTick(rt, {});
  const [log] = await db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, id));
  expect([log?.status, log?.certainty]).toEqual([status, status === "success" ? "accepted" : null]);
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect(await inRoom(room.roomId)).toHaveLength(received);
  expect(await ledgerProblems(db)).toEqual([]);
});

test("a call tells of its bot: out of reach when it was, there again when it answers", async () => {
  const { db } = database;
  const { rt } = engineRuntime(db, memoryStorage(), 300);
  const org = await plantOrg(db, "hq", null);
  const bot = await plantBot(db, sandbox.url);
  const room = await plantRoom(db, org, bot);
  const user = await plantUser(db, org);
  await plantSchedule(db, org, user, room);
  await fault({ kind: "offline", roomId: room.roomId });
  const seen = async () => (await db.select().from(kbBots).where(eq(kbBots.id, bot.id)))[0];
  await runTick(rt, {});
  expect(await seen()).toMatchObject({ lastSeenAt: null, lastHealth: { ok: false } });
  await fetch(`${sandbox.url}/_sandbox/faults`, { method: "DELETE" });
  const other = await plantRoom(db, org, bot);
  await plantSchedule(db, org, user, other);
  await runTick(rt, {});
  expect(await seen()).toMatchObject({ lastSeenAt: expect.any(Date), lastHealth: { ok: true } });
});
