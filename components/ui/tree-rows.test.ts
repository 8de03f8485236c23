import { expect, test } from "vitest";
import { ancestorsOf, rowsInSight, type TreeNode, treeFind, treeMove } from "./tree-rows";

const tree: TreeNode[] = [
  {
    id: "hq",
    label: "새봄청과 본사",
    children: [
      { id: "d1", label: "수도권총판", children: [{ id: "a1", label: "성남대리점" }] },
      { id: "d2", label: "영남총판" },
    ],
  },
];
const ids = (open: string[]) => rowsInSight(tree, new Set(open)).map((row) => row.node.id);

test("shows the children of open nodes only", () => {
  expect(ids([])).toEqual(["hq"]);
  expect(ids(["hq"])).toEqual(["hq", "d1", "d2"]);
  expect(ids(["hq", "d1"])).toEqual(["hq", "d1", "a1", "d2"]);
  expect(ids(["d1"])).toEqual(["hq"]);
});

test("knows level, parent and place among siblings", () => {
  const rows = rowsInSight(tree, new Set(["hq", "d1"]));
  expect(rows.map(({ level, parentId, position, siblings }) => [level, parentId, position, siblings])).toEqual([
    [1, null, 1, 1],
    [2, "hq", 1, 2],
    [3, "d1", 1, 1],
    [2, "hq", 2, 2],
  ]);
});

test("names what must be open for a node to be seen", () => {
  expect(ancestorsOf(tree, "a1")).toEqual(["hq", "d1"]);
  expect(ancestorsOf(tree, "hq")).toEqual([]);
  expect(ancestorsOf(tree, "nowhere")).toEqual([]);
});

test("arrows open, close and walk as the ARIA tree does", () => {
  const open = new Set(["hq"]);
  const rows = rowsInSight(tree, open);
  expect(treeMove(rows, 0, "ArrowRight", open)).toEqual({ to: 1 });
  expect(treeMove(rows, 1, "ArrowRight", open)).toEqual({ toggle: "d1" });
  expect(treeMove(rows, 1, "ArrowLeft", open)).toEqual({ to: 0 });
  expect(treeMove(rows, 0, "ArrowLeft", open)).toEqual({ toggle: "hq" });
  expect(treeMove(rows, 2, "ArrowRight", open)).toEqual({ to: 2 });
  expect(treeMove(rows, 2, "ArrowDown", open)).toEqual({ to: 2 });
  expect(treeMove(rows, 2, "Home", open)).toEqual({ to: 0 });
  expect(treeMove(rows, 0, "q", open)).toBeNull();
});

test("typing finds the next row and goes around", () => {
  const rows = rowsInSight(tree, new Set(["hq"]));
  expect(treeFind(rows, 0, "영")).toBe(2);
  expect(treeFind(rows, 2, "수")).toBe(1);
  expect(treeFind(rows, 1, "수도")).toBe(1);
  expect(treeFind(rows, 1, "없")).toBe(1);
});

test("initial consonants find too, on either layout", () => {
  const rows = rowsInSight(tree, new Set(["hq", "d1"]));
  expect(treeFind(rows, 0, "ㅇ")).toBe(3);
  expect(treeFind(rows, 0, "d")).toBe(3);
  expect(treeFind(rows, 0, "tse")).toBe(2);
  expect(treeFind(rows, 0, "ㅅㄴㄷ")).toBe(2);
});
