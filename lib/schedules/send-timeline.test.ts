import fc from "fast-check";
import { expect, test } from "vitest";
import { sendOrders } from "@/db/enums";
import { planParts } from "./composition";
import { timelineOf } from "./send-timeline";

const keys = fc.array(fc.constantFrom("img/1/2026/a.jpg", "img/1/2026/b.jpg"), { maxLength: 10 });
const content = fc.record({
  messageText: fc.option(fc.constant("안녕하세요"), { nil: null }),
  messageImages1: keys,
  messageImages2: keys,
  sendOrder: fc.constantFrom(...sendOrders),
  sendIntervalSeconds: fc.integer({ min: 0, max: 60 }),
  mediaWaitTime1: fc.integer({ min: 0, max: 30_000 }),
  mediaWaitTime2: fc.integer({ min: 0, max: 30_000 }),
});

test("stretches start at 0, touch each other and hold every part in order", () => {
  fc.assert(
    fc.property(content, fc.integer({ min: 1, max: 8 }), (value, maxImagesPerCall) => {
      const rules = { maxImagesPerCall, maxCallBytes: 1e9, defaultMediaWaitMs: () => 3000, bytesOf: () => 1 };
      const parts = planParts(value, rules);
      const line = timelineOf(parts);
      line.forEach((stretch, i) => {
        expect(stretch.startMs).toBe(i === 0 ? 0 : line[i - 1]!.endMs);
      });
      const sent = line.filter((s) => s.kind !== "interval" && s.kind !== "mediaWait");
      expect(sent.map((s) => s.seq)).toEqual(parts.map((part) => part.seq));
      const waitsMs = parts.reduce((sum, part) => sum + part.waitAfterMs, 0);
      const idleMs = line.filter((s) => !sent.includes(s)).reduce((sum, s) => sum + s.endMs - s.startMs, 0);
      expect(idleMs).toBe(waitsMs);
    }),
  );
});
