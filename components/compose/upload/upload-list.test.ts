import fc from "fast-check";
import { expect, test } from "vitest";
import { type Group, inGroup, moved, movedAll, readyKeys, roomIn, type UploadItem, without } from "./upload-list";

const item = (localId: string, group: Group): UploadItem => ({
  localId,
  group,
  name: localId,
  status: "ready",
  progress: 100,
  key: `img/1/2026/${localId}.jpg`,
});
const ids = (list: readonly UploadItem[], group: Group) => inGroup(list, group).map((one) => one.localId);
const lists = fc
  .record({ first: fc.nat(10), second: fc.nat(10) })
  .map(({ first, second }) => [
    ...Array.from({ length: first }, (_, i) => item(`a${i}`, 1)),
    ...Array.from({ length: second }, (_, i) => item(`b${i}`, 2)),
  ]);
const groups = fc.constantFrom<Group>(1, 2);

test("a move puts the item where asked, loses nothing and never overfills a group", () => {
  fc.assert(
    fc.property(lists, fc.nat(30), groups, fc.nat(12), (list, pick, group, index) => {
      const chosen = list[pick % Math.max(1, list.length)];
      const next = chosen ? moved(list, chosen.localId, group, index) : null;
      if (!chosen || !next) {
        expect(!chosen || (chosen.group !== group && roomIn(list, group) === 0)).toBe(true);
        return;
      }
      expect(next.map((one) => one.localId).sort()).toEqual(list.map((one) => one.localId).sort());
      const rest = ids(without(list, chosen.localId), group);
      expect(ids(next, group)).toEqual([...rest.slice(0, index), chosen.localId, ...rest.slice(index)]);
      const other = group === 1 ? 2 : 1;
      expect(ids(next, other)).toEqual(ids(without(list, chosen.localId), other));
      expect(ids(next, group).length).toBeLessThanOrEqual(10);
    }),
  );
});

test("moving all fills the other group in order and leaves what doesn't fit", () => {
  fc.assert(
    fc.property(lists, (list) => {
      const next = movedAll(list, 2, 1);
      const room = roomIn(list, 1);
      expect(ids(next, 1)).toEqual([...ids(list, 1), ...ids(list, 2).slice(0, room)]);
      expect(ids(next, 2)).toEqual(ids(list, 2).slice(room));
    }),
  );
});

test("only what is ready has a key for the form", () => {
  const list: UploadItem[] = [item("a", 1), { ...item("b", 1), status: "uploading" }, item("c", 2)];
  expect(readyKeys(list, 1)).toEqual(["img/1/2026/a.jpg"]);
  expect(moved(list, "gone", 1, 0)).toBeNull();
});
