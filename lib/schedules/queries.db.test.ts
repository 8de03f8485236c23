import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Executor } from "@/db/client";
import type { Role, ScheduleStatus } from "@/db/enums";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { can } from "@/lib/access/can";
import { type OrgScope, scopeOf } from "@/lib/access/scope";
import { explain } from "@/scripts/testing/read-plan";
import { decodeScheduleCursor } from "./list-cursor";
import { headsOf, schedulePaths } from "./list-paths";
import { ScheduleFilter } from "./list-schema";
import { countSchedules, findSchedule, listSchedules } from "./queries";
import { recentResults } from "./result-queries";

let t: TestDatabase;
const now = new Date("2026-11-20T05:00:00Z");
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);

beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(() => t.clear());
afterAll(() => t.drop());

type Room = { id: number; roomId: string };
type Owner = { org: PlantedOrg; room: Room; mbId: string };
const row = (
  { org, room, mbId }: Owner,
  over: Partial<typeof kbSchedule.$inferInsert> = {},
): typeof kbSchedule.$inferInsert => ({
  title: "예약",
  createdByType: org.level,
  createdById: org.id,
  createdByMbId: mbId,
  ownerOrgId: org.id,
  roomRef: room.id,
  targetBotName: "봇",
  targetRoomId: room.roomId,
  messageText: "글",
  messageImages1: [],
  messageImages2: [],
  scheduleType: "daily",
  scheduleTime: "09:00:00",
  validFrom: now,
  validUntil: hours(10_000),
  nextSendAt: hours(1),
  createdAt: now,
  updatedAt: now,
  ...over,
});
const plant = async (owner: Owner, over: Partial<typeof kbSchedule.$inferInsert> = {}) => {
  const [inserted] = await t.db.insert(kbSchedule).values(row(owner, over)).$returningId();
  return inserted!.id;
};
async function owner(
  parent: PlantedOrg | null,
  level: PlantedOrg["level"] = "branch",
): Promise<Owner & { bot: { id: number } }> {
  const org = await plantOrg(t.db, level, parent);
  const bot = await plantBot(t.db);
  return { org, bot, room: await plantRoom(t.db, org, bot), mbId: (await plantUser(t.db, org)).mbId };
}

const query = (over: object = {}, mbId = "nobody") => ({ ...ScheduleFilter.parse(over), mbId, now });
/** Every id the list gives, page by page. */
async function walk(scope: OrgScope, over: object = {}, mbId = "nobody"): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 500; pages++) {
    const page = await listSchedules(t.db, scope, query({ ...over, ...(cursor && { cursor }) }, mbId));
    ids.push(...page.items.map((item) => item.id));
    if (!page.nextCursor) return ids;
    cursor = page.nextCursor;
  }
  throw new Error("the list doesn't end");
}

test("a list shows exactly what may be read, on random trees, in order, without gaps or repeats", async () => {
  const at = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null });
  const planted = fc.array(fc.record({ org: fc.nat(), at, isGone: fc.boolean() }), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
      planted,
      fc.nat(),
      fc.constantFrom<Role>("admin", "viewer"),
      fc.integer({ min: 1, max: 7 }),
      async (parents, schedules, where, role, limit) => {
        await t.clear();
        const owners: Owner[] = [];
        for (const p of parents)
          owners.push(
            await owner(owners[p % Math.max(owners.length, 1)]?.org ?? null, owners.length ? "branch" : "hq"),
          );
        const actor = await plantUser(t.db, owners[where % owners.length]!.org, role);
        const all: { id: number; at: number | null }[] = [];
        for (const one of schedules) {
          const own = owners[one.org % owners.length]!;
          const nextSendAt = one.isGone || one.at === null ? null : hours(one.at);
          const id = await plant(own, {
            nextSendAt,
            status: one.at === null ? "inactive" : "active",
            deletedAt: one.isGone ? now : null,
          });
          const readable = can(actor, "schedule.read", own.org.path) && !one.isGone;
          if (readable) all.push({ id, at: one.at });
          expect((await findSchedule(t.db, scopeOf(actor), id)) !== null).toBe(readable);
        }
        const expected = all.sort((a, b) => (a.at ?? 99) - (b.at ?? 99) || a.id - b.id).map((one) => one.id);
        expect(await walk(scopeOf(actor), { limit: String(limit) })).toEqual(expected);
        const counts = await countSchedules(t.db, scopeOf(actor), { mbId: actor.mbId, now });
        expect(counts).toMatchObject({
          all: all.length,
          active: all.filter((one) => one.at !== null).length,
          blocked: 0,
        });
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

describe("filters", () => {
  async function shop() {
    const hq = await owner(null, "hq");
    const agency = await owner(hq.org, "agency");
    const branch = await owner(agency.org);
    const aside = await owner(hq.org, "agency");
    return {
      hq,
      agency,
      branch,
      aside,
      all: scopeOf(await plantUser(t.db, hq.org)),
      below: scopeOf(await plantUser(t.db, agency.org)),
    };
  }
  test("organisation (with what is below), room, bot, status, type, words", async () => {
    const s = await shop();
    const a = await plant(s.agency, { title: "오후 마감 할인" });
    const b = await plant(s.branch, {
      messageText: "100% 당도 보장_특가",
      scheduleType: "weekly",
      scheduleWeekdays: ["monday"],
    });
    const c = await plant(s.aside, { status: "inactive", nextSendAt: null });
    expect(await walk(s.all)).toEqual([a, b, c]);
    expect(await walk(s.below)).toEqual([a, b]);
    expect(await walk(s.all, { orgId: String(s.branch.org.id) })).toEqual([b]);
    expect(await walk(s.all, { orgId: `${s.agency.org.id},${s.aside.org.id}` })).toEqual([a, b, c]);
    expect(await walk(s.below, { orgId: String(s.aside.org.id) })).toEqual([]);
    expect(await walk(s.all, { roomId: String(s.branch.room.id) })).toEqual([b]);
    expect(await walk(s.below, { roomId: String(s.aside.room.id) })).toEqual([]);
    expect(await walk(s.all, { botId: String(s.aside.bot.id) })).toEqual([c]);
    expect(await walk(s.all, { status: "inactive,error" })).toEqual([c]);
    expect(await walk(s.all, { scheduleType: "weekly" })).toEqual([b]);
    expect(await walk(s.all, { search: "마감" })).toEqual([a]);
    expect(await walk(s.all, { search: "0% 당" })).toEqual([b]);
    expect(await walk(s.all, { search: "장_특" })).toEqual([b]);
    expect(await walk(s.all, { search: "장x특" })).toEqual([]);
    expect(await walk(s.below, { search: "예약" })).toEqual([b]);
    const [room] = await t.db.select().from(kbRooms).where(sql`${kbRooms.id} = ${s.aside.room.id}`);
    expect(await walk(s.all, { search: room!.name })).toEqual([c]);
  });
  test("views and their counts agree", async () => {
    const s = await shop();
    const today = await plant(s.branch);
    const tomorrow = await plant(s.branch, { nextSendAt: hours(24), createdByMbId: s.agency.mbId });
    const off = await plant(s.branch, { status: "inactive", nextSendAt: null });
    const silent = await plant(s.agency, { nextSendAt: hours(30) });
    await plant(s.agency, { status: "inactive", nextSendAt: null });
    const shut = await plant(s.hq, { nextSendAt: hours(40) });
    await t.db
      .update(kbBots)
      .set({ lastHealth: { ok: false, at: now.toISOString() } })
      .where(sql`${kbBots.id} = ${s.agency.bot.id}`);
    await t.db.update(kbRooms).set({ status: "inactive" }).where(sql`${kbRooms.id} = ${s.hq.room.id}`);
    expect(await walk(s.all, { view: "blocked" })).toEqual([silent, shut]);
    expect(await walk(s.below, { view: "blocked" })).toEqual([silent]);
    expect(await walk(s.all, { view: "today" })).toEqual([today]);
    expect(await walk(s.all, { view: "mine" }, s.branch.mbId)).toEqual([today, off]);
    expect(await countSchedules(t.db, s.all, { mbId: s.branch.mbId, now })).toEqual({
      all: 6,
      active: 4,
      blocked: 2,
      today: 1,
      mine: 2,
    });
    const { items } = await listSchedules(t.db, s.all, query());
    expect(items.map((item) => [item.id, item.blocked])).toContainEqual([silent, "bot_offline"]);
    expect(items.map((item) => [item.id, item.blocked])).toContainEqual([shut, "room_inactive"]);
    expect(items.find((item) => item.id === tomorrow)?.blocked).toBeNull();
  });
  test("a closed organisation blocks everything below it", async () => {
    const s = await shop();
    const below = await plant(s.branch);
    const beside = await plant(s.aside);
    await t.db.update(orgs).set({ status: "inactive" }).where(sql`${orgs.id} = ${s.agency.org.id}`);
    expect(await walk(s.all, { view: "blocked" })).toEqual([below]);
    expect(await countSchedules(t.db, s.all, { mbId: "nobody", now })).toMatchObject({ active: 2, blocked: 1 });
    const { items } = await listSchedules(t.db, s.all, query());
    const closedOrg = { id: s.agency.org.id };
    expect(items.find((item) => item.id === below)).toMatchObject({ blocked: "org_inactive", closedOrg });
    expect(items.find((item) => item.id === beside)).toMatchObject({ blocked: null, closedOrg: null });
    // Seen from the branch, the reason stands above what it may read.
    const branch = scopeOf(await plantUser(t.db, s.branch.org));
    expect(await walk(branch, { view: "blocked" })).toEqual([below]);
  });
  test("a cursor that isn't one of ours is refused at its field", () => {
    for (const cursor of ["", "x", "1-", "-", "zzzzzzzzzzz-1", "1-1-1", "-zzzzzzzzzzz", "%"])
      expect(ScheduleFilter.safeParse({ cursor }).error?.issues).toMatchObject([
        { path: ["cursor"], message: "badCursor" },
      ]);
    expect(decodeScheduleCursor("-1")).toEqual({ nextSendAt: null, id: 1 });
  });
});

test("every page is index walks without a sort of the table", async () => {
  const hq = await owner(null, "hq");
  const owners = [hq, await owner(hq.org, "agency"), await owner(hq.org, "agency")];
  const below = await owner(owners[1]!.org);
  owners.push(below);
  const statuses: ScheduleStatus[] = ["active", "inactive"];
  const rows = Array.from({ length: 4000 }, (_, i) =>
    row(owners[i % owners.length]!, {
      status: statuses[i % 2]!,
      nextSendAt: i % 2 ? null : hours(i % 97),
      title: `예약 ${i}`,
    }),
  );
  await t.db.insert(kbSchedule).values(rows);
  await t.db.execute(sql`analyze table kb_schedule`);
  const scopes = [scopeOf(await plantUser(t.db, hq.org)), scopeOf(await plantUser(t.db, owners[1]!.org))];
  for (const scope of scopes)
    for (const phase of ["due", "off"] as const)
      for (const after of [undefined, { nextSendAt: hours(5), id: 900 }]) {
        const paths = await schedulePaths(t.db, scope, query());
        const plan = await explain(t.db, headsOf(paths, phase, after, 51));
        const walks = plan.filter((step) => step.table === "kb_schedule");
        expect(walks.length).toBe(paths.length);
        for (const step of walks) {
          expect(["ix_schedule_owner_next", "idx_schedule_due"]).toContain(step.key);
          expect(String(step.Extra)).not.toContain("filesort");
        }
        // Each walk reads its 51 entries and the merge reads them once more; a table scan would be 4,000.
        expect(await reads((db) => db.execute(headsOf(paths, phase, after, 51)))).toBeLessThan(1000);
      }
});

/** Rows the server touched for `work`, counted on its own connection: other tests share the server. */
async function reads(work: (db: Executor) => Promise<unknown>): Promise<number> {
  const count = async (tx: Executor) => {
    const [rows] = (await tx.execute(sql`show session status like 'Handler_read%'`)) as unknown as [
      { Value: string }[],
    ];
    return rows.reduce((sum, one) => sum + Number(one.Value), 0);
  };
  return t.db.transaction(async (tx) => {
    const before = await count(tx);
    await work(tx);
    return (await count(tx)) - before;
  });
}

test("the last fourteen results of a page are one statement of short walks", async () => {
  const own = await owner(null, "hq");
  const [busy, quiet] = [await plant(own), await plant(own)];
  const base = {
    orgId: own.org.id,
    roomRef: own.room.id,
    botId: own.bot.id,
    targetRoomId: own.room.roomId,
    title: "예약",
    createdAt: now,
  };
  const logs = Array.from({ length: 3000 }, (_, i) => ({
    ...base,
    scheduleId: busy,
    scheduledAt: hours(-i),
    startedAt: i === 2 ? hours(-i + 1) : hours(-i),
    status: (i === 0 ? "planned" : i === 1 ? "unknown" : i === 3 ? "skipped" : "success") as "planned",
  }));
  await t.db.insert(kbScheduleLogs).values(logs);
  await t.db
    .insert(kbScheduleLogs)
    .values({ ...base, scheduleId: busy, kind: "test", scheduledAt: hours(1), status: "failed" });
  await t.db.execute(sql`analyze table kb_schedule_logs`);
  const pair = [{ id: busy }, { id: quiet }];
  expect(await reads((db) => recentResults(db, pair))).toBeLessThan(400);
  const found = await recentResults(t.db, pair);
  expect(found.get(busy)).toEqual([...Array(11).fill("arrived"), "skipped", "late", "unknown"]);
  expect(found.get(quiet)).toEqual([]);
  expect(await recentResults(t.db, [])).toEqual(new Map());
});
