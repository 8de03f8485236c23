import fc from "fast-check";
import { expect, test } from "vitest";
import { ALLOWANCES, mostWithin, requestKinds, take } from "./budget";

const LIMITS = { write: 100, read: 20 };

test("the allowances stay below what Solapi allows within any five and a half seconds", () => {
  for (const kind of requestKinds) expect(mostWithin(ALLOWANCES[kind], 5_500)).toBeLessThanOrEqual(LIMITS[kind]);
});

test("whoever asks whenever: no five seconds ever hold more than the limit, and everybody gets through", () => {
  const asks = fc.array(
    fc.record({ restMs: fc.integer({ min: 0, max: 900 }), units: fc.integer({ min: 1, max: 3 }) }),
    {
      minLength: 50,
      maxLength: 400,
    },
  );
  fc.assert(
    fc.property(fc.constantFrom(...requestKinds), asks, (kind, list) => {
      let [fullAtMs, nowMs] = [0, 1_000_000];
      const spent: number[] = [];
      for (const { restMs, units } of list) {
        nowMs += restMs;
        for (;;) {
          const taken = take(fullAtMs, nowMs, units, ALLOWANCES[kind]);
          if ("fullAtMs" in taken) {
            fullAtMs = taken.fullAtMs;
            for (let n = 0; n < units; n++) spent.push(nowMs);
            break;
          }
          expect(taken.waitMs).toBeGreaterThan(0);
          nowMs += taken.waitMs;
        }
      }
      let first = 0;
      for (let last = 0; last < spent.length; last++) {
        while (spent[last]! - spent[first]! >= 5_000) first++;
        expect(last - first + 1).toBeLessThanOrEqual(LIMITS[kind]);
      }
    }),
  );
});

test("a wait is no longer than it must be: the same question after it is answered with yes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 12 }), (aheadMs, units) => {
      const taken = take(1_000_000 + aheadMs, 1_000_000, units, ALLOWANCES.write);
      if ("waitMs" in taken)
        expect(take(1_000_000 + aheadMs, 1_000_000 + taken.waitMs, units, ALLOWANCES.write)).toHaveProperty("fullAtMs");
    }),
  );
});
