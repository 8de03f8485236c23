import fc from "fast-check";
import { expect, test } from "vitest";
import { type Limits, productLimits } from "@/lib/rooms/limits";
import { kstDayNumber, parseKstDateTime } from "@/lib/time/kst";
import { type Ask, decideRateLimit, notePace, type Pace } from "./rate-limit";

const start = parseKstDateTime("2026-11-20T23:30")?.getTime() ?? 0;
const at = (ms: number) => new Date(start + ms);
const none: Pace = { callTimes: [], runTimes: [] };
const limits: fc.Arbitrary<Limits> = fc.record({
  minGapSeconds: fc.integer({ min: 0, max: 120 }),
  perMinute: fc.integer({ min: 1, max: 6 }),
  perHour: fc.integer({ min: 1, max: 12 }),
  callsPerDay: fc.integer({ min: 1, max: 20 }),
  runsPerDay: fc.integer({ min: 1, max: 8 }),
});
const wishes = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 400_000 }), ask: fc.constantFrom<Ask>("run", "call") }),
  { maxLength: 40 },
);

/** The definition: how many of `times` lie in the window that ends with `end`. */
const within = (times: number[], end: number, ms: number) => times.filter((t) => t > end - ms && t <= end).length;
const sameDay = (times: number[], end: number) =>
  times.filter((t) => t <= end && kstDayNumber(new Date(t)) === kstDayNumber(new Date(end))).length;

test("obeying every decision never exceeds a window, and waiting until retryAt is enough", () => {
  fc.assert(
    fc.property(limits, wishes, (l, asks) => {
      const calls: number[] = [];
      const runs: number[] = [];
      let pace: Pace = none;
      let now = start;
      for (const { waitMs, ask } of asks) {
        now += waitMs;
        const decision = decideRateLimit(l, pace, ask, new Date(now));
        if (!decision.ok) {
          expect(decision.retryAt.getTime()).toBeGreaterThan(now);
          expect(decideRateLimit(l, pace, ask, new Date(decision.retryAt.getTime() - 1)).ok).toBe(false);
          now = decision.retryAt.getTime();
          expect(decideRateLimit(l, pace, ask, new Date(now))).toEqual({ ok: true });
        }
        calls.push(now);
        if (ask === "run") {
          const last = runs.at(-1);
          if (last !== undefined) expect(now - last).toBeGreaterThanOrEqual(l.minGapSeconds * 1000);
          runs.push(now);
          expect(sameDay(runs, now)).toBeLessThanOrEqual(l.runsPerDay);
        }
        expect(within(calls, now, 60_000)).toBeLessThanOrEqual(l.perMinute);
        expect(within(calls, now, 3_600_000)).toBeLessThanOrEqual(l.perHour);
        expect(sameDay(calls, now)).toBeLessThanOrEqual(l.callsPerDay);
        pace = notePace(pace, ask, new Date(now));
      }
    }),
    { numRuns: 300 },
  );
});

test("what is forgotten was not needed", () => {
  fc.assert(
    fc.property(
      limits,
      wishes,
      fc.constantFrom<Ask>("run", "call"),
      fc.integer({ min: 0, max: 90_000_000 }),
      (l, asks, ask, later) => {
        let pace: Pace = none;
        const all: { callTimes: number[]; runTimes: number[] } = { callTimes: [], runTimes: [] };
        let now = start;
        for (const wish of asks) {
          now += wish.waitMs;
          pace = notePace(pace, wish.ask, new Date(now));
          all.callTimes.push(now);
          if (wish.ask === "run") all.runTimes.push(now);
        }
        expect(decideRateLimit(l, pace, ask, new Date(now + later))).toEqual(
          decideRateLimit(l, all, ask, new Date(now + later)),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test("known limits name their rule", () => {
  const calls = (...ms: number[]) => ({ callTimes: ms.map((m) => start + m), runTimes: [] });
  expect(decideRateLimit(productLimits, none, "run", at(0))).toEqual({ ok: true });
  expect(decideRateLimit(productLimits, { callTimes: [start], runTimes: [start] }, "run", at(29_999))).toEqual({
    ok: false,
    retryAt: at(30_000),
    rule: "minGapSeconds",
  });
  expect(decideRateLimit(productLimits, { callTimes: [start], runTimes: [start] }, "call", at(1))).toEqual({
    ok: true,
  });
  expect(decideRateLimit(productLimits, calls(0, 1, 2, 3, 4), "call", at(10))).toEqual({
    ok: false,
    retryAt: at(60_000),
    rule: "perMinute",
  });
  expect(decideRateLimit({ ...productLimits, callsPerDay: 2 }, calls(0, 1), "call", at(10))).toEqual({
    ok: false,
    retryAt: parseKstDateTime("2026-11-21T00:00"),
    rule: "callsPerDay",
  });
});
