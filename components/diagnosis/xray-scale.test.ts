import fc from "fast-check";
import { expect, test } from "vitest";
import { scaleOf } from "./xray-scale";

const moments = fc.array(fc.integer({ min: 0, max: 400_000_000 }), { minLength: 1, maxLength: 14 });

test("a short story is drawn whole and to scale", () => {
  const { pieces, at, ticks } = scaleOf([0, 118, 512, 712, 1_270]);
  expect(pieces).toEqual([{ from: 0, to: 1_270, left: 0, right: 100, isCut: false }]);
  expect(at(635)).toBeCloseTo(50);
  expect(ticks.map((tick) => tick.at)).toEqual([0, 200, 400, 600, 800, 1_000, 1_200]);
});

test("one long wait after one short thing is not cut: the wait is the story", () => {
  expect(scaleOf([0, 120, 660_000]).pieces).toHaveLength(1);
});

test("a wait beside which nothing else would be seen is cut, and everything else keeps its proportions", () => {
  const { pieces, at } = scaleOf([0, 100, 300, 86_400_300, 86_400_500, 86_400_900]);
  expect(pieces.map(({ isCut }) => isCut)).toEqual([false, true, false]);
  expect(pieces[1]!.right - pieces[1]!.left).toBeCloseTo(40);
  const px = (from: number, to: number) => at(to) - at(from);
  expect(px(0, 100)).toBeCloseTo(px(100, 200));
  expect(px(86_400_300, 86_400_500)).toBeCloseTo(px(0, 100) * 2);
});

test("whatever happened when: later never stands before earlier, all of it is in the line, and uncut lengths are in proportion", () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 40, max: 100 }), (given, share) => {
      const { pieces, at, ticks } = scaleOf(given, share);
      const sorted = [...given].sort((a, b) => a - b);
      let before = -1e-6;
      for (const moment of sorted) {
        expect(at(moment)).toBeGreaterThanOrEqual(before - 1e-6);
        before = at(moment);
      }
      expect(at(sorted[0]!)).toBeCloseTo(0);
      for (const { left } of ticks) expect(left).toBeLessThanOrEqual(share + 1e-6);
      expect(pieces.at(-1)!.right).toBeCloseTo(share);
      const rates = pieces
        .filter((piece) => !piece.isCut)
        .map((piece) => (piece.right - piece.left) / (piece.to - piece.from));
      for (const rate of rates) expect(rate / rates[0]!).toBeCloseTo(1);
    }),
  );
});
