import fc from "fast-check";
import { expect, test } from "vitest";
import { albumRows, albumSlices, pictureRatio } from "./album-rows";

test("rows hold every picture, two or three each, never a single one below others, and never grow downwards", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), (count) => {
      const rows = albumRows(count);
      expect(rows.reduce((sum, row) => sum + row, 0)).toBe(count);
      if (count > 1) expect(rows.every((row) => row === 2 || row === 3)).toBe(true);
      expect(rows).toEqual([...rows].sort((a, b) => b - a));
      const places = albumSlices(count).flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
      expect(places).toEqual(Array.from({ length: count }, (_, i) => i));
    }),
  );
});

test.each([
  [1, [1]],
  [2, [2]],
  [3, [3]],
  [4, [2, 2]],
  [5, [3, 2]],
  [7, [3, 2, 2]],
  [8, [3, 3, 2]],
  [9, [3, 3, 3]],
  [10, [3, 3, 2, 2]],
])("%i pictures stand in rows of %j", (count, rows) => {
  expect(albumRows(count)).toEqual(rows);
});

test("a picture alone keeps its shape unless it is very long or unknown", () => {
  expect(pictureRatio(400, 300)).toBeCloseTo(4 / 3);
  expect(pictureRatio(100, 1000)).toBe(0.6);
  expect(pictureRatio(1000, 100)).toBe(2);
  expect(pictureRatio(undefined, 300)).toBe(1);
});
