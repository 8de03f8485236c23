import { expect, test } from "vitest";
import { rowId } from "./row-id";

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
