import { expect, test } from "vitest";
import { knownCodes } from "@/lib/transports/solapi-codes";
import { fateOf, isResultCode, statusMessageOf } from "./codes";

test("every code the product has words for is one the stand-in can say", () => {
  expect(knownCodes.filter((code) => statusMessageOf(code) === statusMessageOf("none"))).toEqual([]);
});

test("the last four digits decide, and ordinary numbers arrive", () => {
  expect(fateOf("01000003104")).toEqual({ code: "3104", lag: "none" });
  expect(fateOf("01000002254")).toEqual({ code: "2254", lag: "none" });
  expect(fateOf("01000010000")).toEqual({ code: "3000", lag: "never" });
  expect(fateOf("01000009999")).toEqual({ code: "4000", lag: "late" });
  // Codes of registration, codes under way and numbers that are no code aren't results.
  for (const last4 of ["0001", "1062", "2000", "3000", "3999", "4000"])
    expect(fateOf(`0100000${last4}`)).toEqual({ code: "4000", lag: "none" });
  expect(["2000", "3000", "3104", "4000"].map(isResultCode)).toEqual([false, false, true, true]);
});
