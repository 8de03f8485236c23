import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { orgLevels } from "@/db/enums";
import { auditLog } from "@/db/schema/audit";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { changeOrg } from "./change-org";
import { createOrg } from "./create-org";
import { previewMove } from "./preview-move";
import { getOrg } from "./queries";
import type { OrgInput } from "./schema";

let test_: TestDatabase;
let rt: { db: TestDatabase["db"]; clock: () => Promise<Date> };
let now: Date;
/** 본사 › 총판 A, B › 대리점 A1 › 지점 A1x; 지점 Ax skips a level. */
let hq: PlantedOrg, a: PlantedOrg, b: PlantedOrg, a1: PlantedOrg, a1x: PlantedOrg, ax: PlantedOrg;
let hqAdmin: Awaited<ReturnType<typeof plantUser>>;
let aAdmin: Awaited<ReturnType<typeof plantUser>>;

beforeAll(async () => {
  test_ = await openTestDatabase();
  rt = { db: test_.db, clock: async () => now };
});
afterAll(() => test_.drop());
beforeEach(async () => {
  await test_.clear();
  now = new Date("2026-11-20T05:00:00.000Z");
  hq = await plantOrg(test_.db, "hq", null);
  a = await plantOrg(test_.db, "distributor", hq);
  b = await plantOrg(test_.db, "distributor", hq);
  a1 = await plantOrg(test_.db, "agency", a);
  a1x = await plantOrg(test_.db, "branch", a1);
  ax = await plantOrg(test_.db, "branch", a);
  hqAdmin = await plantUser(test_.db, hq);
  aAdmin = await plantUser(test_.db, a);
});

const ABSENT = 999_999;
const input = (over: Partial<OrgInput> = {}): OrgInput => ({
  level: "branch",
  code: "NEW-1",
  name: "새 지점",
  parentId: a1.id,
  status: "active",
  ...over,
});
const change = (actor: Actor, id: number, over: Omit<Parameters<typeof changeOrg>[2], "id">) =>
  changeOrg(rt, actor, { id, ...over });
const everything = async () => ({
  orgs: await test_.db.select().from(orgs).orderBy(orgs.id),
  users: await test_.db.select().from(users).orderBy(users.id),
  audit: await test_.db.$count(auditLog),
});
const audits = () => test_.db.select().from(auditLog).orderBy(auditLog.id);

/** The refusal of `work`, after making sure that nothing at all changed. */
async function refusal(work: () => Promise<unknown>) {
  const before = await everything();
  const error = await work().then(
    () => "was not refused",
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(AppError);
  expect(await everything()).toEqual(before);
  const { code, detail } = error as AppError;
  return detail.issues ? [code, detail.issues[0]?.path[0], detail.issues[0]?.message] : [code, detail.message ?? null];
}

describe("moving", () => {
  test("takes everything below along and is seen at once", async () => {
    const moved = await change(hqAdmin, a1.id, { parentId: b.id });
    expect(moved.path).toBe(`${b.path}${a1.id}/`);
    expect((await getOrg(test_.db, scopeOf(hqAdmin), a1x.id)).path).toBe(`${b.path}${a1.id}/${a1x.id}/`);
    expect(await refusal(() => change(aAdmin, a1x.id, { name: "x" }))).toEqual(["not_found", null]);
    const [row] = await audits();
    expect(row).toMatchObject({ action: "org.move", before: { parentId: a.id }, after: { parentId: b.id } });
    await change(hqAdmin, a1.id, { parentId: a.id });
    expect((await getOrg(test_.db, scopeOf(aAdmin), a1x.id)).path).toBe(a1x.path);
  });

  test("a longer number that begins alike stays where it is", async () => {
    const at = new Date();
    const look = { level: "agency" as const, name: "닮은꼴", createdAt: at, updatedAt: at };
    const id = Number(`${a1.id}7`);
    await test_.db.insert(orgs).values({ ...look, id, code: "LOOK", parentId: a.id, path: `${a.path}${id}/` });
    await change(hqAdmin, a1.id, { parentId: b.id });
    expect((await getOrg(test_.db, scopeOf(hqAdmin), id)).path).toBe(`${a.path}${id}/`);
  });

  test("no circle, no level turned round, not below a closed one, not out of one's own subtree", async () => {
    expect(await refusal(() => change(hqAdmin, a1.id, { parentId: a1.id }))).toEqual([
      "invalid",
      "parentId",
      "parentBelow",
    ]);
    expect(await refusal(() => change(hqAdmin, a1.id, { parentId: a1x.id }))).toEqual([
      "invalid",
      "parentId",
      "parentBelow",
    ]);
    expect(await refusal(() => change(hqAdmin, a1.id, { parentId: ax.id }))).toEqual([
      "invalid",
      "parentId",
      "levelNotBelow",
    ]);
    expect(await refusal(() => change(hqAdmin, a1.id, { parentId: null }))).toEqual([
      "invalid",
      "parentId",
      "required",
    ]);
    expect(await refusal(() => change(aAdmin, a1.id, { parentId: b.id }))).toEqual([
      "invalid",
      "parentId",
      "noSuchParent",
    ]);
    expect(await refusal(() => change(aAdmin, a1.id, { parentId: hq.id }))).toEqual([
      "invalid",
      "parentId",
      "noSuchParent",
    ]);
    expect(await refusal(() => change(aAdmin, a1.id, { parentId: ABSENT }))).toEqual([
      "invalid",
      "parentId",
      "noSuchParent",
    ]);
    await change(hqAdmin, b.id, { status: "inactive" });
    expect(await refusal(() => change(hqAdmin, a1.id, { parentId: b.id }))).toEqual([
      "invalid",
      "parentId",
      "parentClosed",
    ]);
  });

  test("within the own subtree an admin of a distributor may move", async () => {
    expect((await change(aAdmin, a1x.id, { parentId: a.id })).path).toBe(`${a.path}${a1x.id}/`);
  });

  test("moves and births at the same moment leave one sound tree", async () => {
    for (let round = 0; round < 8; round++) {
      const goal = round % 2 ? a : b;
      await Promise.all([
        createOrg(rt, hqAdmin, input({ code: `N${round}-0` })),
        change(hqAdmin, a1.id, { parentId: goal.id }),
        ...[1, 2, 3].map((i) => createOrg(rt, hqAdmin, input({ code: `N${round}-${i}` }))),
        change(hqAdmin, goal.id, { name: `총판 ${round}` }),
      ]);
      expect(await brokenPaths()).toEqual([]);
    }
    expect(await brokenPaths()).toEqual([]);
  });

  test("a preview tells what would change and changes nothing", async () => {
    await plantUser(test_.db, b, "viewer");
    await plantRoom(test_.db, a1x, await plantBot(test_.db));
    await test_.db
      .update(orgs)
      .set({ limits: { runsPerDay: 40 } })
      .where(eq(orgs.id, a.id));
    const before = await everything();
    expect(await previewMove(rt, hqAdmin, { id: a1.id, parentId: b.id })).toEqual({
      now: {
        path: [hq, a].map(({ id, name }) => ({ id, name })),
        watchers: 2,
        templates: 0,
        runsPerDay: { value: 40, orgName: a.name },
      },
      after: { path: [hq, b].map(({ id, name }) => ({ id, name })), watchers: 2, templates: 0, runsPerDay: null },
      orgs: 1,
      rooms: 1,
      schedules: 0,
    });
    expect(await everything()).toEqual(before);
    expect(await refusal(() => previewMove(rt, aAdmin, { id: b.id, parentId: a.id }))).toEqual(["not_found", null]);
    expect(await refusal(() => previewMove(rt, aAdmin, { id: a1.id, parentId: b.id }))).toEqual([
      "invalid",
      "parentId",
      "noSuchParent",
    ]);
  });
});

/** Organisations whose path is not their parent's plus their own id. */
async function brokenPaths() {
  const rows = await test_.db.select().from(orgs);
  const pathOf = new Map(rows.map((row) => [row.id, row.path]));
  return rows.filter((row) => row.path !== `${row.parentId ? pathOf.get(row.parentId) : "/"}${row.id}/`);
}

test("any series of moves leaves each path the way from the top, and levels strictly falling", async () => {
  const step = fc.tuple(fc.nat(20), fc.nat(20));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      for (const [who, where] of steps) {
        const rows = await test_.db.select().from(orgs).orderBy(orgs.id);
        const [node, target] = [rows[who % rows.length]!, rows[where % rows.length]!];
        await change(hqAdmin, node.id, { parentId: target.id }).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
        });
      }
      expect(await brokenPaths()).toEqual([]);
      const rows = await test_.db.select().from(orgs);
      const levelOf = new Map(rows.map((row) => [row.id, orgLevels.indexOf(row.level)]));
      for (const row of rows) if (row.parentId) expect(levelOf.get(row.id)).toBeGreaterThan(levelOf.get(row.parentId)!);
    }),
    { numRuns: 25 },
  );
});
