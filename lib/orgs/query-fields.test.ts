import { expect, test } from "vitest";
import { pageLimit, rowId } from "./query-fields";

test("an id is plain digits, as text or as a number", () => {
  expect(rowId.parse("12")).toBe(12);
  expect(rowId.parse(12)).toBe(12);
  expect(rowId.optional().parse(undefined)).toBeUndefined();
});

test.each(["", "0", "-1", "+1", " 1", "1 ", "01", "1.0", "1e3", "0x10", "١", "１", "9".repeat(16), 1.5, null, true])(
  "%j is no id",
  (given) => {
    expect(rowId.safeParse(given).error?.issues).toMatchObject([{ message: "badValue" }]);
  },
);

test("a page holds 1 to 200, said in plain digits, 50 where nothing is said", () => {
  expect([undefined, "1", "50", "200"].map((given) => pageLimit.parse(given))).toEqual([50, 1, 50, 200]);
});

test.each(["0", "201", "999", "1000", "0x5", "5e1", "+5", "-5", " 5", "5.0", "05", "٥", "", "abc", ["5"], null])(
  "%j is no page's size",
  (given) => {
    expect(pageLimit.safeParse(given).error?.issues).toMatchObject([{ message: "badLimit" }]);
  },
);
