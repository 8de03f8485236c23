import fc from "fast-check";
import { expect, test } from "vitest";
import { parseKstDateTime } from "@/lib/time/kst";
import { pollEveryMs, sleepMs } from "./pace";

const at = (time: string) => parseKstDateTime(`2026-11-20T${time}`)!;

test.each([
  ["08:59", 60],
  ["09:00", 30],
  ["11:59", 30],
  ["12:00", 60],
  ["17:59", 60],
  ["18:00", 30],
  ["20:59", 30],
  ["21:00", 60],
  ["23:59", 60],
  ["00:00", 120],
  ["05:59", 120],
  ["06:00", 60],
])("at %s Korean time every %i seconds", (time, seconds) => {
  expect(pollEveryMs("by_hour", at(time), null)).toBe(seconds * 1000);
  expect(pollEveryMs("steady", at(time), null)).toBe(60_000);
});

test("the idle pace ends three minutes before something is due", () => {
  expect(pollEveryMs("by_hour", at("03:00"), at("03:04"))).toBe(120_000);
  expect(pollEveryMs("by_hour", at("03:00"), at("03:03"))).toBe(60_000);
});

test("nothing due is slept through", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: -600_000, max: 600_000 }), (minute, aheadMs) => {
      const now = new Date(at("00:00").getTime() + minute * 60_000);
      const ms = sleepMs("by_hour", now, new Date(now.getTime() + aheadMs));
      expect(ms).toBeLessThanOrEqual(Math.max(1_000, aheadMs));
      expect(ms).toBeLessThanOrEqual(120_000);
      expect(ms).toBeGreaterThanOrEqual(1_000);
    }),
  );
});
