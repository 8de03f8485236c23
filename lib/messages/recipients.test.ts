import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Candidate, type MessageText, planRecipients } from "./recipients";

const text: MessageText = { messageMode: "lms", purpose: "info", rawBody: "#{이름}님 안녕하세요", subject: null };
const plain = { ...text, rawBody: "안녕하세요" };
const someone = (over: Partial<Candidate> = {}): Candidate => ({
  ordinal: 0,
  customerId: null,
  name: "홍길동",
  variables: { 이름: "홍길동" },
  phoneId: "a",
  phoneReason: null,
  deleted: false,
  adConsent: false,
  nightConsent: false,
  optedOut: false,
  ...over,
});
const reasons = (given: Candidate[], message: MessageText = plain, isNight = false) =>
  planRecipients(given, message, isNight).rows.map(({ reason }) => reason);

describe("who gets which text", () => {
  test("the same number with the same text is one row, with another text a variant", () => {
    const given = [someone(), someone({ ordinal: 1 }), someone({ ordinal: 2, variables: { 이름: "동생" } })];
    const { rows, duplicates } = planRecipients(given, text, false);
    expect(rows.map(({ variant, candidate }) => [candidate.ordinal, variant])).toEqual([
      [0, 0],
      [2, 1],
    ]);
    expect(duplicates).toEqual([given[1]]);
  });
  test("what stands against a person is told, the first thing first", () => {
    expect(reasons([someone({ deleted: true, phoneId: null })])).toEqual(["customer_deleted"]);
    expect(reasons([someone({ phoneId: null, phoneReason: "phone_landline" })])).toEqual(["phone_landline"]);
    expect(reasons([someone({ variables: {} })], text)).toEqual(["variable_missing"]);
    expect(reasons([someone({ optedOut: true })])).toEqual([null]);
    expect(reasons([someone({ optedOut: true, adConsent: true })], { ...plain, purpose: "ad" })).toEqual(["opted_out"]);
    expect(reasons([someone({ adConsent: true })], { ...plain, purpose: "ad" }, true)).toEqual([
      "night_consent_missing",
    ]);
  });
  test("of those who share a number one consent counts, a refusal stands above it, and the deleted stand in no way", () => {
    const ad = { ...plain, purpose: "ad" as const };
    const agreed = someone({ ordinal: 1, adConsent: true });
    expect(reasons([someone(), agreed], ad)).toEqual([null]);
    const { rows } = planRecipients([someone({ customerId: 7 }), { ...agreed, customerId: 8 }], ad, false);
    expect(rows.map(({ candidate }) => candidate.customerId)).toEqual([8]);
    expect(reasons([someone({ optedOut: true }), agreed], ad)).toEqual(["opted_out"]);
    expect(reasons([someone({ deleted: true, optedOut: true }), agreed], ad)).toEqual(["customer_deleted", null]);
    expect(reasons([someone({ deleted: true }), someone({ ordinal: 1 })])).toEqual(["customer_deleted", null]);
  });
  test("the channel follows each text", () => {
    const long = "가".repeat(46);
    const given = [someone(), someone({ phoneId: "b", variables: { 이름: long } })];
    expect(planRecipients(given, text, false).rows.map(({ channel }) => channel)).toEqual(["sms", "lms"]);
    expect(reasons([given[1]!], { ...text, messageMode: "sms" })).toEqual(["text_too_long"]);
    expect(reasons([someone({ variables: { 이름: "😀" } })], text)).toEqual(["unsupported_characters"]);
    expect(planRecipients(given, { ...text, messageMode: "mms" }, false).rows[0]?.channel).toBe("mms");
    expect(planRecipients(given, { ...text, messageMode: "both" }, false).rows.map((row) => row.fallback)).toEqual([
      "sms",
      "lms",
    ]);
  });
  test("the twenty-first text of one number isn't sent", () => {
    const given = Array.from({ length: 21 }, (_, i) => someone({ ordinal: i, variables: { 이름: `${i}` } }));
    expect(reasons(given, text).map((reason) => reason ?? "goes")).toEqual([
      ...Array(20).fill("goes"),
      "too_many_texts",
    ]);
  });
});

test("nobody disappears and nobody is counted twice", () => {
  const anyone = fc.record({
    phoneId: fc.constantFrom("a", "b", "c", null),
    name: fc.constantFrom("가", "나", ""),
    deleted: fc.boolean(),
    adConsent: fc.boolean(),
    nightConsent: fc.boolean(),
    optedOut: fc.boolean(),
  });
  const given = fc.array(anyone, { maxLength: 30 });
  fc.assert(
    fc.property(given, fc.constantFrom("info", "ad"), fc.boolean(), (people, purpose, isNight) => {
      const candidates = people.map((person, ordinal) =>
        someone({ ...person, ordinal, variables: person.name ? { 이름: person.name } : {} }),
      );
      const { rows, duplicates } = planRecipients(candidates, { ...text, purpose: purpose as "ad" }, isNight);
      const places = [...rows.map(({ candidate }) => candidate), ...duplicates].map(({ ordinal }) => ordinal);
      expect(places.toSorted((a, b) => a - b)).toEqual(candidates.map(({ ordinal }) => ordinal));
      const idOf = (one: Candidate) => (one.deleted ? null : one.phoneId) ?? one.ordinal;
      const keys = rows.map(({ candidate, variant }) => `${idOf(candidate)}/${variant}`);
      expect(new Set(keys).size).toBe(rows.length);
      if (purpose === "ad")
        for (const { candidate, reason } of rows)
          if (reason === null) {
            expect(candidate.adConsent && !candidate.optedOut).toBe(true);
            expect(!isNight || candidate.nightConsent).toBe(true);
          }
    }),
  );
});
