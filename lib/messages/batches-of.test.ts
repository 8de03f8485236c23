import fc from "fast-check";
import { expect, test } from "vitest";
import { phoneChannels } from "@/db/enums";
import { batchesOf } from "./batches-of";

test("every row is in one batch, which has one channel, one variant and no more rows than a group takes", () => {
  const row = fc.record({
    channel: fc.constantFrom(...phoneChannels),
    variant: fc.nat(2),
    price: fc.bigInt(0n, 9999n),
  });
  fc.assert(
    fc.property(fc.array(row), fc.integer({ min: 1, max: 7 }), (rows, most) => {
      const batches = batchesOf(rows, ({ price }) => price, most);
      expect(new Set(batches.flatMap((batch) => batch.rows))).toEqual(new Set(rows));
      expect(batches.reduce((sum, batch) => sum + batch.rows.length, 0)).toBe(rows.length);
      for (const { channel, variant, rows: own, amount } of batches) {
        expect(own.length).toBeGreaterThan(0);
        expect(own.length).toBeLessThanOrEqual(most);
        expect(own.every((one) => one.channel === channel && one.variant === variant)).toBe(true);
        expect(amount).toBe(own.reduce((sum, { price }) => sum + price, 0n));
      }
    }),
  );
});
