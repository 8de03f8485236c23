import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanBody, cleanLine, cleanText, textLength } from "./text";

test("line ends become LF, overrides and control characters go, emoji stay whole", () => {
  expect(cleanText("가\r\n나\r다\u2028라")).toBe("가\n나\n다\n라");
  expect(cleanText("a\u202eb\u0000c\u0007d\u2066e\ufefff\tg")).toBe("abcdef\tg");
  expect(cleanText("👨‍👩‍👧 \ud800")).toBe("👨‍👩‍👧 ");
  expect(cleanText("한")).toBe("한".normalize("NFC"));
  expect(textLength("한😀👨‍👩‍👧")).toBe(7);
});

test("a body nobody could see is no body", () => {
  for (const blank of ["", "  \n\t", "\u200b\u2060", "\u3164", "\u0000", "\u00ad", "\u2800"])
    expect(cleanBody(blank)).toBeNull();
  expect(cleanBody("  안내\n\n")).toBe("  안내");
});

test("a title is one line", () => {
  expect(cleanLine("  수요일\n 제철  과일 ")).toBe("수요일 제철 과일");
  expect(cleanLine("👨\u200d👩\u200d👧 ☀️")).toBe("👨\u200d👩\u200d👧 ☀️");
  for (const blank of [" ", "\u200b", "\u3164 \u200d", "\u2800"]) expect(cleanLine(blank)).toBe("");
});

test("cleaning twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = cleanText(text);
      expect(cleanText(once)).toBe(once);
      expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
      expect(once).not.toMatch(/[\r\u202e]|(?![\n\t])\p{Cc}/u);
      expect(Buffer.from(once, "utf8").toString("utf8")).toBe(once);
    }),
    { numRuns: 500 },
  );
});
