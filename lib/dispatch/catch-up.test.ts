import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weekdays } from "@/db/enums";
import { nextOccurrence, nextOccurrences, type Recurrence } from "@/lib/schedules/recurrence";
import { parseKstDateTime } from "@/lib/time/kst";
import { lateness, MISSED_ROWS_MAX, planDue } from "./catch-up";

const at = (text: string) => parseKstDateTime(text) ?? new Date(Number.NaN);
const start = at("2026-01-01T00:00");
const ORDER = ["send", "catch_up", "missed", "expired"];
const catchUp = fc.integer({ min: 3, max: 1440 });
const rule: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.constant({ scheduleType: "daily" as const, scheduleTime: "09:00" }),
  fc
    .subarray([...weekdays], { minLength: 1 })
    .map((scheduleWeekdays) => ({ scheduleType: "weekly" as const, scheduleTime: "18:30", scheduleWeekdays })),
);

describe("lateness", () => {
  test("only ever grows with time, whatever the grace", () => {
    fc.assert(
      fc.property(
        catchUp,
        fc.integer({ min: -60_000, max: 200_000_000 }),
        fc.integer({ min: 0, max: 100_000_000 }),
        (minutes, ms, more) => {
          const early = lateness(start, new Date(start.getTime() + ms), minutes);
          const late = lateness(start, new Date(start.getTime() + ms + more), minutes);
          expect(ORDER.indexOf(late)).toBeGreaterThanOrEqual(ORDER.indexOf(early));
        },
      ),
    );
  });
  test("edges", () => {
    const late = (ms: number, minutes = 5) => lateness(start, new Date(start.getTime() + ms), minutes);
    expect([late(0), late(120_000), late(120_001), late(300_000), late(300_001)]).toEqual([
      "send",
      "send",
      "catch_up",
      "catch_up",
      "missed",
    ]);
    expect([late(86_400_000), late(86_400_001), late(86_400_000, 1440)]).toEqual(["missed", "expired", "catch_up"]);
  });
});

describe("what a schedule owes", () => {
  test("every occurrence is a row or counted, none twice; the newest are the rows", () => {
    fc.assert(
      fc.property(rule, catchUp, fc.integer({ min: 0, max: 900 * 86_400_000 }), (r, catchUpMinutes, elapsed) => {
        const validity = { validFrom: start, validUntil: at("2030-01-01T00:00") };
        const nextSendAt = nextOccurrence(r, validity, start) ?? start;
        const now = new Date(start.getTime() + elapsed);
        const due = [nextSendAt, ...nextOccurrences(r, validity, nextSendAt, 1000)].filter((o) => o <= now);
        const plan = planDue(r, validity, { nextSendAt, catchUpMinutes }, now);
        const rows = plan.rows.map((row) => row.scheduledAt);
        expect(rows).toEqual(due.slice(-MISSED_ROWS_MAX));
        expect((plan.older?.count ?? 0) + rows.length).toBe(due.length);
        if (plan.older) {
          expect(plan.older.from).toEqual(due[0]);
          expect(plan.older.to).toEqual(due.at(-MISSED_ROWS_MAX - 1));
        }
        expect(plan.nextSendAt).toEqual(
          nextOccurrence(r, validity, now < nextSendAt ? new Date(nextSendAt.getTime() - 1) : now),
        );
        for (const row of plan.rows) expect(row.lateness).toBe(lateness(row.scheduledAt, now, catchUpMinutes));
      }),
      { numRuns: 200 },
    );
  });
  test("an occurrence at 23:59 valid until 23:59 still goes out when looked at after midnight (C-54)", () => {
    const daily: Recurrence = { scheduleType: "daily", scheduleTime: "23:59" };
    const validity = { validFrom: start, validUntil: at("2026-01-05T23:59") };
    const plan = planDue(
      daily,
      validity,
      { nextSendAt: at("2026-01-05T23:59"), catchUpMinutes: 5 },
      at("2026-01-06T00:00"),
    );
    expect(plan).toEqual({
      rows: [{ scheduledAt: at("2026-01-05T23:59"), lateness: "send" }],
      older: null,
      nextSendAt: null,
    });
  });
  test("a stored time the rule no longer names is still owed once", () => {
    const daily: Recurrence = { scheduleType: "daily", scheduleTime: "10:00" };
    const validity = { validFrom: start, validUntil: at("2030-01-01T00:00") };
    const plan = planDue(
      daily,
      validity,
      { nextSendAt: at("2026-03-01T09:58"), catchUpMinutes: 5 },
      at("2026-03-01T10:00"),
    );
    expect(plan.rows.map((row) => row.scheduledAt)).toEqual([at("2026-03-01T09:58"), at("2026-03-01T10:00")]);
    expect(plan.nextSendAt).toEqual(at("2026-03-02T10:00"));
  });
  test("a thousand years away cost nothing", () => {
    const started = performance.now();
    const validity = { validFrom: start, validUntil: at("9999-01-01T00:00") };
    const plan = planDue(
      { scheduleType: "daily", scheduleTime: "00:00" },
      validity,
      { nextSendAt: start, catchUpMinutes: 5 },
      at("3026-01-01T00:00"),
    );
    expect(plan.rows).toHaveLength(100);
    expect(plan.older?.count).toBe(365_243 - 100);
    expect(performance.now() - started).toBeLessThan(50);
  });
});
