import fc from "fast-check";
import { expect, test } from "vitest";
import type { OrgLevel } from "@/db/enums";
import { flatten, foundIn, growTree, lineOf, type TreeOrg, visibleRows } from "./tree";
import { treeStep } from "./tree-keys";

const org = (
  id: number,
  parentId: number | null,
  level: OrgLevel,
  name: string,
  over: Partial<TreeOrg> = {},
): TreeOrg => ({
  id,
  parentId,
  level,
  name,
  code: `C-${id}`,
  path: "",
  status: "active",
  rooms: 0,
  people: 0,
  ...over,
});
const story = [
  org(1, null, "hq", "새봄청과"),
  org(2, 1, "distributor", "수도권총판"),
  org(3, 1, "distributor", "영남총판"),
  org(4, 2, "agency", "성남대리점", { rooms: 1 }),
  org(5, 2, "branch", "광교점", { rooms: 1 }),
  org(6, 4, "branch", "판교역점", { rooms: 2 }),
  org(7, 4, "branch", "수내점", { rooms: 1 }),
  org(8, 1, "branch", "강릉점", { status: "inactive" }),
  org(9, 8, "branch", "아래", {}),
];
const names = (rows: { node: { org: TreeOrg } }[]) => rows.map((row) => row.node.org.name);

test("counts what is below and sorts the open ones by level and name", () => {
  const [hq] = growTree(story);
  expect(hq).toMatchObject({ branches: 5, below: 8, roomsBelow: 5, depth: 0 });
  expect(hq!.children.map((node) => node.org.name)).toEqual(["수도권총판", "영남총판", "강릉점"]);
  const seongnam = hq!.children[0]!.children[0]!;
  expect(seongnam).toMatchObject({ branches: 2, roomsBelow: 4, depth: 2 });
  expect(seongnam.children.map((node) => node.org.name)).toEqual(["수내점", "판교역점"]);
  expect(lineOf(seongnam).map((node) => node.org.id)).toEqual([1, 2, 4]);
  expect(
    flatten([hq!])
      .filter((node) => node.isClosed)
      .map((node) => node.org.id),
  ).toEqual([8, 9]);
});

test("what lies above the reader is not needed: the own organisation stands at the top", () => {
  const [own, ...rest] = growTree(story.filter((one) => [4, 6, 7].includes(one.id)));
  expect(rest).toEqual([]);
  expect([own!.org.id, own!.depth, own!.children.length]).toEqual([4, 0, 2]);
});

test("shows what stands in open nodes", () => {
  const tree = growTree(story);
  expect(names(visibleRows(tree, new Set()))).toEqual(["새봄청과"]);
  expect(names(visibleRows(tree, new Set([1, 2])))).toEqual([
    "새봄청과",
    "수도권총판",
    "성남대리점",
    "광교점",
    "영남총판",
    "강릉점",
  ]);
  expect(names(visibleRows(tree, new Set([4])))).toEqual(["새봄청과"]);
});

test("a search shows each match and the way to it, by name or code", () => {
  const tree = growTree(story);
  expect(names(visibleRows(tree, new Set(), "판교"))).toEqual(["새봄청과", "수도권총판", "성남대리점", "판교역점"]);
  expect(names(visibleRows(tree, new Set(), "성남"))).toEqual(["새봄청과", "수도권총판", "성남대리점"]);
  expect(names(visibleRows(tree, new Set([4]), "성남"))).toEqual([
    "새봄청과",
    "수도권총판",
    "성남대리점",
    "수내점",
    "판교역점",
  ]);
  expect(names(visibleRows(tree, new Set(), "c-7"))).toEqual(["새봄청과", "수도권총판", "성남대리점", "수내점"]);
  expect(visibleRows(tree, new Set([1]), "없는 곳")).toEqual([]);
  expect(foundIn("성남대리점", "대리")).toEqual([2, 4]);
  expect(foundIn("성남대리점", " ")).toBeNull();
});

test("every organisation has exactly one place, whatever the tree", () => {
  const plan = fc.array(fc.nat(20), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(plan, fc.array(fc.nat(20)), fc.string({ maxLength: 2 }), (parents, open, words) => {
      const orgs = parents.map((parent, i) => org(i + 1, parent % (i + 1) || null, "branch", `점${i}`));
      const tree = growTree(orgs);
      expect(
        flatten(tree)
          .map((node) => node.org.id)
          .sort((a, b) => a - b),
      ).toEqual(orgs.map((one) => one.id));
      const rows = visibleRows(tree, new Set(open), words);
      expect(new Set(rows.map((row) => row.node.org.id)).size).toBe(rows.length);
      for (const { node } of rows)
        if (node.parent) expect(rows.some((row) => row.node === node.parent && row.isOpen)).toBe(true);
    }),
  );
});

test("keys walk the visible rows and fold what stands open", () => {
  const rows = visibleRows(growTree(story), new Set([1, 2]));
  const step = (key: string, name: string) =>
    treeStep(
      key,
      rows,
      rows.findIndex((row) => row.node.org.name === name),
    );
  expect(step("ArrowDown", "새봄청과")).toEqual({ focus: 2 });
  expect(step("ArrowUp", "새봄청과")).toBeNull();
  expect(step("ArrowUp", "영남총판")).toEqual({ focus: 5 });
  expect(step("End", "새봄청과")).toEqual({ focus: 8 });
  expect(step("Home", "강릉점")).toEqual({ focus: 1 });
  expect(step("ArrowRight", "수도권총판")).toEqual({ focus: 4 });
  expect(step("ArrowRight", "성남대리점")).toEqual({ toggle: 4, open: true });
  expect(step("ArrowRight", "광교점")).toBeNull();
  expect(step("ArrowLeft", "수도권총판")).toEqual({ toggle: 2, open: false });
  expect(step("ArrowLeft", "광교점")).toEqual({ focus: 2 });
  expect(step("ArrowLeft", "새봄청과")).toEqual({ toggle: 1, open: false });
  expect(step("a", "광교점")).toBeNull();
  expect(treeStep("End", [], 0)).toBeNull();
});
