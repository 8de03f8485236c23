import fc from "fast-check";
import { expect, test } from "vitest";
import {
  effectiveLimits,
  isStricter,
  type LimitStep,
  limitNames,
  limitValues,
  looserThan,
  type OwnLimits,
  ownLimits,
  productLimits,
  productStep,
} from "./limits";

const own: fc.Arbitrary<OwnLimits> = fc.record({
  minGapSeconds: fc.option(fc.integer({ min: 0, max: 200 })),
  perMinute: fc.option(fc.integer({ min: 1, max: 10 })),
  perHour: fc.option(fc.integer({ min: 1, max: 100 })),
  callsPerDay: fc.option(fc.integer({ min: 1, max: 400 })),
  runsPerDay: fc.option(fc.integer({ min: 1, max: 100 })),
});
const chain: fc.Arbitrary<LimitStep[]> = fc
  .array(own, { maxLength: 5 })
  .map((steps) =>
    steps.map((limits, i) => ({ origin: { kind: "org", id: i, level: "branch", name: `조직 ${i}` }, limits })),
  );

const org = (id: number, limits: Partial<OwnLimits>): LimitStep => ({
  origin: { kind: "org", id, level: "agency", name: `조직 ${id}` },
  limits: ownLimits(limits),
});

test("nothing said: the product's policy, and it says so", () => {
  expect(limitValues(effectiveLimits([]))).toEqual({
    minGapSeconds: 30,
    perMinute: 5,
    perHour: 50,
    callsPerDay: 200,
    runsPerDay: 50,
  });
  expect(effectiveLimits([org(1, {})]).perHour.origin).toEqual({ kind: "product" });
});

test("the stricter wins and is named; a looser one further down is ignored", () => {
  const holds = effectiveLimits([
    org(1, { runsPerDay: 40 }),
    org(2, { minGapSeconds: 20, runsPerDay: 45 }),
    org(3, { minGapSeconds: 90, runsPerDay: 40 }),
  ]);
  expect(holds.runsPerDay).toEqual({ value: 40, origin: org(1, {}).origin });
  expect(holds.minGapSeconds).toEqual({ value: 90, origin: org(3, {}).origin });
});

test("every effective limit is at least as strict as each step's, and is one that a step says", () => {
  fc.assert(
    fc.property(chain, (steps) => {
      const holds = effectiveLimits(steps);
      for (const name of limitNames) {
        const said = [productLimits[name], ...steps.flatMap((step) => step.limits[name] ?? [])];
        expect(said).toContain(holds[name].value);
        for (const value of said) expect(isStricter(name, value, holds[name].value)).toBe(false);
        const sayer = [productStep, ...steps].find((step) => step.origin === holds[name].origin);
        expect(sayer?.limits[name]).toBe(holds[name].value);
      }
    }),
  );
});

test("a step added below never loosens, and is refused exactly where it would have been ignored", () => {
  fc.assert(
    fc.property(chain, own, (steps, last) => {
      const above = effectiveLimits(steps);
      const below = effectiveLimits([...steps, { origin: { kind: "room", id: 1, name: "방" }, limits: last }]);
      const refused = looserThan(last, above);
      for (const name of limitNames) {
        expect(isStricter(name, above[name].value, below[name].value)).toBe(false);
        const value = last[name];
        const ignored = value !== null && value !== below[name].value;
        expect(refused.includes(name)).toBe(ignored);
      }
    }),
  );
});
