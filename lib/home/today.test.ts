import fc from "fast-check";
import { expect, test } from "vitest";
import { certainties, logStatuses } from "@/db/enums";
import { arrivalRate, emptyTally, finishedOf, hourBars, lookOf, runLooks, totalOf } from "./today";

test("only what the room showed counts as arrived", () => {
  expect(lookOf("success", "delivered")).toBe("arrived");
  expect(lookOf("success", "handed_off")).toBe("handed");
  expect(lookOf("success", null)).toBe("handed");
  fc.assert(
    fc.property(
      fc.constantFrom(...logStatuses),
      fc.option(fc.constantFrom(...certainties), { nil: null }),
      (status, certainty) => {
        expect(runLooks).toContain(lookOf(status, certainty));
        if (status !== "success") expect(lookOf(status, certainty)).not.toBe("arrived");
      },
    ),
  );
});

test("the rate is 100 only when every finished run arrived", () => {
  expect(arrivalRate(emptyTally())).toBeNull();
  expect(arrivalRate({ ...emptyTally(), arrived: 96, failed: 1, unknown: 1, skipped: 1, sending: 2 })).toBe(97.9);
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (arrived, failed) => {
      const tally = { ...emptyTally(), arrived, failed };
      const rate = arrivalRate(tally);
      if (arrived + failed === 0) expect(rate).toBeNull();
      else expect(rate === 100).toBe(failed === 0 && arrived > 0);
      expect(finishedOf(tally)).toBeLessThanOrEqual(totalOf(tally));
    }),
  );
});

test("bars lose no run and leave no hour out", () => {
  const rows = fc.array(
    fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      look: fc.constantFrom(...runLooks),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  );
  fc.assert(
    fc.property(rows, (given) => {
      const bars = hourBars(given);
      bars.forEach((bar, i) => {
        expect(bar.hour).toBe(bars[0]!.hour + i);
      });
      expect(bars.reduce((sum, bar) => sum + totalOf(bar.tally), 0)).toBe(
        given.reduce((sum, row) => sum + row.count, 0),
      );
    }),
  );
});
