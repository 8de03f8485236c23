import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addFigures, certaintyOf, expectedOf, type Figures, gapOf, NOTHING, pctOf, pctText } from "./coverage";

const figures = fc
  .tuple(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), fc.nat(900), fc.nat(900), fc.nat(900), fc.nat(50))
  .map(([observed, missing, unrecoverable, confirmed, inferred, unknown, extra]): Figures => {
    const recorded = observed + confirmed + inferred + unknown;
    const listed = recorded + missing;
    return { expected: listed + unrecoverable, listed, recorded, extra, confirmed, inferred, unknown };
  });

describe("the rate", () => {
  test("the old check's own figures come out as it told them, and each belongs to its own set (C-02)", () => {
    expect([pctOf(602, 2_544), pctOf(2_468, 2_870), pctOf(602, 2_870)]).toEqual([23.66, 85.99, 20.98]);
    expect(602 + 102 + 1_764).toBe(2_468);
  });

  test("lies between 0 and 100, is 100 only where nothing is missing, and never more by what was logged twice", () => {
    fc.assert(
      fc.property(figures, ({ expected, recorded }) => {
        const pct = pctOf(recorded, expected);
        if (expected === 0) return expect(pct).toBeNull();
        expect(pct).toBeGreaterThanOrEqual(0);
        expect(pct).toBeLessThanOrEqual(100);
        expect(pct === 100).toBe(recorded === expected);
        expect(Math.abs((pct ?? 0) - (recorded / expected) * 100)).toBeLessThanOrEqual(0.010_001);
      }),
    );
  });

  test("one missing of a million doesn't round to all", () => {
    expect([pctOf(999_999, 1_000_000), pctOf(1, 3), pctOf(2, 3), pctText(pctOf(1, 4)), pctText(null)]).toEqual([
      99.99,
      33.33,
      66.67,
      "25.00",
      "–",
    ]);
  });
});

test("the six degrees of certainty sum to those expected, of one message and of many", () => {
  fc.assert(
    fc.property(fc.array(figures, { maxLength: 8 }), (all) => {
      const sum = all.reduce(addFigures, NOTHING);
      const certainty = certaintyOf(sum);
      expect(Object.values(certainty).reduce((a, b) => a + b, 0)).toBe(sum.expected);
      for (const part of Object.values(certainty)) expect(part).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("a gap has a name", () => {
  const gap = (expected: number, listed: number, recorded: number) => gapOf({ expected, listed, recorded });
  expect([gap(3, 3, 3), gap(3, 3, 1), gap(3, 3, 0), gap(3, 0, 0), gap(3, 2, 2), gap(3, 2, 1), gap(0, 0, 0)]).toEqual([
    "none",
    "partial",
    "missing",
    "unrecoverable",
    "unrecoverable",
    "partial",
    "none",
  ]);
});

test("without its list a message was meant for as many as the old system counted, or more are known of", () => {
  expect([expectedOf(5, 5, 9), expectedOf(0, 0, 9), expectedOf(12, 0, 9), expectedOf(0, 0, null)]).toEqual([
    5, 9, 12, 0,
  ]);
});
