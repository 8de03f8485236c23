import fc from "fast-check";
import { expect, test } from "vitest";
import { delayAfterMs, FREE_FAILS, LONGEST_DELAY_MS, networkOf } from "./throttle";

test("a few slips cost nothing, then the wait doubles up to a quarter of an hour", () => {
  const waits = Array.from({ length: 18 }, (_, fails) => delayAfterMs(fails) / 1000);
  expect(waits).toEqual([0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
});

test("the wait never shrinks with more failures and never becomes a lock", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.constantFrom("pair", "account", "address"), (fails, counted) => {
      const wait = delayAfterMs(fails, counted);
      expect(delayAfterMs(fails + 1, counted)).toBeGreaterThanOrEqual(wait);
      expect(wait).toBeLessThanOrEqual(LONGEST_DELAY_MS);
    }),
  );
});

test("an account tried from strange places has four times, a shared address ten times the patience", () => {
  expect(delayAfterMs(4 * FREE_FAILS - 1, "account")).toBe(0);
  expect(delayAfterMs(4 * FREE_FAILS, "account")).toBe(2_000);
  expect(delayAfterMs(10 * FREE_FAILS - 1, "address")).toBe(0);
  expect(delayAfterMs(10 * FREE_FAILS, "address")).toBe(2_000);
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0DB8:0001:0002::9", "2001:db8:1:2"],
  ["2001:db8::9", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
])("%s is counted as %s", (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
