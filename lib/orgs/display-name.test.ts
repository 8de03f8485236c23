import fc from "fast-check";
import { expect, test } from "vitest";
import { displayName } from "./display-name";

test.each([
  ["  성남\t대리점 \n", "성남 대리점"],
  ["성남대리점".normalize("NFD"), "성남대리점"],
  ["지점\u0000이름", "지점 이름"],
  ["abc\u202Egnp.exe", "abcgnp.exe"],
  ["\u200F\uFEFF가\u2066나", "가나"],
  ["\u3000전각\u3000", "전각"],
  ["\uD83D", ""],
  ["\u200B\u3164 \u2800", ""],
  ["👨‍👩‍👧 가족점", "👨‍👩‍👧 가족점"],
])("%j is shown as %j", (given, shown) => {
  expect(displayName(given)).toBe(shown);
});

test("cleaning twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(displayName(displayName(text))).toBe(displayName(text));
    }),
  );
});
