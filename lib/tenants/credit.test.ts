import fc from "fast-check";
import { expect, test } from "vitest";
import { availableOf, type Credit, type CreditStep, creditOf, endingOf, stepOf, stepsOf } from "./credit";

type Move =
  | { do: "charge" | "adjust"; amount: bigint }
  | { do: "reserve"; amounts: bigint[] }
  | { do: "end"; batch: number; settle: bigint; release: bigint };

const amount = fc.bigInt({ min: 0n, max: 5_000n });
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ do: fc.constant("charge" as const), amount }),
  fc.record({ do: fc.constant("adjust" as const), amount: fc.bigInt({ min: -5_000n, max: 5_000n }) }),
  fc.record({ do: fc.constant("reserve" as const), amounts: fc.array(amount, { minLength: 1, maxLength: 4 }) }),
  fc.record({ do: fc.constant("end" as const), batch: fc.nat({ max: 20 }), settle: amount, release: amount }),
);

/** What the tables do, in memory: the tenant's row, its ledger and what each batch still holds. */
function play(moves: readonly Move[]) {
  let credit: Credit = { balance: 0n, reserved: 0n };
  const ledger: CreditStep[] = [];
  const open: bigint[] = [];
  const write = (steps: readonly CreditStep[]) => {
    ledger.push(...steps);
    const last = steps.at(-1);
    if (last) credit = { balance: last.balanceAfter, reserved: last.reservedAfter };
  };
  for (const one of moves) {
    if (one.do === "reserve") {
      const steps = stepsOf(credit, "reserve", one.amounts);
      const isEnough = one.amounts.reduce((sum, part) => sum + part, 0n) <= availableOf(credit);
      expect(steps !== null).toBe(isEnough);
      if (!steps) continue;
      write(steps);
      open.push(...one.amounts);
    } else if (one.do === "end") {
      const at = one.batch % Math.max(1, open.length);
      const held = open[at];
      if (held === undefined) continue;
      if (one.settle + one.release > held) {
        expect(() => endingOf(credit, held, one)).toThrow(RangeError);
        continue;
      }
      write(endingOf(credit, held, one));
      open[at] = held - one.settle - one.release;
    } else {
      const step = stepOf(credit, one.do, one.amount);
      if (step) write([step]);
      else expect(one.amount).toBeLessThan(0n);
    }
    expect(credit).toEqual(creditOf(ledger));
    expect(credit.reserved).toBe(open.reduce((sum, part) => sum + part, 0n));
    expect(credit.reserved).toBeGreaterThanOrEqual(0n);
    expect(availableOf(credit)).toBeGreaterThanOrEqual(0n);
  }
  return { credit, ledger, open };
}

test("whatever happens in whatever order, the ledger is the balance and the open reservations are what is reserved", () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      play(moves);
    }),
    { numRuns: 500 },
  );
});

test("what is free leaves a line in the ledger all the same", () => {
  const { ledger } = play([
    { do: "reserve", amounts: [0n] },
    { do: "end", batch: 0, settle: 0n, release: 0n },
  ]);
  expect(ledger.map(({ kind, amount: of }) => [kind, of])).toEqual([
    ["reserve", 0n],
    ["settle", 0n],
  ]);
});

test("paying and giving back at once are two lines, giving back alone is one", () => {
  const credit = { balance: 100n, reserved: 50n };
  expect(endingOf(credit, 50n, { settle: 30n, release: 20n })).toEqual([
    { kind: "settle", amount: 30n, balanceAfter: 70n, reservedAfter: 20n },
    { kind: "release", amount: 20n, balanceAfter: 70n, reservedAfter: 0n },
  ]);
  expect(endingOf(credit, 50n, { settle: 0n, release: 20n }).map(({ kind }) => kind)).toEqual(["release"]);
});

test("an adjustment never takes what messages under way are waiting for", () => {
  expect(stepOf({ balance: 100n, reserved: 60n }, "adjust", -41n)).toBeNull();
  expect(stepOf({ balance: 100n, reserved: 60n }, "adjust", -40n)?.balanceAfter).toBe(60n);
});

test("negative charges, reservations and endings are bugs", () => {
  expect(() => stepOf({ balance: 100n, reserved: 0n }, "charge", -1n)).toThrow(RangeError);
  expect(() => endingOf({ balance: 100n, reserved: 10n }, 10n, { settle: -1n, release: 5n })).toThrow(RangeError);
});
