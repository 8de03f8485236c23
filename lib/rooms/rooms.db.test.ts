import { count, eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "@/db/enums";
import { auditLog } from "@/db/schema/audit";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { roomPace } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { createRoom } from "./create-room";
import { deleteRoom } from "./delete-room";
import { orgChoices } from "./org-choices";
import { findRoom, getRoom, listRooms, type RoomDto } from "./queries";
import { RoomFilter, RoomInput, RoomUpdate } from "./schema";
import { updateRoom } from "./update-room";

let t: TestDatabase;
const now = new Date("2026-11-20T05:00:00Z");
const rt = () => ({ db: t.db, clock: async () => now });
const all = (over: object = {}) => RoomFilter.parse(over);

beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(() => t.clear());
afterAll(() => t.drop());

/** 본사 › 총판 › 대리점 A, 대리점 B, each with a bot's room. */
async function tree() {
  const hq = await plantOrg(t.db, "hq", null);
  const distributor = await plantOrg(t.db, "distributor", hq);
  const a = await plantOrg(t.db, "agency", distributor);
  const b = await plantOrg(t.db, "agency", distributor);
  const below = await plantOrg(t.db, "branch", a);
  const bot = await plantBot(t.db);
  const otherBot = await plantBot(t.db);
  const roomA = await plantRoom(t.db, a, bot);
  const roomB = await plantRoom(t.db, b, otherBot);
  return { hq, distributor, a, b, below, bot, otherBot, roomA, roomB };
}
const limit = (id: number, limits: object) => t.db.update(orgs).set({ limits }).where(eq(orgs.id, id));

/** The refusal of a call, and proof that it changed nothing. */
async function refusal(call: () => Promise<unknown>): Promise<AppError> {
  const snapshot = async () =>
    JSON.stringify([await t.db.select().from(kbRooms), await t.db.select({ n: count() }).from(auditLog)]);
  const before = await snapshot();
  const error = await call().then(
    () => new Error("it was allowed"),
    (e: unknown) => e,
  );
  expect(await snapshot()).toBe(before);
  if (!(error instanceof AppError)) throw error;
  return error;
}
const issues = (error: AppError) => error.detail.issues?.map((i) => [i.path.join("."), i.message, i.params?.value]);

const input = (ownerOrgId: number, botId: number, over: object = {}) =>
  RoomInput.parse({ roomId: "18340000999", name: "새 방", roomType: "production", botId, ownerOrgId, ...over });

test("a list shows exactly what may be read, on random trees", async () => {
  const shape = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(shape, fc.nat(), fc.constantFrom<Role>("admin", "viewer"), async (parents, where, role) => {
      await t.clear();
      const planted: PlantedOrg[] = [];
      for (const p of parents)
        planted.push(await plantOrg(t.db, planted.length === 0 ? "hq" : "branch", planted[p % planted.length] ?? null));
      const bot = await plantBot(t.db);
      const rooms = [];
      for (const org of planted) {
        rooms.push({ ...(await plantRoom(t.db, org, bot)), path: org.path, gone: false });
        rooms.push({ ...(await plantRoom(t.db, org, bot, { deletedAt: now })), path: org.path, gone: true });
      }
      const actor = await plantUser(t.db, planted[where % planted.length]!, role);
      const expected = rooms.filter((r) => !r.gone && can(actor, "room.read", r.path)).map((r) => r.id);
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await listRooms(t.db, scopeOf(actor), all({ limit: "3", ...(cursor && { cursor }) }), now);
        seen.push(...page.items.map((room) => room.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect([...seen].sort((x, y) => x - y)).toEqual(expected);
      expect(new Set(seen).size).toBe(seen.length);
      for (const room of rooms)
        expect((await findRoom(t.db, scopeOf(actor), room.id, now)) !== null).toBe(expected.includes(room.id));
    }),
    { numRuns: 12 },
  );
}, 60_000);

describe("filters", () => {
  test("organisation (with what is below), bot, type, status and words, and % is only a %", async () => {
    const { a, b, below, bot, distributor, roomA, roomB } = await tree();
    const test_ = await plantRoom(t.db, below, bot, { name: "50%_연습", roomType: "test", status: "inactive" });
    const scope = scopeOf(await plantUser(t.db, distributor));
    const ids = async (over: object) =>
      (await listRooms(t.db, scope, all(over), now)).items.map((r) => r.id).sort((x, y) => x - y);
    expect(await ids({ org: String(a.id) })).toEqual([roomA.id, test_.id]);
    expect(await ids({ bot: String(bot.id) })).toEqual([roomA.id, test_.id]);
    expect(await ids({ type: "test" })).toEqual([test_.id]);
    expect(await ids({ status: "active" })).toEqual([roomA.id, roomB.id]);
    expect(await ids({ q: "0%_연" })).toEqual([test_.id]);
    expect(await ids({ q: "%" })).toEqual([test_.id]);
    expect(await ids({ q: roomB.roomId })).toEqual([roomB.id]);
    const ofA = scopeOf(await plantUser(t.db, a));
    for (const org of [b.id, 999_999])
      expect((await listRooms(t.db, ofA, all({ org: String(org) }), now)).items).toEqual([]);
  });
  test("a page continues where the one before ended, also among equal names; a made-up cursor is told so", async () => {
    const { a, bot } = await tree();
    for (let i = 0; i < 5; i++) await plantRoom(t.db, a, bot, { name: "같은 이름 😀" });
    const scope = scopeOf(await plantUser(t.db, a));
    const seen: RoomDto[] = [];
    let cursor: string | null = null;
    do {
      const page = await listRooms(t.db, scope, all({ limit: "2", ...(cursor && { cursor }) }), now);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen.map((r) => r.id)).size).toBe(6);
    await expect(listRooms(t.db, scope, all({ cursor: "%%%" }), now)).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("adding", () => {
  test("an admin adds a room below; the row, the limits and who did it are there", async () => {
    const { distributor, a, below, bot } = await tree();
    await limit(distributor.id, { runsPerDay: 40 });
    await limit(a.id, { minGapSeconds: 20 });
    const actor = await plantUser(t.db, a);
    const room = await createRoom(rt(), actor, input(below.id, bot.id, { limits: { perHour: 10 } }));
    expect(room).toMatchObject({
      roomId: "18340000999",
      ownerOrgId: below.id,
      limits: { minGapSeconds: null, perMinute: null, perHour: 10, callsPerDay: null, runsPerDay: null },
      effectiveLimits: { minGapSeconds: 30, perMinute: 5, perHour: 10, callsPerDay: 200, runsPerDay: 40 },
      limitOrigins: {
        minGapSeconds: { kind: "product" },
        perHour: { kind: "room", id: room.id },
        runsPerDay: { kind: "org", id: distributor.id },
      },
      version: 1,
    });
    expect(room.limitChain.map((step) => step.origin.kind)).toEqual(["product", "org", "org", "org", "org", "room"]);
    const [row] = await t.db.select().from(auditLog);
    expect(row).toMatchObject({ action: "room.create", subject: `room:${room.id}`, orgId: below.id });
    expect(row?.actorUserId).toBe(actor.userId);
  });

  test("someone else's organisation and one that never was are the same 422, and so are bots", async () => {
    const { a, b, bot, otherBot } = await tree();
    const actor = await plantUser(t.db, a);
    for (const owner of [b.id, 999_999])
      expect(issues(await refusal(() => createRoom(rt(), actor, input(owner, bot.id))))).toEqual([
        ["ownerOrgId", "ownerNotFound", undefined],
      ]);
    for (const unknown of [otherBot.id, 999_999])
      expect(issues(await refusal(() => createRoom(rt(), actor, input(a.id, unknown))))).toEqual([
        ["botId", "botNotFound", undefined],
      ]);
  });

  test.each(["operator", "viewer"] as const)("a %s may not, whatever the body names", async (role) => {
    const { a, bot } = await tree();
    const actor = await plantUser(t.db, a, role);
    for (const owner of [a.id, 999_999])
      expect((await refusal(() => createRoom(rt(), actor, input(owner, bot.id)))).code).toBe("forbidden");
  });

  test("the same channel on the same bot is told at its field; on another bot it is another room", async () => {
    const { hq, a, bot, otherBot, roomA } = await tree();
    const actor = await plantUser(t.db, hq);
    const again = input(a.id, bot.id, { roomId: roomA.roomId });
    expect(issues(await refusal(() => createRoom(rt(), actor, again)))).toEqual([["roomId", "roomTaken", undefined]]);
    await createRoom(rt(), actor, { ...again, botId: otherBot.id });
    const twice = input(a.id, bot.id, { roomId: "777" });
    const both = await Promise.allSettled([createRoom(rt(), actor, twice), createRoom(rt(), actor, twice)]);
    expect(both.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("limits laxer than what holds above are each told at their own field; as strict is fine", async () => {
    const { distributor, a, bot } = await tree();
    await limit(distributor.id, { runsPerDay: 40, minGapSeconds: 60 });
    const actor = await plantUser(t.db, a);
    const lax = { minGapSeconds: 59, perMinute: 6, perHour: 50, callsPerDay: null, runsPerDay: 41 };
    expect(issues(await refusal(() => createRoom(rt(), actor, input(a.id, bot.id, { limits: lax }))))).toEqual([
      ["limits.minGapSeconds", "limitGapLooser", 60],
      ["limits.perMinute", "limitCountLooser", 5],
      ["limits.runsPerDay", "limitCountLooser", 40],
    ]);
    const strict = { minGapSeconds: 60, runsPerDay: 40 };
    await createRoom(rt(), actor, input(a.id, bot.id, { limits: strict }));
  });
});

describe("changing", () => {
  const update = (id: number, over: object) => RoomUpdate.parse({ ...over, id: String(id) });

  test("what is left out stays, sending back the whole answer changes nothing but the version", async () => {
    const { a, roomA } = await tree();
    const actor = await plantUser(t.db, a);
    const renamed = await updateRoom(rt(), actor, update(roomA.id, { name: "  단골  방 " }));
    expect(renamed).toMatchObject({ name: "단골 방", roomId: roomA.roomId, status: "active", version: 2 });
    const echoed = await updateRoom(rt(), actor, update(roomA.id, renamed));
    expect(echoed).toEqual({ ...renamed, version: 3 });
    expect(() => update(roomA.id, { colour: "red" })).toThrow();
  });

  test("somebody was faster: 409 with what is stored now", async () => {
    const { a, roomA } = await tree();
    const actor = await plantUser(t.db, a);
    await updateRoom(rt(), actor, update(roomA.id, { name: "먼저", version: 1 }));
    const error = await refusal(() => updateRoom(rt(), actor, update(roomA.id, { name: "나중", version: 1 })));
    expect(error.code).toBe("conflict");
    expect(error.detail.current).toMatchObject({ id: roomA.id, name: "먼저", version: 2 });
  });

  test("a foreign and an absent room are the same 404, for reading, changing and deleting", async () => {
    const { a, roomB } = await tree();
    const actor = await plantUser(t.db, a);
    for (const id of [roomB.id, 999_999]) {
      for (const call of [
        () => getRoom(t.db, scopeOf(actor), id, now),
        () => updateRoom(rt(), actor, update(id, { name: "남의 방" })),
        () => deleteRoom(rt(), actor, { id }),
      ]) {
        const error = await refusal(call);
        expect([error.code, error.detail]).toEqual(["not_found", {}]);
      }
    }
  });

  test("moves inside the subtree, and only there", async () => {
    const { a, b, below, distributor, roomA } = await tree();
    const admin = await plantUser(t.db, a);
    expect(await updateRoom(rt(), admin, update(roomA.id, { ownerOrgId: below.id }))).toMatchObject({
      ownerOrgId: below.id,
    });
    expect(issues(await refusal(() => updateRoom(rt(), admin, update(roomA.id, { ownerOrgId: b.id }))))).toEqual([
      ["ownerOrgId", "ownerNotFound", undefined],
    ]);
    await updateRoom(rt(), await plantUser(t.db, distributor), update(roomA.id, { ownerOrgId: b.id }));
    expect((await refusal(() => updateRoom(rt(), admin, update(roomA.id, { name: "x" })))).code).toBe("not_found");
    const actions = await t.db.select({ action: auditLog.action, orgId: auditLog.orgId }).from(auditLog);
    expect(actions).toEqual([
      { action: "room.move", orgId: below.id },
      { action: "room.move", orgId: b.id },
    ]);
  });

  test("a superior's later word doesn't lock the form, but new laxness is refused", async () => {
    const { a, roomA } = await tree();
    const actor = await plantUser(t.db, a);
    await updateRoom(rt(), actor, update(roomA.id, { limits: { perHour: 30 } }));
    await limit(a.id, { perHour: 20 });
    const room = await updateRoom(rt(), actor, update(roomA.id, { name: "이름만", limits: { perHour: 30 } }));
    expect(room.effectiveLimits.perHour).toBe(20);
    const laxer = () => updateRoom(rt(), actor, update(roomA.id, { limits: { perHour: 25 } }));
    expect(issues(await refusal(laxer))).toEqual([["limits.perHour", "limitCountLooser", 20]]);
  });
});

test("a deleted room is gone for everyone, and comes back as itself when it is added again", async () => {
  const { a, below, bot, roomA } = await tree();
  const actor = await plantUser(t.db, a);
  const stale = await refusal(() => deleteRoom(rt(), actor, { id: roomA.id, version: 7 }));
  expect(stale).toMatchObject({ code: "conflict", detail: { current: { id: roomA.id, version: 1 } } });
  await deleteRoom(rt(), actor, { id: roomA.id, version: 1 });
  expect((await refusal(() => deleteRoom(rt(), actor, { id: roomA.id }))).code).toBe("not_found");
  // The bot has no other room here, so only headquarters still knows it.
  const hq = await plantUser(t.db, { ...a, level: "hq", path: "/" });
  const back = await createRoom(rt(), hq, input(below.id, bot.id, { roomId: roomA.roomId }));
  expect(back).toMatchObject({ id: roomA.id, ownerOrgId: below.id, name: "새 방", version: 3 });
});

test("the channel of a deleted room: whoever may bring that room back is told which and how, others aren't", async () => {
  const { a, b, otherBot, roomB } = await tree();
  const gone = await plantRoom(t.db, b, otherBot, { name: "지난 행사방" });
  const channel = { roomId: gone.roomId };
  const [ofB, ofA] = [await plantUser(t.db, b), await plantUser(t.db, a)];
  const mine = await plantRoom(t.db, a, otherBot);
  const move = (actor: typeof ofB, id: number) =>
    refusal(() => updateRoom(rt(), actor, RoomUpdate.parse({ id: String(id), ...channel })));
  expect((await move(ofB, roomB.id)).detail.issues).toMatchObject([{ path: ["roomId"], message: "roomTaken" }]);
  await deleteRoom(rt(), ofB, { id: gone.id });
  expect((await move(ofB, roomB.id)).detail.issues).toEqual([
    { path: ["roomId"], message: "roomOfDeleted", params: { name: "지난 행사방" } },
  ]);
  expect((await move(ofA, mine.id)).detail.issues).toMatchObject([{ path: ["roomId"], message: "roomTaken" }]);
  const back = await createRoom(rt(), ofB, input(b.id, otherBot.id, channel));
  expect(back.id).toBe(gone.id);
});

test("a room another organisation deleted stays theirs", async () => {
  const { a, b, otherBot, roomB } = await tree();
  const inUse = await plantRoom(t.db, a, otherBot);
  await deleteRoom(rt(), await plantUser(t.db, b), { id: roomB.id });
  const stranger = await plantUser(t.db, a);
  const add = (roomId: string) => refusal(() => createRoom(rt(), stranger, input(a.id, otherBot.id, { roomId })));
  const taken = await add(roomB.roomId);
  expect(taken.detail.issues).toMatchObject([{ path: ["roomId"], message: "roomTaken" }]);
  expect(taken.detail).toEqual((await add(inUse.roomId)).detail);
  const [row] = await t.db.select().from(kbRooms).where(eq(kbRooms.id, roomB.id));
  expect(row).toMatchObject({ ownerOrgId: b.id });
  expect(row?.deletedAt).not.toBeNull();
});

test("today's use is counted in Korean days and sliding windows", async () => {
  const { a, roomA } = await tree();
  const ago = (ms: number) => now.getTime() - ms;
  const times = [ago(15 * 3_600_000), ago(5 * 3_600_000), ago(3_599_000), ago(50_000)];
  const lastRunAt = new Date(ago(50_000));
  await t.db.insert(roomPace).values({ roomRef: roomA.id, callTimes: times, runTimes: times, lastRunAt });
  const [room] = (await listRooms(t.db, scopeOf(await plantUser(t.db, a)), all(), now)).items;
  // 14:00 in Seoul: 15 hours ago was yesterday.
  expect(room?.today).toEqual({
    runsToday: 3,
    callsToday: 3,
    callsLastHour: 2,
    callsLastMinute: 1,
    lastRunAt: lastRunAt.toISOString(),
  });
});

test("one room tells how its last runs went and how many active schedules use it", async () => {
  const { a, bot, roomA } = await tree();
  const actor = await plantUser(t.db, a);
  const schedule = {
    title: "예약",
    createdByType: a.level,
    createdById: a.id,
    createdByMbId: actor.mbId,
    ownerOrgId: a.id,
    roomRef: roomA.id,
    targetBotName: bot.botName,
    targetRoomId: roomA.roomId,
    messageText: "글",
    messageImages1: [],
    messageImages2: [],
    scheduleType: "daily" as const,
    scheduleTime: "09:00",
    validFrom: now,
    validUntil: now,
    createdAt: now,
    updatedAt: now,
  };
  const rows = [schedule, { ...schedule, status: "inactive" as const }, { ...schedule, deletedAt: now }];
  await t.db.insert(kbSchedule).values(rows);
  const [first] = await t.db.select({ id: kbSchedule.id }).from(kbSchedule).limit(1);
  const log = (hours: number, status: "success" | "failed" | "planned") => ({
    scheduleId: first!.id,
    orgId: a.id,
    roomRef: roomA.id,
    botId: bot.id,
    targetRoomId: roomA.roomId,
    title: "예약",
    status,
    scheduledAt: new Date(now.getTime() + hours * 3_600_000),
    createdAt: now,
  });
  const past = Array.from({ length: 16 }, (_, i) => log(i - 16, i === 15 ? "failed" : "success"));
  await t.db.insert(kbScheduleLogs).values([...past, log(1, "planned")]);
  const room = await getRoom(t.db, scopeOf(actor), roomA.id, now);
  expect(room.activeSchedules).toBe(1);
  expect(room.recent).toHaveLength(14);
  expect(room.recent.at(-1)).toMatchObject({ status: "failed", scheduledAt: "2026-11-20T04:00:00.000Z" });
  expect(room.recent[0]?.scheduledAt).toBe("2026-11-19T15:00:00.000Z");

  const refused = await refusal(() => deleteRoom(rt(), actor, { id: roomA.id }));
  expect([refused.code, refused.detail.message, refused.detail.params]).toEqual([
    "conflict",
    "roomHasSchedules",
    { count: 1 },
  ]);
  await t.db.update(kbSchedule).set({ status: "inactive" });
  await t.db.update(kbScheduleLogs).set({ nextAttemptAt: now }).where(eq(kbScheduleLogs.status, "planned"));
  expect((await refusal(() => deleteRoom(rt(), actor, { id: roomA.id }))).detail.message).toBe("roomHasRuns");

  const changed = await updateRoom(rt(), actor, RoomUpdate.parse({ id: String(roomA.id), roomId: "999" }));
  expect(changed.roomId).toBe("999");
  const targets = await t.db.select({ room: kbSchedule.targetRoomId }).from(kbSchedule);
  expect(new Set(targets.map((row) => row.room))).toEqual(new Set(["999"]));
});

test("organisations to choose from come as the tree they are, each with the limits it brings", async () => {
  const { distributor, a, b, below } = await tree();
  await limit(a.id, { perHour: 20 });
  for (const [org, name] of [
    [a, "가"],
    [b, "나"],
  ] as const)
    await t.db.update(orgs).set({ name }).where(eq(orgs.id, org.id));
  const choices = await orgChoices(t.db, scopeOf(await plantUser(t.db, distributor)));
  expect(choices.map((org) => [org.id, org.depth, org.limits.perHour])).toEqual([
    [distributor.id, 0, 50],
    [a.id, 1, 20],
    [below.id, 2, 20],
    [b.id, 1, 50],
  ]);
});
