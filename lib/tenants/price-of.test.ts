import { expect, test } from "vitest";
import { priceOf } from "./price-of";

const prices = { basePrice: "8.40", priceLms: "0.00", priceMms: null, priceAlimtalk: "7.00" };

test("each channel has a price of its own; nothing is not the same as free", () => {
  expect(priceOf(prices, "sms")).toBe(840n);
  expect(priceOf(prices, "lms")).toBe(0n);
  expect(priceOf(prices, "mms")).toBeNull();
  expect(priceOf(prices, "alimtalk")).toBe(700n);
});
