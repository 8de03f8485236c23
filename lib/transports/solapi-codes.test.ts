import fc from "fast-check";
import { expect, test } from "vitest";
import { solapiCodes as en } from "@/lib/i18n/en/solapi-codes";
import { solapiCodes as ko } from "@/lib/i18n/ko/solapi-codes";
import {
  codeClass,
  codeClasses,
  codeMeaning,
  codeRemedies,
  isFinalCode,
  knownCodes,
  mayFallBack,
} from "./solapi-codes";

test("every code has its words, and no words are left over", () => {
  const others = ["other", "otherCarrier", "otherRefusal"];
  for (const words of [ko, en]) {
    expect(Object.keys(words.meaning).sort()).toEqual([...knownCodes.map((code) => `c${code}`), ...others].sort());
    expect(Object.keys(words.we).sort()).toEqual([...codeClasses].sort());
    expect(Object.keys(words.you).sort()).toEqual([...codeRemedies].sort());
  }
});

test("each code is listed once and every remedy is used", () => {
  expect(new Set(knownCodes).size).toBe(knownCodes.length);
  expect(new Set(knownCodes.map((code) => codeMeaning(code).remedy))).toEqual(new Set(codeRemedies));
});

test.each([
  ["4000", "S"],
  ["2000", "P"],
  ["3000", "P"],
  ["1026", "F"],
  ["1030", "C"],
  ["1062", "C"],
  ["2062", "C"],
  ["3059", "C"],
  ["3103", "C"],
  ["3043", "T"],
  ["3108", "T"],
  ["3104", "F"],
  ["3014", "U"],
  ["2024", "U"],
])("%s is %s", (code, expected) => expect(codeClass(code)).toBe(expected));

test.each([
  ["1999", "F", "otherRefusal"],
  ["2999", "U", "otherCarrier"],
  ["3999", "U", "otherCarrier"],
  ["4001", "U", "other"],
  ["", "U", "other"],
  [null, "U", "other"],
])("a code nobody told us of: %s is %s", (code, codeClass, meaning) =>
  expect(codeMeaning(code)).toMatchObject({ codeClass, meaning }),
);

test("only 4000 has arrived, whatever code comes", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer({ min: 0, max: 9999 }).map(String)), (code) => {
      expect(codeClass(code) === "S").toBe(code === "4000");
      if (mayFallBack(code)) expect(isFinalCode(code)).toBe(true);
    }),
  );
});

test("a text follows an Alimtalk only where the phone was the reason", () => {
  expect(knownCodes.filter(mayFallBack)).toEqual(["3102", "3104", "3107"]);
});
