import fc from "fast-check";
import { expect, test } from "vitest";
import { type Fault, FaultInput, faultKinds, findFault, spend } from "./sandbox-faults";

const fault: fc.Arbitrary<Fault> = fc.record(
  {
    kind: fc.constantFrom(...faultKinds),
    times: fc.integer({ min: 1, max: 4 }),
    ms: fc.nat(100),
    roomId: fc.constantFrom("1", "2"),
  },
  { requiredKeys: ["kind"] },
);

test("a fault with times hits exactly that many calls of its room, and no other room", () => {
  fc.assert(
    fc.property(fault, fc.array(fc.constantFrom("1", "2"), { maxLength: 12 }), (given, calls) => {
      let faults: Fault[] = [given];
      const hits = calls.filter((roomId) => {
        const hit = findFault(faults, [given.kind], roomId);
        if (hit) faults = spend(faults, hit);
        return hit !== null;
      });
      const concerned = calls.filter((roomId) => given.roomId === undefined || given.roomId === roomId).length;
      expect(hits).toHaveLength(Math.min(concerned, given.times ?? Number.POSITIVE_INFINITY));
      if (given.roomId) expect(hits.every((roomId) => roomId === given.roomId)).toBe(true);
    }),
  );
});

test("unknown kinds, fields and numbers are refused", () => {
  for (const bad of [
    {},
    { kind: "explode" },
    { kind: "slow", ms: -1 },
    { kind: "lost", times: 0 },
    { kind: "lost", extra: 1 },
  ])
    expect(FaultInput.safeParse(bad).success).toBe(false);
});
