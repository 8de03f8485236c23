import fc from "fast-check";
import { expect, test } from "vitest";
import { checkOf, covered, orgForest, togglePick } from "./org-picks";

const org = (id: number, parentId: number | null, count = 1) => ({ id, name: `조직 ${id}`, parentId, count });
//  1 ─ 2 ─ 4, 5
//    └ 3 ─ 6
const forest = orgForest([org(6, 3), org(1, null), org(3, 1), org(2, 1), org(5, 2), org(4, 2)]);

test("totals count what is below, order is by name, a subtree alone is a tree", () => {
  expect(forest[0]?.total).toBe(6);
  expect(forest[0]?.children.map((node) => [node.id, node.total])).toEqual([
    [2, 3],
    [3, 2],
  ]);
  expect(orgForest([org(4, 2), org(2, 1)])[0]).toMatchObject({ id: 2, total: 2 });
});

test("a pick covers what is below; taking one out leaves its siblings", () => {
  expect(checkOf(forest, [1], 6)).toBe(true);
  expect(checkOf(forest, [4], 2)).toBe("mixed");
  expect(checkOf(forest, [4], 3)).toBe(false);
  expect(togglePick(forest, [1], 4)).toEqual([5, 3]);
  expect(togglePick(forest, [4], 5)).toEqual([4, 5]);
  expect(togglePick(forest, [4, 5, 3], 2)).toEqual([2, 3]);
  expect(togglePick(forest, [4], 1)).toEqual([1]);
  expect(togglePick(forest, [1], 1)).toEqual([]);
});

test("pressing any boxes in any order: the pressed one follows, and picks never repeat what another covers", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }), (presses) => {
      let picks: number[] = [];
      for (const id of presses) {
        const was = checkOf(forest, picks, id) === true;
        picks = togglePick(forest, picks, id);
        expect(checkOf(forest, picks, id)).toBe(!was);
        for (const pick of picks)
          expect(
            covered(
              forest,
              picks.filter((one) => one !== pick),
            ).has(pick),
          ).toBe(false);
      }
    }),
  );
});
