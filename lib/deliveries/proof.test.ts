import { expect, test } from "vitest";
import { callsOf, proofOf } from "./proof";

const parts = (["sent", "unknown", "pending"] as const).map((status, seq) => ({ seq, status }));

test("planned, effects and unknown come from the parts, duplicates from calls that were taken twice", () => {
  expect(proofOf(parts, [{ seq: 0, outcome: "accepted" }])).toEqual({
    planned: 3,
    effects: 1,
    duplicates: 0,
    unknown: 1,
  });
  const twice = [0, 0, 0, 1].map((seq) => ({ seq, outcome: "accepted" }));
  expect(proofOf(parts, twice).duplicates).toBe(2);
  expect(proofOf(parts, [...twice, { seq: 1, outcome: "rejected" }]).duplicates).toBe(2);
  expect(proofOf([], [])).toEqual({ planned: 0, effects: 0, duplicates: 0, unknown: 0 });
});

test("a trail that isn't one has no calls", () => {
  for (const nothing of [null, undefined, "x", {}, { calls: 3 }]) expect(callsOf(nothing)).toEqual([]);
  expect(callsOf({ calls: [{ seq: 1, attempt: 2, outcome: "unknown", detail: "not repeated" }] })).toEqual([
    { seq: 1, attempt: 2, outcome: "unknown" },
  ]);
});
