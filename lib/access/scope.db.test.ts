import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orgLevels } from "@/db/enums";
import { orgs } from "@/db/schema/orgs";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { UserActor } from "./actor";
import { can } from "./can";
import { childPath } from "./org-path";
import { inScope, orgIdsIn, scopeOf } from "./scope";

let test_: TestDatabase;
beforeAll(async () => {
  test_ = await openTestDatabase();
});
afterAll(() => test_.drop());

/** A forest as parent positions; every node picks an earlier one or none, so levels are skipped at will. */
const forest = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 130 })), { minLength: 2, maxLength: 14 });
const moves = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 });

type Node = { id: number; parent: Node | null };
const pathOf = (node: Node): string => childPath(node.parent ? pathOf(node.parent) : null, node.id);
const depth = (node: Node): number => (node.parent ? depth(node.parent) + 1 : 0);
const isBelow = (node: Node, top: Node): boolean => node === top || (node.parent !== null && isBelow(node.parent, top));

/** The tree as it is after planting and moving, without any path arithmetic. */
function grow(plan: [number, number][], shifts: [number, number][]): Node[] {
  const nodes: Node[] = [];
  for (const [pick, id] of plan) {
    if (nodes.some((node) => node.id === id)) continue;
    const parent = nodes.length && pick % 5 ? nodes[pick % nodes.length]! : null;
    nodes.push({ id, parent: parent && depth(parent) < 3 ? parent : null });
  }
  for (const [from, to] of shifts) {
    const [node, target] = [nodes[from % nodes.length]!, nodes[to % nodes.length]!];
    if (!isBelow(target, node) && depth(target) < 3) node.parent = target;
  }
  return nodes;
}

test("can() and the scoped query agree with the tree itself, on every pair of random forests", async () => {
  await fc.assert(
    fc.asyncProperty(forest, moves, async (plan, shifts) => {
      const nodes = grow(plan, shifts);
      const at = new Date("2026-11-20T00:00:00Z");
      await test_.clear();
      for (const node of nodes)
        await test_.db.insert(orgs).values({
          id: node.id,
          level: orgLevels[depth(node) % 4]!,
          code: `C${node.id}`,
          name: `조직 ${node.id}`,
          path: pathOf(node),
          createdAt: at,
          updatedAt: at,
        });
      for (const top of nodes) {
        const actor: UserActor = {
          kind: "user",
          userId: 1,
          mbId: "a",
          name: "가람",
          role: "viewer",
          org: { id: top.id, level: "agency", name: "", path: pathOf(top) },
          via: "session",
        };
        const scope = scopeOf(actor);
        const expected = nodes.filter((node) => isBelow(node, top)).map((node) => node.id);
        const rows = await test_.db.select({ id: orgs.id }).from(orgs).where(inScope(scope));
        expect(rows.map((row) => row.id).sort()).toEqual(expected.sort());
        expect((await orgIdsIn(test_.db, scope)).sort()).toEqual(expected);
        for (const node of nodes) {
          expect(can(actor, "org.read", pathOf(node))).toBe(expected.includes(node.id));
          const [row] = await test_.db
            .select({ id: orgs.id })
            .from(orgs)
            .where(and(inScope(scope), eq(orgs.id, node.id)));
          expect(row !== undefined).toBe(expected.includes(node.id));
          const under = await orgIdsIn(test_.db, scope, node.id);
          const visible = nodes.filter((one) => isBelow(one, node) && isBelow(node, top)).map((one) => one.id);
          expect(under.sort()).toEqual(visible.sort());
        }
      }
    }),
    { numRuns: 12 },
  );
});

test("/1/4/ never sees /1/44/, and the product itself sees everything", async () => {
  await test_.clear();
  const at = new Date("2026-11-20T00:00:00Z");
  for (const [id, path] of [
    [1, "/1/"],
    [4, "/1/4/"],
    [44, "/1/44/"],
    [7, "/1/4/7/"],
  ] as const)
    await test_.db
      .insert(orgs)
      .values({ id, level: "agency", code: `C${id}`, name: `${id}`, path, createdAt: at, updatedAt: at });
  const seen = await orgIdsIn(test_.db, { path: "/1/4/" } as ReturnType<typeof scopeOf>);
  expect(seen.sort()).toEqual([4, 7]);
  const all = await orgIdsIn(test_.db, scopeOf({ kind: "system", job: "tick" }));
  expect(all.sort((a, b) => a - b)).toEqual([1, 4, 7, 44]);
});
