import fc from "fast-check";
import { expect, test } from "vitest";
import { callTimeoutMs } from "./call-timeout";
import { defaultMediaWaitMs } from "./media-wait";

const bytes = fc.integer({ min: 0, max: 200 * 1024 * 1024 });

test("the default wait grows with number and size and stays within what phones use", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 29 }), bytes, (images, size) => {
      const waitMs = defaultMediaWaitMs(images, size);
      expect(waitMs).toBeGreaterThanOrEqual(3000);
      expect(waitMs).toBeLessThanOrEqual(15_000);
      expect(defaultMediaWaitMs(images + 1, size)).toBeGreaterThanOrEqual(waitMs);
      expect(defaultMediaWaitMs(images, size + 1024)).toBeGreaterThanOrEqual(waitMs);
    }),
  );
  expect(defaultMediaWaitMs(1, 0)).toBe(4000);
  expect(defaultMediaWaitMs(1, 10 * 1024 * 1024)).toBe(6000);
  expect(defaultMediaWaitMs(4, 1024 * 1024)).toBe(4400);
});

test("a call may take 10 to 120 seconds, longer for more bytes", () => {
  fc.assert(
    fc.property(bytes, (size) => {
      expect(callTimeoutMs(size)).toBeGreaterThanOrEqual(10_000);
      expect(callTimeoutMs(size)).toBeLessThanOrEqual(120_000);
      expect(callTimeoutMs(size + 1024 * 1024)).toBeGreaterThanOrEqual(callTimeoutMs(size));
    }),
  );
});
