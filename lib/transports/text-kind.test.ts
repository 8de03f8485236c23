import fc from "fast-check";
import { expect, test } from "vitest";
import { errors } from "@/lib/i18n/ko/errors";
import { eucKrBytes } from "./euc-kr";
import { SMS_BYTES, SUBJECT_BYTES, subjectFrom, textKind } from "./text-kind";

const keys = (given: Parameters<typeof textKind>[0]) => textKind(given).issues.map(({ key }) => key);

test("90 bytes are SMS, 91 are LMS, 2,000 still are, 2,001 are too many", () => {
  expect(textKind({ text: "가".repeat(45) })).toEqual({ channel: "sms", length: 90, maximum: 90, issues: [] });
  expect(textKind({ text: `${"가".repeat(45)}.` })).toMatchObject({ channel: "lms", length: 91, issues: [] });
  expect(textKind({ text: "가".repeat(1_000) })).toMatchObject({ channel: "lms", length: 2_000, issues: [] });
  expect(textKind({ text: `${"가".repeat(1_000)}.` }).issues).toEqual([
    { key: "lmsTooLong", field: "text", params: { length: 2_001, maximum: 2_000, over: 1 } },
  ]);
});

test("where LMS isn't allowed, what is over 90 bytes is refused instead of costing more", () => {
  expect(textKind({ text: "가".repeat(46), mayBeLong: false })).toMatchObject({
    channel: "sms",
    issues: [{ key: "smsTooLong", params: { length: 92, maximum: 90, over: 2 } }],
  });
  expect(keys({ text: "가", subject: "제목", mayBeLong: false })).toEqual(["subjectNotOnSms"]);
});

test("a subject makes an LMS, an image an MMS, a template Alimtalk", () => {
  expect(textKind({ text: "가", subject: "제목" })).toMatchObject({ channel: "lms", issues: [] });
  expect(textKind({ text: "가", hasImage: true, mayBeLong: false })).toMatchObject({ channel: "mms", issues: [] });
  expect(textKind({ text: "가😀", alimtalk: true })).toMatchObject({ channel: "alimtalk", length: 2, issues: [] });
  expect(keys({ text: "가".repeat(1_001), alimtalk: true, subject: "제목" })).toEqual([
    "alimtalkTooLong",
    "subjectNotOnAlimtalk",
  ]);
});

test("an empty text, a long subject and what phones can't show each have their say", () => {
  expect(keys({ text: " \n " })).toEqual(["phoneTextRequired"]);
  expect(keys({ text: "가", subject: "가".repeat(21) })).toEqual(["subjectTooLong"]);
  expect(textKind({ text: "축하🎉드려요🎉\u200b" }).issues).toMatchObject([
    { key: "phoneTextCharacters", field: "text", params: { characters: "🎉 U+200B" } },
  ]);
  expect(keys({ text: "가", subject: "뷁" })).toEqual(["phoneTextCharacters"]);
});

const texts = fc.string({ unit: fc.constantFrom(..."가나 ab\n뷁😀"), maxLength: 120 });

test("a text without issues fits its channel; every issue has its sentence", () => {
  fc.assert(
    fc.property(texts, fc.option(texts), fc.boolean(), fc.boolean(), (text, subject, hasImage, mayBeLong) => {
      const { channel, length, maximum, issues } = textKind({ text, subject, hasImage, mayBeLong });
      for (const { key } of issues) expect(errors).toHaveProperty(key);
      if (channel === "sms" && !issues.some(({ key }) => key === "smsTooLong"))
        expect(length).toBeLessThanOrEqual(SMS_BYTES);
      if (issues.length === 0) expect(length).toBeLessThanOrEqual(maximum);
      if (hasImage) expect(channel).toBe("mms");
      else expect(channel).toBe(mayBeLong && (eucKrBytes(text) > SMS_BYTES || subject) ? "lms" : "sms");
    }),
  );
});

test("a subject made from a text is its first line, as much as fits", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const subject = subjectFrom(text);
      expect(subject).not.toContain("\n");
      expect(eucKrBytes(subject)).toBeLessThanOrEqual(SUBJECT_BYTES);
      expect(text).toContain(subject);
    }),
  );
});
