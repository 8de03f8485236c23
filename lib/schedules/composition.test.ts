import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sendOrders } from "@/db/enums";
import { type CallRules, type Content, contentIssue, partsOf, planParts } from "./composition";

const keys = (group: number) =>
  fc.integer({ min: 0, max: 10 }).map((n) => Array.from({ length: n }, (_, i) => `g${group}-${i}`));
const content: fc.Arbitrary<Content> = fc.record({
  messageText: fc.option(fc.string({ minLength: 1 }), { nil: null }),
  messageImages1: keys(1),
  messageImages2: keys(2),
  sendOrder: fc.constantFrom(...sendOrders),
  sendIntervalSeconds: fc.integer({ min: 0, max: 60 }),
  mediaWaitTime1: fc.integer({ min: 0, max: 30_000 }),
  mediaWaitTime2: fc.integer({ min: 0, max: 30_000 }),
});
const rules: fc.Arbitrary<CallRules> = fc
  .record({
    maxImagesPerCall: fc.integer({ min: 1, max: 30 }),
    maxCallBytes: fc.integer({ min: 1, max: 60 }),
    each: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ each, ...rest }) => ({ ...rest, bytesOf: () => each, defaultMediaWaitMs: (images) => 700 * images }));

const base: Content = {
  messageText: "안녕하세요",
  messageImages1: ["a", "b", "c"],
  messageImages2: ["d", "e"],
  sendOrder: "text_first",
  sendIntervalSeconds: 2,
  mediaWaitTime1: 5000,
  mediaWaitTime2: 0,
};
const wide: CallRules = {
  maxImagesPerCall: 30,
  maxCallBytes: 40e6,
  bytesOf: () => 1e6,
  defaultMediaWaitMs: () => 3000,
};

describe("the five combinations of S2-11 and no others", () => {
  const shape = (has: string) => ({
    messageText: has.includes("T") ? "글" : null,
    messageImages1: has.includes("1") ? ["a"] : [],
    messageImages2: has.includes("2") ? ["b"] : [],
    sendOrder: "text_first" as const,
  });
  test.each(["T", "T1", "T12", "1", "12"])("%s may be sent", (has) => {
    expect(contentIssue(shape(has))).toBeNull();
  });
  test.each([
    ["", "messageText", "nothingToSend"],
    ["2", "messageImages2", "group2WithoutGroup1"],
    ["T2", "messageImages2", "group2WithoutGroup1"],
  ])("'%s' is refused at %s", (has, field, message) => {
    expect(contentIssue(shape(has))).toEqual({ field, message });
  });
  test("images only needs images, and keeps its text unsent", () => {
    expect(contentIssue({ ...shape("T"), sendOrder: "images_only" })).toEqual({
      field: "messageImages1",
      message: "imagesOnlyWithoutImages",
    });
    expect(partsOf({ ...base, sendOrder: "images_only" }).map((p) => p.kind)).toEqual(["images_1", "images_2"]);
  });
});

test("order follows send_order", () => {
  expect(partsOf(base).map((p) => p.kind)).toEqual(["text", "images_1", "images_2"]);
  expect(partsOf({ ...base, sendOrder: "images_first" }).map((p) => p.kind)).toEqual(["images_1", "images_2", "text"]);
});

test("a content without an issue always sends something, one with nothing to send never does", () => {
  fc.assert(
    fc.property(content, (c) => {
      const issue = contentIssue(c);
      if (!issue) expect(partsOf(c).length).toBeGreaterThan(0);
      if (partsOf(c).length === 0) expect(issue).not.toBeNull();
      for (const part of partsOf(c)) if (part.kind !== "text") expect(part.keys.length).toBeGreaterThan(0);
    }),
  );
});

test("waits: interval after text, the longer of the two after images, nothing after the last", () => {
  expect(planParts(base, wide).map((p) => p.waitAfterMs)).toEqual([2000, 5000, 0]);
  expect(planParts({ ...base, mediaWaitTime1: 100 }, wide).map((p) => p.waitAfterMs)).toEqual([2000, 2000, 0]);
  expect(planParts({ ...base, sendOrder: "images_first" }, wide).map((p) => p.waitAfterMs)).toEqual([5000, 3000, 0]);
});

test("a group too large for one call is cut in order, its media wait between the calls", () => {
  const eight = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
  const parts = planParts({ ...base, messageImages1: eight, messageImages2: [] }, { ...wide, maxImagesPerCall: 4 });
  expect(parts.map((p) => [p.seq, p.kind, p.chunk, p.waitAfterMs])).toEqual([
    [0, "text", 0, 2000],
    [1, "images_1", 0, 5000],
    [2, "images_1", 1, 5000],
    [3, "images_1", 2, 0],
  ]);
  const single = planParts(base, { ...wide, maxImagesPerCall: 1 });
  expect(single.map((p) => p.waitAfterMs)).toEqual([2000, 500, 500, 5000, 500, 0]);
});

test("cutting loses, repeats and reorders nothing and respects the gateway", () => {
  fc.assert(
    fc.property(content, rules, (c, r) => {
      const parts = planParts(c, r);
      const sent = (kind: string) =>
        parts.flatMap((p) => (p.kind === kind && p.payload.kind === "images" ? p.payload.keys : []));
      expect(sent("images_1")).toEqual(c.messageImages1);
      expect(sent("images_2")).toEqual(c.messageImages2);
      expect(parts.map((p) => p.seq)).toEqual(parts.map((_, i) => i));
      expect(new Set(parts.map((p) => `${p.kind}/${p.chunk}`)).size).toBe(parts.length);
      expect([...new Set(parts.map((p) => p.kind))]).toEqual(partsOf(c).map((p) => p.kind));
      for (const { payload } of parts) {
        if (payload.kind !== "images") continue;
        expect(payload.keys.length).toBeLessThanOrEqual(r.maxImagesPerCall);
        if (payload.keys.length > 1) expect(payload.bytes).toBeLessThanOrEqual(r.maxCallBytes);
      }
      expect(parts.at(-1)?.waitAfterMs ?? 0).toBe(0);
      expect(parts.every((p) => p.waitAfterMs >= 0)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
