import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { openSandboxDoor } from "@/lib/transports/sandbox-door";
import { chatLogId } from "@/lib/transports/sandbox-port";
import { type SandboxServer, startSandbox } from "@/lib/transports/sandbox-server";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { clearRoom } from "./clear-room";
import { endFaults } from "./end-faults";
import { listRooms } from "./list-rooms";
import { openImage } from "./open-image";
import { setFault } from "./set-fault";
import { showRoom } from "./show-room";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
let t: TestDatabase;
let dir: string;
let server: SandboxServer;
let branch: PlantedOrg;
let boss: UserActor;
let ofBranch: UserActor;
let viewer: UserActor;
let stranger: UserActor;
let room: Awaited<ReturnType<typeof plantRoom>>;
const rt = () => ({ db: t.db, clock: () => databaseNow(t.db), sandbox: openSandboxDoor(server.url) });

beforeAll(async () => {
  t = await openTestDatabase();
  dir = await mkdtemp(join(tmpdir(), "dochak-sandbox-"));
  server = await startSandbox({ port: 0, dir });
});
afterAll(async () => {
  await server.close();
  await t.drop();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  await t.clear();
  await fetch(`${server.url}/_sandbox/faults`, { method: "DELETE" });
  const hq = await plantOrg(t.db, "hq", null);
  branch = await plantOrg(t.db, "branch", hq);
  const other = await plantOrg(t.db, "branch", hq);
  boss = await plantUser(t.db, hq, "admin");
  ofBranch = await plantUser(t.db, branch, "operator");
  viewer = await plantUser(t.db, branch, "viewer");
  stranger = await plantUser(t.db, other, "admin");
  room = await plantRoom(t.db, branch, await plantBot(t.db, server.url), { name: "연습방", memberCount: 3 });
});

const post = (body: unknown) => fetch(`${server.url}/reply`, { method: "POST", body: JSON.stringify(body) });
const text = (data: string) => post({ type: "text", room: room.roomId, data });
const picture = () => post({ type: "image", room: room.roomId, data: PNG.toString("base64") });

test("shows what a room received, newest last, to whoever may see the room and to nobody else", async () => {
  await text("안녕하세요");
  await picture();
  const shown = await showRoom(rt(), viewer, { id: room.id });
  expect(shown).toMatchObject({
    online: true,
    total: 2,
    room: { name: "연습방", memberCount: 3 },
    run: null,
    may: { write: false, everywhere: false },
    items: [
      { kind: "text", text: "안녕하세요", match: { kind: "unasked" } },
      { kind: "images", images: [{ mime: "image/png", bytes: PNG.length }] },
    ],
  });
  expect(shown.room).not.toHaveProperty("orgPath");
  await expect(showRoom(rt(), stranger, { id: room.id })).rejects.toMatchObject({ code: "not_found" });
  await expect(showRoom(rt(), boss, { id: 999_999 })).rejects.toMatchObject({ code: "not_found" });
});

test("a room of a real bot is no room of the stand-in", async () => {
  await t.db.update(kbBots).set({ isSandbox: false }).where(eq(kbBots.id, room.botId));
  await expect(showRoom(rt(), boss, { id: room.id })).rejects.toMatchObject({ code: "not_found" });
  expect(await listRooms(rt(), boss)).toEqual({ online: true, items: [] });
});

test("compares with the ledger and sums the newest run up", async () => {
  await text("오늘 저녁 귤이 싸요");
  const at = await databaseNow(t.db);
  const [message] = (await showRoom(rt(), boss, { id: room.id })).items;
  const scheduleId = await plantSchedule(t.db, branch, boss, room);
  const log = {
    scheduleId,
    orgId: branch.id,
    roomRef: room.id,
    botId: room.botId,
    targetRoomId: room.roomId,
    title: "귤",
    scheduledAt: at,
    startedAt: at,
    createdAt: at,
  };
  const [inserted] = await t.db.insert(kbScheduleLogs).values(log).$returningId();
  const part = {
    logId: inserted!.id,
    status: "sent" as const,
    startedAt: at,
    finishedAt: new Date(at.getTime() + 600),
  };
  await t.db.insert(kbScheduleLogParts).values([
    {
      ...part,
      seq: 0,
      kind: "text",
      payload: { kind: "text", text: "오늘 저녁 귤이 싸요" },
      providerRef: chatLogId(message!.seq),
    },
    { ...part, seq: 1, kind: "images_1", payload: { kind: "images", keys: [], waitMs: 0, bytes: 0 }, startedAt: null },
  ]);
  const shown = await showRoom(rt(), boss, { id: room.id });
  expect(shown.items[0]?.match).toEqual({ kind: "same", logId: inserted!.id, seq: 0, partKind: "text", tookMs: 600 });
  expect(shown.run).toMatchObject({ logId: inserted!.id, parts: 2, received: 1, texts: 1, photos: 0 });
  expect((await t.db.select().from(kbSchedule)).length).toBe(1);
});

test("rooms come with their newest message, the latest on top, only those in sight", async () => {
  const quiet = await plantRoom(t.db, branch, { id: room.botId }, { name: "가나다" });
  await text(`긴 글 ${"가".repeat(200)}`);
  const { items } = await listRooms(rt(), ofBranch);
  expect(items.map(({ id }) => id)).toEqual([room.id, quiet.id]);
  expect(items[0]?.last?.text).toHaveLength(80);
  expect(items[1]).toMatchObject({ count: 0, last: null });
  expect((await listRooms(rt(), stranger)).items).toEqual([]);
});

test("a fault is set for one room by who may send there, replaces its kind, and is written down", async () => {
  await setFault(rt(), ofBranch, { id: room.id, kind: "slow", ms: 10 });
  await setFault(rt(), ofBranch, { id: room.id, kind: "slow", ms: 20, times: 2 });
  await setFault(rt(), ofBranch, { id: room.id, kind: "lost" });
  expect((await showRoom(rt(), viewer, { id: room.id })).faults).toEqual([
    { kind: "slow", ms: 20, times: 2, roomId: room.roomId },
    { kind: "lost", roomId: room.roomId },
  ]);
  await endFaults(rt(), ofBranch, { id: room.id, kind: "slow" });
  expect((await showRoom(rt(), viewer, { id: room.id })).faults.map(({ kind }) => kind)).toEqual(["lost"]);
  const written = await t.db.select({ action: auditLog.action, subject: auditLog.subject }).from(auditLog);
  expect(written.map(({ action }) => action)).toEqual([...Array(3).fill("sandbox.fault"), "sandbox.faultEnd"]);
  for (const [actor, code] of [
    [viewer, "forbidden"],
    [stranger, "not_found"],
  ] as const) {
    await expect(setFault(rt(), actor, { id: room.id, kind: "lost" })).rejects.toMatchObject({ code });
    await expect(endFaults(rt(), actor, { id: room.id })).rejects.toMatchObject({ code });
    await expect(clearRoom(rt(), actor, { id: room.id })).rejects.toMatchObject({ code });
  }
});

test("a fault of every room is seen in each and ended by headquarters alone", async () => {
  await fetch(`${server.url}/_sandbox/faults`, { method: "POST", body: '{"kind":"offline"}' });
  await fetch(`${server.url}/_sandbox/faults`, { method: "POST", body: '{"kind":"offline","roomId":"elsewhere"}' });
  const here = async () => (await showRoom(rt(), ofBranch, { id: room.id })).faults;
  expect(await here()).toEqual([{ kind: "offline" }]);
  await endFaults(rt(), ofBranch, { id: room.id });
  expect(await here()).toEqual([{ kind: "offline" }]);
  await endFaults(rt(), boss, { id: room.id });
  expect(await here()).toEqual([]);
  const left = (await (await fetch(`${server.url}/_sandbox/faults`)).json()) as { items: unknown[] };
  expect(left.items).toEqual([{ kind: "offline", roomId: "elsewhere" }]);
});

test("pictures are handed out by the rooms that received them, and an emptied room has none", async () => {
  await picture();
  const [shown] = (await showRoom(rt(), viewer, { id: room.id })).items;
  const sha256 = shown?.kind === "images" ? shown.images[0]!.sha256 : "";
  const opened = await openImage(rt(), viewer, { id: room.id, sha256 });
  expect(Buffer.from(opened.body).equals(PNG)).toBe(true);
  expect(opened.headers).toMatchObject({ "Content-Type": "image/png", "X-Content-Type-Options": "nosniff" });
  const second = await plantRoom(t.db, branch, { id: room.botId });
  for (const [actor, id] of [
    [stranger, room.id],
    [viewer, second.id],
  ] as const)
    await expect(openImage(rt(), actor, { id, sha256 })).rejects.toMatchObject({ code: "not_found" });
  await clearRoom(rt(), ofBranch, { id: room.id });
  expect((await showRoom(rt(), viewer, { id: room.id })).items).toEqual([]);
  await expect(openImage(rt(), viewer, { id: room.id, sha256 })).rejects.toMatchObject({ code: "not_found" });
});

test("a stand-in that doesn't answer, or that isn't there, is told and breaks nothing", async () => {
  const silent = { ...rt(), sandbox: openSandboxDoor("http://127.0.0.1:9") };
  const { sandbox: _, ...without } = rt();
  for (const one of [silent, without]) {
    expect(await showRoom(one, boss, { id: room.id })).toMatchObject({ online: false, items: [], faults: [] });
    expect(await listRooms(one, boss)).toMatchObject({ online: false, items: [{ id: room.id, last: null }] });
    await expect(setFault(one, boss, { id: room.id, kind: "lost" })).rejects.toMatchObject({
      code: "conflict",
      detail: { message: "sandboxSilent" },
    });
    await expect(openImage(one, boss, { id: room.id, sha256: "a".repeat(64) })).rejects.toMatchObject({
      code: "not_found",
    });
  }
});
