import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hyphenate, last4, maskNumber, normaliseKoreanNumber } from "./phone-number";

const mobile = (number: string) => ({ kind: "mobile", number });
const refused = (reason: string) => ({ kind: "refused", reason });

describe("a number as people write it", () => {
  test.each([
    ["010-0000-1234", "01000001234"],
    ["010 0000 1234", "01000001234"],
    ["010.0000.1234", "01000001234"],
    ["(010)0000-1234", "01000001234"],
    ["０１０－００００－１２３４", "01000001234"],
    ["010–0000—1234", "01000001234"],
    ["010ㅡ0000ㅡ1234", "01000001234"],
    ["\u00a0010-0000-1234\u200b", "01000001234"],
    ["+82 10-0000-1234", "01000001234"],
    ["+82(0)10-0000-1234", "01000001234"],
    ["+82 010 0000 1234", "01000001234"],
    ["0082-10-0000-1234", "01000001234"],
    ["82-10-0000-1234", "01000001234"],
    ["011-000-1234", "0110001234"],
    ["0190001234", "0190001234"],
  ])("%s is read", (text, number) => expect(normaliseKoreanNumber(text)).toEqual(mobile(number)));

  test.each([
    [null, "empty"],
    ["", "empty"],
    [" - ", "empty"],
    ["010-0000", "too_short"],
    ["123456789", "too_short"],
    ["02-000-0000", "landline"],
    ["02-0000-0000", "landline"],
    ["031-000-0000", "landline"],
    ["+82-2-0000-0000", "landline"],
    ["070-0000-0000", "landline"],
    ["050-0000-00000", "landline"],
    ["0505-000-0000", "landline"],
    ["1588-0000", "landline"],
    ["+1 202 555 0100", "foreign"],
    ["0081-90-0000-0000", "foreign"],
    ["012-0000-0000", "invalid"],
    ["00000000000", "invalid"],
    ["010-0000-12345", "invalid"],
    ["010-0000-1234, 010-0000-1235", "invalid"],
    ["010-000-0123,4", "invalid"],
    ["010-000-0123(4)", "invalid"],
    ["010-0000-abcd", "invalid"],
    ["홍길동", "invalid"],
    ["12+34", "invalid"],
  ])("%s is refused: %s", (text, reason) => expect(normaliseKoreanNumber(text)).toEqual(refused(reason)));
});

const digits = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: least, maxLength: most });
const mobiles = fc
  .tuple(fc.constantFrom("010", "011", "016", "017", "018", "019"), digits(7, 8))
  .map(([head, rest]) => head + rest);

test("however a mobile number is written, it is the same number", () => {
  const gap = fc.constantFrom("", "-", " ", "－", ".");
  fc.assert(
    fc.property(mobiles, gap, gap, fc.constantFrom("", "+82", "+82 ", "82-"), (number, a, b, front) => {
      const dialled = front === "" ? number : number.slice(1);
      const written = `${front}${dialled.slice(0, 3)}${a}${dialled.slice(3, 6)}${b}${dialled.slice(6)}`;
      const fullWidth = written.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
      expect(normaliseKoreanNumber(written)).toEqual(mobile(number));
      expect(normaliseKoreanNumber(fullWidth)).toEqual(mobile(number));
    }),
  );
});

test("whatever comes, only a mobile number is let through, and reading it again changes nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), digits(0, 14), fc.string({ unit: "binary" })), (text) => {
      const reading = normaliseKoreanNumber(text);
      if (reading.kind === "refused") return;
      expect(reading.number).toMatch(/^01[016789]\d{7,8}$/);
      expect(normaliseKoreanNumber(reading.number)).toEqual(reading);
      expect(normaliseKoreanNumber(hyphenate(reading.number))).toEqual(reading);
    }),
  );
});

test.each([
  ["01000001234", "010-0000-1234", "010-****-1234"],
  ["0110001234", "011-000-1234", "011-***-1234"],
  ["020001234", "02-000-1234", "02-***-1234"],
  ["0310001234", "031-000-1234", "031-***-1234"],
  ["15880000", "1588-0000", "****0000"],
  ["050500001234", "0505-0000-1234", "0505-****-1234"],
  ["0100000", "0100000", "****"],
  ["", "", "****"],
])("%s is written %s and hidden as %s", (number, written, hidden) => {
  expect(hyphenate(number)).toBe(written);
  expect(maskNumber(number)).toBe(hidden);
});

test("a hidden number shows its last four digits and never those in the middle", () => {
  fc.assert(
    fc.property(mobiles, (number) => {
      const hidden = maskNumber(number);
      expect(hidden.endsWith(last4(number))).toBe(true);
      expect(hidden.replace(/\D/g, "")).toBe(number.slice(0, 3) + last4(number));
    }),
  );
});
