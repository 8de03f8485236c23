import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adRefusalOf, adRules, composeAd, isAdNight, lawOf, markOf, nextAdDay } from "./ad-rules";
import { requestReasons, skipReasons } from "./reasons";

const settings = { adSenderName: "귤가게", optOutNumber: "0800000123" };
const composed = "(광고)귤가게\n귤이 싸요\n무료수신거부 080-000-0123";

describe("an advertisement's text", () => {
  test.each([
    "귤이 싸요",
    "(광고) 귤이 싸요",
    "(광고)귤가게 귤이 싸요",
    "(광고)귤가게\n귤이 싸요\n무료수신거부 080-000-0123",
    "귤이 싸요\n무료수신거부 080-000-0123",
  ])("%j begins with the mark and the name and ends with the way out, each once", (body) => {
    expect(composeAd(body, settings)).toBe(composed);
  });
  test("composing again changes nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("(광고)", "귤가게", "\n", " ", "무료수신거부 0800000123", "가")),
        (pieces) => {
          const once = composeAd(pieces.join(""), settings);
          expect(composeAd(once, settings)).toBe(once);
          expect(once.startsWith("(광고)귤가게")).toBe(true);
          expect(once.split("\n").at(-1)).toMatch(/거부.*0800000123|080-000-0123/);
        },
      ),
    );
  });
  test("another number to opt out is no reason to leave ours out", () => {
    expect(composeAd("귤\n무료수신거부 080-999-9999", settings)).toMatch(/080-000-0123$/);
  });
});

describe("the mark", () => {
  test.each(["(광 고)", "(광.고)", "[광고]", "(대출광고)", "<광고>", "（광고）", "【광고】", "( 광고 )"])(
    "%s is a forbidden variant",
    (mark) => expect(markOf(`${mark}귤이 싸요`)).toBe("variant"),
  );
  test("only (광고) is the mark", () => expect(markOf("  (광고)귤")).toBe("mark"));
  test.each(["귤 (광고)", "(안내) 광고판 설치", "광고 아님", "[필독] 안내"])("%j has none", (text) =>
    expect(markOf(text)).toBeNull(),
  );
});

describe("night on the Korean clock", () => {
  const kst = (text: string) => new Date(`${text}+09:00`);
  test.each([
    ["2026-11-20T20:59:59.999", false],
    ["2026-11-20T21:00:00.000", true],
    ["2026-11-21T00:00:00.000", true],
    ["2026-11-21T07:59:59.999", true],
    ["2026-11-21T08:00:00.000", false],
  ])("%s: %s", (text, night) => expect(isAdNight(kst(text))).toBe(night));
  test("ends at the next 08:00", () => {
    expect(nextAdDay(kst("2026-11-20T22:00:00"))).toEqual(kst("2026-11-21T08:00:00"));
    expect(nextAdDay(kst("2026-11-21T03:00:00"))).toEqual(kst("2026-11-21T08:00:00"));
    expect(nextAdDay(kst("2026-11-21T12:34:56"))).toEqual(kst("2026-11-21T12:34:56"));
    fc.assert(fc.property(fc.date({ noInvalidDate: true }), (at) => !isAdNight(nextAdDay(at))));
  });
});

test("a refusal stands above consent, and night needs its own", () => {
  const all = { adConsent: true, nightConsent: true, optedOut: false };
  expect(adRefusalOf(all, true)).toBeNull();
  expect(adRefusalOf({ ...all, optedOut: true }, false)).toBe("opted_out");
  expect(adRefusalOf({ ...all, adConsent: false }, true)).toBe("ad_consent_missing");
  expect(adRefusalOf({ ...all, nightConsent: false }, true)).toBe("night_consent_missing");
  expect(adRefusalOf({ ...all, nightConsent: false }, false)).toBeNull();
});

test("every rule names its law and a reason that exists", () => {
  const known: readonly string[] = [...requestReasons, ...skipReasons];
  for (const { law, reason } of adRules) {
    expect(known).toContain(reason);
    expect(lawOf(reason)).toBe(law);
  }
});
