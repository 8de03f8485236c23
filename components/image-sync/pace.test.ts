import { expect, test } from "vitest";
import { paceOf, rateText } from "./pace";

test("pace is reckoned from what was really made, and kept to itself while too little is known", () => {
  expect(paceOf({ done: 10, atMs: 0 }, { done: 34, atMs: 10_000 }, 50)).toEqual({ perSecond: 2.4, secondsLeft: 7 });
  expect(paceOf({ done: 10, atMs: 0 }, { done: 10, atMs: 10_000 }, 50)).toBeNull();
  expect(paceOf({ done: 10, atMs: 0 }, { done: 30, atMs: 100 }, 50)).toBeNull();
  expect(paceOf({ done: 0, atMs: 0 }, { done: 60, atMs: 1_000 }, 50)?.secondsLeft).toBe(0);
});

test("a rate is said as exactly as it helps", () => {
  expect([rateText(2.44), rateText(9.96), rateText(48.6)]).toEqual(["2.4", "10.0", "49"]);
});
