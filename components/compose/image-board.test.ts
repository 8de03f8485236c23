import fc from "fast-check";
import { expect, test } from "vitest";
import { type Group, inGroup, moveShot, normaliseGroups, type Placed } from "./image-board";

const board = fc
  .uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 20 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.constantFrom<Group>(1, 2).map((group): Placed => ({ localId: `s${id}`, group })))));
const ids = (shots: readonly Placed[]) => shots.map((shot) => shot.localId).sort();

test("a move loses no picture, adds none and puts the picture where it was told", () => {
  fc.assert(
    fc.property(board, fc.nat(), fc.constantFrom<Group>(1, 2), fc.integer({ min: -2, max: 25 }), (shots, pick, group, index) => {
      fc.pre(shots.length > 0);
      const shot = shots[pick % shots.length]!;
      const moved = moveShot(shots, shot.localId, group, index, 20);
      expect(ids(moved)).toEqual(ids(shots));
      const target = inGroup(moved, group);
      const place = Math.max(0, Math.min(index, target.length - 1));
      expect(target[place]?.localId).toBe(shot.localId);
      const others = (list: readonly Placed[], g: Group) => inGroup(list, g).map((s) => s.localId).filter((id) => id !== shot.localId);
      for (const g of [1, 2] as const) expect(others(moved, g)).toEqual(others(shots, g));
    }),
  );
});

test("a full group takes no more pictures from the other one", () => {
  const shots: Placed[] = [
    { localId: "a", group: 1 },
    { localId: "b", group: 2 },
    { localId: "c", group: 2 },
  ];
  expect(inGroup(moveShot(shots, "a", 2, 0, 2), 2).map((s) => s.localId)).toEqual(["b", "c"]);
});

test("pictures only in group 2 become group 1 and say so", () => {
  expect(normaliseGroups([{ localId: "a", group: 2 as const }])).toEqual({ shots: [{ localId: "a", group: 1 }], moved: true });
  const fine = [
    { localId: "a", group: 1 as const },
    { localId: "b", group: 2 as const },
  ];
  expect(normaliseGroups(fine)).toEqual({ shots: fine, moved: false });
});
