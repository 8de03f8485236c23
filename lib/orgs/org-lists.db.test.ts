import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { changeOrg } from "./change-org";
import { listOrgs, orgTree } from "./queries";
import { OrgFilter } from "./schema";

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

const change = (actor: Actor, id: number, over: Omit<Parameters<typeof changeOrg>[2], "id">) =>
  changeOrg(rt, actor, { id, ...over });

describe("lists", () => {
  const list = (actor: Actor, query: Record<string, string> = {}) =>
    listOrgs(test_.db, scopeOf(actor), OrgFilter.parse(query));

  test("show the subtree in tree order, page by page, without gaps or repeats", async () => {
    const all = (await list(hqAdmin)).items.map((row) => row.id);
    expect([...all].sort()).toEqual([hq, a, b, a1, a1x, ax].map((org) => org.id).sort());
    const paged: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof list>> = await list(hqAdmin, { limit: "2", ...(cursor && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map((row) => row.id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all.indexOf(a.id)).toBeLessThan(all.indexOf(a1x.id));
  });

  test("never show what lies outside, whatever the filter or cursor says", async () => {
    const own = [a, a1, a1x, ax].map((org) => org.id).sort();
    expect((await list(aAdmin)).items.map((row) => row.id).sort()).toEqual(own);
    expect((await list(aAdmin, { under: String(b.id) })).items).toEqual([]);
    expect((await list(aAdmin, { under: String(hq.id) })).items).toEqual([]);
    expect((await list(aAdmin, { q: b.name })).items).toEqual([]);
    const { nextCursor } = await list(hqAdmin, { limit: "1" });
    expect((await list(aAdmin, { cursor: nextCursor! })).items.map((row) => row.id).sort()).toEqual(own);
    expect((await orgTree(test_.db, scopeOf(aAdmin))).map((row) => row.id).sort()).toEqual(own);
  });

  test("filter by subtree, level, state and words, taking % and _ as they are", async () => {
    expect((await list(hqAdmin, { under: String(a1.id) })).items.map((row) => row.id)).toEqual([a1.id, a1x.id]);
    expect((await list(hqAdmin, { level: "distributor" })).items.map((row) => row.id).sort()).toEqual(
      [a.id, b.id].sort(),
    );
    await change(hqAdmin, ax.id, { name: "100%_할인점", status: "inactive" });
    expect((await list(hqAdmin, { q: "%_할" })).items.map((row) => row.id)).toEqual([ax.id]);
    expect((await list(hqAdmin, { q: "%" })).items.map((row) => row.id)).toEqual([ax.id]);
    expect((await list(hqAdmin, { status: "inactive" })).items.map((row) => row.id)).toEqual([ax.id]);
  });

  test("the tree knows how many rooms and people each owns", async () => {
    await plantRoom(test_.db, a1x, await plantBot(test_.db));
    const tree = await orgTree(test_.db, scopeOf(hqAdmin));
    expect(tree.find((org) => org.id === a1x.id)).toMatchObject({ rooms: 1, people: 0, parentId: a1.id });
    expect(tree.find((org) => org.id === a.id)).toMatchObject({ rooms: 0, people: 1 });
  });
});
