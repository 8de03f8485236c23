import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Role } from "@/db/enums";
import { roomPace } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { plantRun } from "@/db/testing/plant-schedules";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { roomRig } from "@/scripts/testing/room-rig";
import { orgChoices } from "./org-choices";
import { findRoom, getRoom, listRooms, type RoomDto } from "./queries";
import { RoomFilter } from "./schema";

const { t, limit } = roomRig();

const all = (over: object = {}) => RoomFilter.parse(over);

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
        rooms.push({ ...(await plantRoom(t.db, org, bot, { deletedAt: t.now })), path: org.path, gone: true });
      }
      const actor = await plantUser(t.db, planted[where % planted.length]!, role);
      const expected = rooms.filter((r) => !r.gone && can(actor, "room.read", r.path)).map((r) => r.id);
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await listRooms(t.db, scopeOf(actor), all({ limit: "3", ...(cursor && { cursor }) }), t.now);
        seen.push(...page.items.map((room) => room.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect([...seen].sort((x, y) => x - y)).toEqual(expected);
      expect(new Set(seen).size).toBe(seen.length);
      for (const room of rooms)
        expect((await findRoom(t.db, scopeOf(actor), room.id, t.now)) !== null).toBe(expected.includes(room.id));
    }),
    { numRuns: 12 },
  );
}, 60_000);

describe("filters", () => {
  test("organisation (with what is below), bot, type, status and words, and % is only a %", async () => {
    const { a, b, below, bot, distributor, roomA, roomB } = t.w;
    const test_ = await plantRoom(t.db, below, bot, { name: "50%_연습", roomType: "test", status: "inactive" });
    const scope = scopeOf(await plantUser(t.db, distributor));
    const ids = async (over: object) =>
      (await listRooms(t.db, scope, all(over), t.now)).items.map((r) => r.id).sort((x, y) => x - y);
    expect(await ids({ org: String(a.id) })).toEqual([roomA.id, test_.id]);
    expect(await ids({ bot: String(bot.id) })).toEqual([roomA.id, test_.id]);
    expect(await ids({ type: "test" })).toEqual([test_.id]);
    expect(await ids({ status: "active" })).toEqual([roomA.id, roomB.id]);
    expect(await ids({ q: "0%_연" })).toEqual([test_.id]);
    expect(await ids({ q: "%" })).toEqual([test_.id]);
    expect(await ids({ q: roomB.roomId })).toEqual([roomB.id]);
    const ofA = scopeOf(await plantUser(t.db, a));
    for (const org of [b.id, 999_999])
      expect((await listRooms(t.db, ofA, all({ org: String(org) }), t.now)).items).toEqual([]);
  });
  test("a page continues where the one before ended, also among equal names; a made-up cursor is told so", async () => {
    const { a, bot } = t.w;
    for (let i = 0; i < 5; i++) await plantRoom(t.db, a, bot, { name: "같은 이름 😀" });
    const scope = scopeOf(await plantUser(t.db, a));
    const seen: RoomDto[] = [];
    let cursor: string | null = null;
    do {
      const page = await listRooms(t.db, scope, all({ limit: "2", ...(cursor && { cursor }) }), t.now);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen.map((r) => r.id)).size).toBe(6);
    await expect(listRooms(t.db, scope, all({ cursor: "%%%" }), t.now)).rejects.toMatchObject({ code: "invalid" });
  });
});

test("today's use is counted in Korean days and sliding windows", async () => {
  const { a, roomA } = t.w;
  const ago = (ms: number) => t.now.getTime() - ms;
  const times = [ago(15 * 3_600_000), ago(5 * 3_600_000), ago(3_599_000), ago(50_000)];
  const lastRunAt = new Date(ago(50_000));
  await t.db.insert(roomPace).values({ roomRef: roomA.id, callTimes: times, runTimes: times, lastRunAt });
  const [room] = (await listRooms(t.db, scopeOf(await plantUser(t.db, a)), all(), t.now)).items;
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
  const { a, roomA } = t.w;
  const actor = await plantUser(t.db, a);
  const hours = (n: number) => ({ scheduledAt: new Date(t.now.getTime() + n * 3_600_000), nextAttemptAt: null });
  const id = await plantSchedule(t.db, a, actor, roomA);
  await plantSchedule(t.db, a, actor, roomA, { status: "inactive" });
  await plantSchedule(t.db, a, actor, roomA, { deletedAt: t.now });
  for (let n = -16; n < 0; n++) await plantRun(t.db, id, n === -1 ? "failed" : "success", hours(n));
  await plantRun(t.db, id, "planned", hours(1));
  const room = await getRoom(t.db, scopeOf(actor), roomA.id, t.now);
  expect(room.activeSchedules).toBe(1);
  expect(room.recent).toHaveLength(14);
  expect(room.recent.at(-1)).toMatchObject({ status: "failed", scheduledAt: "2026-11-20T04:00:00.000Z" });
  expect(room.recent[0]?.scheduledAt).toBe("2026-11-19T15:00:00.000Z");
});

test("organisations to choose from come as the tree they are, each with the limits it brings", async () => {
  const { distributor, a, b, below } = t.w;
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
