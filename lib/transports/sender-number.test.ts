import fc from "fast-check";
import { expect, test } from "vitest";
import { hyphenate } from "./phone-number";
import { readSenderNumber } from "./sender-number";

test.each([
  ["010-0000-1234", "01000001234", "mobile"],
  ["+82 10-0000-1234", "01000001234", "mobile"],
  ["011-000-1234", "0110001234", "mobile"],
  ["02-000-0000", "020000000", "landline"],
  ["02-0000-0000", "0200000000", "landline"],
  ["031-000-0000", "0310000000", "landline"],
  ["064-0000-0000", "06400000000", "landline"],
  ["1588-0000", "15880000", "company"],
  ["1661-0000", "16610000", "company"],
  ["1800-0000", "18000000", "company"],
  ["070-0000-0000", "07000000000", "service"],
  ["080-000-0000", "0800000000", "service"],
  ["0303-0000-0000", "030300000000", "service"],
  ["0505-0000-0000", "050500000000", "service"],
])("%s may send", (text, number, kind) => expect(readSenderNumber(text)).toEqual({ ok: true, number, kind }));

test.each([
  ["", "senderNumberRequired"],
  [undefined, "senderNumberRequired"],
  ["도착", "senderNumberBad"],
  ["+1 202 555 0100", "senderNumberBad"],
  ["112", "senderNumberSpecial"],
  ["1330", "senderNumberSpecial"],
  ["1588-000", "senderNumberCompany"],
  ["1588-00000", "senderNumberCompany"],
  ["02-1588-0000", "senderNumberCompany"],
  ["300-0000", "senderNumberLength"],
  ["3000-0000", "senderNumberArea"],
  ["010-000-0000", "senderNumberLength"],
  ["010-0000-00000", "senderNumberLength"],
  ["02-00-0000", "senderNumberLength"],
  ["02-00000-0000", "senderNumberLength"],
  ["070-0000-00000", "senderNumberLength"],
  ["0404-000-0000", "senderNumberBad"],
])("%s may not send: %s", (text, issue) => expect(readSenderNumber(text)).toEqual({ ok: false, issue }));

test("a number that may send keeps to 8–11 digits (030 and 050: 12) and is read the same however it is written", () => {
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 10 });
  const heads = ["", "02", "031", "064", "010", "011", "1588", "1877", "030", "050", "070", "080"];
  fc.assert(
    fc.property(fc.constantFrom(...heads), digits, (head, rest) => {
      const reading = readSenderNumber(head + rest);
      if (!reading.ok) return;
      const { length } = reading.number;
      expect(length).toBeGreaterThanOrEqual(8);
      expect(length).toBeLessThanOrEqual(/^0[35]0/.test(reading.number) ? 12 : 11);
      expect(readSenderNumber(hyphenate(reading.number))).toEqual(reading);
    }),
  );
});
