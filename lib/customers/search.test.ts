import { expect, test } from "vitest";
import { readSearch } from "./search";

test.each([
  ["010-0000-0123", { kind: "number", digits: "01000000123" }],
  ["+82 10 0000 0123", { kind: "number", digits: "01000000123" }],
  ["０１０-００００-０１２３", { kind: "number", digits: "01000000123" }],
  ["0123", { kind: "last4", digits: "0123" }],
  [" 0123 ", { kind: "last4", digits: "0123" }],
  ["김하늘", { kind: "words", words: "김하늘" }],
  ["A-0123", { kind: "words", words: "A-0123" }],
  ["02-000-0000", { kind: "words", words: "02-000-0000" }],
  ["김하", { kind: "words", words: "김하" }],
])("%j is looked for as what it is", (text, expected) => {
  expect(readSearch(text)).toEqual(expected);
});

test("nothing is looked for where nothing is said", () => {
  expect(readSearch(undefined)).toBeNull();
  expect(readSearch("   ")).toBeNull();
});
