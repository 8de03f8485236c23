import { expect, test } from "vitest";
import { sampleRun, sampleTotals } from "@/scripts/testing/sample-sync-run";
import { latestWhole, sinceLastNight } from "./since-last-night";

const night = (id: number, over = {}) => sampleRun({ id, reason: "nightly", totals: sampleTotals(over) });

test("the figures are those of the newest scan of everybody that came to its end", () => {
  const whole = sampleRun({ id: 5 });
  const runs = [
    sampleRun({ id: 9, state: "scanning", scannedAt: null }),
    sampleRun({ id: 8, state: "aborted" }),
    sampleRun({ id: 7, scope: { customerCodes: ["SS-001"], customers: 1 } }),
    sampleRun({ id: 6, reason: "verify" }),
    whole,
    sampleRun({ id: 4 }),
  ];
  expect(latestWhole(runs)).toBe(whole);
  expect(latestWhole(runs.slice(0, 4))).toBeNull();
});

test("what is new is told against the night before, and nothing where it is the same", () => {
  const runs = [sampleRun({ id: 9 }), sampleRun({ id: 8 }), night(7, { ghost: 70, duplicate: 22 }), night(6)];
  expect(sinceLastNight(runs)?.changes).toEqual([
    { what: "ghost", more: 2 },
    { what: "duplicate", more: -1 },
  ]);
  expect(sinceLastNight([night(9), night(8)])?.changes).toEqual([]);
  expect(sinceLastNight([night(9)])).toBeNull();
  expect(sinceLastNight([sampleRun()])).toBeNull();
});
