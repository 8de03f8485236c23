import { describe, expect, test } from "vitest";
import { plantBot, plantRoom } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { orgRig } from "@/scripts/testing/org-rig";
import { listOrgs, orgTree } from "./queries";
import { OrgFilter } from "./schema";

const { t, change } = orgRig();

describe("lists", () => {
  const list = (actor: Actor, query: Record<string, string> = {}) =>
    listOrgs(t.db, scopeOf(actor), OrgFilter.parse(query));

  test("show the subtree in tree order, page by page, without gaps or repeats", async () => {
    const all = (await list(t.w.hqAdmin)).items.map((row) => row.id);
    expect([...all].sort()).toEqual([t.w.hq, t.w.a, t.w.b, t.w.a1, t.w.a1x, t.w.ax].map((org) => org.id).sort());
    const paged: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof list>> = await list(t.w.hqAdmin, { limit: "2", ...(cursor && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map((row) => row.id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all.indexOf(t.w.a.id)).toBeLessThan(all.indexOf(t.w.a1x.id));
  });

  test("never show what lies outside, whatever the filter or cursor says", async () => {
    const own = [t.w.a, t.w.a1, t.w.a1x, t.w.ax].map((org) => org.id).sort();
    expect((await list(t.w.aAdmin)).items.map((row) => row.id).sort()).toEqual(own);
    expect((await list(t.w.aAdmin, { under: String(t.w.b.id) })).items).toEqual([]);
    expect((await list(t.w.aAdmin, { under: String(t.w.hq.id) })).items).toEqual([]);
    expect((await list(t.w.aAdmin, { q: t.w.b.name })).items).toEqual([]);
    const { nextCursor } = await list(t.w.hqAdmin, { limit: "1" });
    expect((await list(t.w.aAdmin, { cursor: nextCursor! })).items.map((row) => row.id).sort()).toEqual(own);
    expect((await orgTree(t.db, scopeOf(t.w.aAdmin))).map((row) => row.id).sort()).toEqual(own);
  });

  test("filter by subtree, level, state and words, taking % and _ as they are", async () => {
    expect((await list(t.w.hqAdmin, { under: String(t.w.a1.id) })).items.map((row) => row.id)).toEqual([
      t.w.a1.id,
      t.w.a1x.id,
    ]);
    expect((await list(t.w.hqAdmin, { level: "distributor" })).items.map((row) => row.id).sort()).toEqual(
      [t.w.a.id, t.w.b.id].sort(),
    );
    await change(t.w.hqAdmin, t.w.ax.id, { name: "100%_할인점", status: "inactive" });
    expect((await list(t.w.hqAdmin, { q: "%_할" })).items.map((row) => row.id)).toEqual([t.w.ax.id]);
    expect((await list(t.w.hqAdmin, { q: "%" })).items.map((row) => row.id)).toEqual([t.w.ax.id]);
    expect((await list(t.w.hqAdmin, { status: "inactive" })).items.map((row) => row.id)).toEqual([t.w.ax.id]);
  });

  test("the tree knows how many rooms and people each owns", async () => {
    await plantRoom(t.db, t.w.a1x, await plantBot(t.db));
    const tree = await orgTree(t.db, scopeOf(t.w.hqAdmin));
    expect(tree.find((org) => org.id === t.w.a1x.id)).toMatchObject({ rooms: 1, people: 0, parentId: t.w.a1.id });
    expect(tree.find((org) => org.id === t.w.a.id)).toMatchObject({ rooms: 0, people: 1 });
  });
});
