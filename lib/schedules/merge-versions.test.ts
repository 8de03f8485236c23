import fc from "fast-check";
import { expect, test } from "vitest";
import { applyMerge, mergeVersions } from "./merge-versions";
import type { ScheduleInput } from "./schema";

const version: fc.Arbitrary<ScheduleInput> = fc.record({
  title: fc.constantFrom("가", "나", "다"),
  description: fc.constantFrom(null, "설명"),
  roomId: fc.constantFrom(1, 2),
  messageText: fc.constantFrom(null, "글", "다른 글"),
  messageImages1: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
  messageImages2: fc.constant<string[]>([]),
  sendOrder: fc.constant("text_first" as const),
  sendIntervalSeconds: fc.constantFrom(1, 2),
  mediaWaitTime1: fc.constant(0),
  mediaWaitTime2: fc.constant(0),
  scheduleType: fc.constant("daily" as const),
  scheduleDate: fc.constant(null),
  scheduleTime: fc.constantFrom("09:00", "18:00"),
  scheduleWeekdays: fc.constant([]),
  validFrom: fc.constant("2026-01-01T00:00"),
  validUntil: fc.constant("2026-12-31T23:59"),
  status: fc.constant("active" as const),
  priority: fc.constant(5),
  catchUpMinutes: fc.constant(5),
});

test("choosing a side everywhere gives that side wherever it changed something, and loses no single-sided change", () => {
  fc.assert(
    fc.property(version, version, version, (base, mine, theirs) => {
      const merge = mergeVersions(base, mine, theirs);
      const all = (side: "mine" | "theirs") => Object.fromEntries(merge.clashes.map((clash) => [clash.field, side]));
      const asMine = applyMerge(theirs, merge, all("mine"));
      const asTheirs = applyMerge(theirs, merge, all("theirs"));
      for (const field of Object.keys(base) as (keyof ScheduleInput)[]) {
        const [b, m, t] = [base, mine, theirs].map((v) => JSON.stringify(v[field]));
        expect(JSON.stringify(asMine[field])).toBe(m === b ? t : m);
        expect(JSON.stringify(asTheirs[field])).toBe(t === b ? m : t);
      }
    }),
  );
});

test("nobody is asked about what both wrote alike", () => {
  fc.assert(
    fc.property(version, version, (base, both) => {
      expect(mergeVersions(base, both, both)).toEqual({ clashes: [], merged: [] });
    }),
  );
});
