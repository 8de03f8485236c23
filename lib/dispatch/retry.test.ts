import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffCeilingMs, MAX_ATTEMPTS, retryDelayMs } from "./retry";

test("three tries in all, and none for what can't be repeated", () => {
  let tries = 1;
  while (retryDelayMs(tries, true, 0.5) !== null) tries++;
  expect(tries).toBe(MAX_ATTEMPTS);
  expect(retryDelayMs(1, false, 0.5)).toBeNull();
});

test("waits are bounded, whole, at least what was asked for, and their ceiling only grows", () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 }),
      random,
      fc.integer({ min: 0, max: 900_000 }),
      (attempt, chance, asked) => {
        const wait = retryDelayMs(attempt, true, chance, asked) ?? -1;
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(Math.max(1000, asked));
        expect(wait).toBeLessThanOrEqual(Math.max(asked, backoffCeilingMs(attempt)));
      },
    ),
  );
  for (let attempt = 1; attempt < 40; attempt++)
    expect(backoffCeilingMs(attempt + 1)).toBeGreaterThanOrEqual(backoffCeilingMs(attempt));
});
