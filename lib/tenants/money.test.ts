import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_MONEY, moneyOf, moneyText, parseMoney, wonText } from "./money";

const money = fc.bigInt({ min: -MOST_MONEY, max: MOST_MONEY });

test("every amount survives the way to a column and back", () => {
  fc.assert(
    fc.property(money, (amount) => {
      expect(moneyOf(moneyText(amount))).toBe(amount);
    }),
  );
});

test("sums of columns are exact where floats are not", () => {
  expect(moneyText(moneyOf("0.10") + moneyOf("0.20"))).toBe("0.30");
  expect(moneyText(moneyOf("999999999999.99"))).toBe("999999999999.99");
});

test.each([
  ["8.4", 840n],
  ["0", 0n],
  ["-12.05", -1205n],
  ["007", 700n],
])("reads %s", (text, amount) => expect(parseMoney(text)).toBe(amount));

test.each(["", "1,000", "1.234", "1e3", " 1", "+1", "1.", ".5", "1234567890123", "원"])("refuses %j", (text) => {
  expect(parseMoney(text)).toBeNull();
  expect(() => moneyOf(text)).toThrow();
});

test.each([
  ["12340.00", "12,340"],
  ["8.40", "8.4"],
  ["0.00", "0"],
  ["-1234567.89", "−1,234,567.89"],
  ["100.00", "100"],
])("shows %s as %s", (text, shown) => expect(wonText(moneyOf(text))).toBe(shown));
