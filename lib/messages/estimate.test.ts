import { expect, test } from "vitest";
import { estimateOf, rowPriceOf } from "./estimate";

const prices = { basePrice: "9.90", priceLms: "27.00", priceMms: null, priceAlimtalk: "7.50" };

test("of two channels the dearer one is held, the first one is what it costs when it arrives (C-23)", () => {
  expect(rowPriceOf(prices, { channel: "alimtalk", fallback: "lms" })).toEqual({ amount: 750n, reserved: 2700n });
  expect(rowPriceOf(prices, { channel: "sms", fallback: null })).toEqual({ amount: 990n, reserved: 990n });
  expect(rowPriceOf({ ...prices, priceAlimtalk: "30.00" }, { channel: "alimtalk", fallback: "sms" })).toEqual({
    amount: 3000n,
    reserved: 3000n,
  });
});

test("a price of nothing is free, no price at all refuses (C-22)", () => {
  expect(rowPriceOf({ ...prices, basePrice: "0.00" }, { channel: "sms", fallback: null })?.reserved).toBe(0n);
  expect(rowPriceOf(prices, { channel: "mms", fallback: null })).toBeNull();
  expect(rowPriceOf({ ...prices, basePrice: null }, { channel: "alimtalk", fallback: "sms" })).toBeNull();
});

test("ten thousand prices of 9.90 are 99,000.00 exactly", () => {
  const routes = [
    ...Array.from({ length: 10_000 }, () => ({ channel: "sms" as const, fallback: null })),
    { channel: "mms" as const, fallback: null },
    { channel: "alimtalk" as const, fallback: "sms" as const },
  ];
  const { lines, total, missingPrices } = estimateOf(prices, routes);
  expect(lines.map(({ count, unitPrice, amount }) => [count, unitPrice, amount])).toEqual([
    [10_000, 990n, 9_900_000n],
    [1, 0n, 0n],
    [1, 990n, 990n],
  ]);
  expect(total).toBe(9_900_990n);
  expect(missingPrices).toEqual(["mms"]);
});
