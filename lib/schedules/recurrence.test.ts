import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Weekday, weekdays } from "@/db/enums";
import { instantOf, kstDate, kstDateTime, kstDayNumber, kstTime, parseKstDateTime, weekdayIndex } from "@/lib/time/kst";
import {
  canEverFire,
  countOccurrences,
  lastOccurrence,
  nextOccurrence,
  nextOccurrences,
  type Recurrence,
  type Validity,
} from "./recurrence";

const at = (text: string) => parseKstDateTime(text) ?? new Date(Number.NaN);
const ms = (date: Date | null) => date?.getTime() ?? null;

const day = fc.integer({ min: kstDayNumber(at("2025-01-01T00:00")), max: kstDayNumber(at("2032-01-01T00:00")) });
const minutes = fc.integer({ min: 0, max: 1439 });
const instant = fc
  .tuple(day, fc.integer({ min: 0, max: 86_399_999 }))
  .map(([d, part]) => new Date(instantOf(d).getTime() + part));
/** Often exactly on a possible scheduled time, where off-by-one errors live. */
const edgy = fc.oneof(
  instant,
  fc.tuple(day, minutes).map(([d, m]) => instantOf(d, m)),
);
const validity: fc.Arbitrary<Validity> = fc
  .tuple(edgy, edgy)
  .map(([a, b]) => (a <= b ? { validFrom: a, validUntil: b } : { validFrom: b, validUntil: a }));
const time = fc.oneof(minutes, fc.constantFrom(0, 1439, 540)).map((m) => kstTime(instantOf(0, m)));
const rule: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ scheduleType: fc.constant("daily" as const), scheduleTime: time }),
  fc.record({
    scheduleType: fc.constant("weekly" as const),
    scheduleTime: time,
    scheduleWeekdays: fc.subarray([...weekdays], { minLength: 1 }),
  }),
  fc.record({
    scheduleType: fc.constant("once" as const),
    scheduleTime: time,
    scheduleDate: day.map((d) => kstDate(instantOf(d))),
  }),
);

/** The definition itself, read day by day: right and slow. */
function* everyOccurrence(r: Recurrence, v: Validity): Generator<Date> {
  for (let d = kstDayNumber(v.validFrom); d <= kstDayNumber(v.validUntil); d++) {
    const on =
      r.scheduleType === "daily" ||
      (r.scheduleType === "weekly" && r.scheduleWeekdays?.includes(weekdays[weekdayIndex(d)] as Weekday)) ||
      (r.scheduleType === "once" && r.scheduleDate === kstDate(instantOf(d)));
    const moment = at(`${kstDate(instantOf(d))}T${r.scheduleTime}`);
    if (on && moment >= v.validFrom && moment <= v.validUntil) yield moment;
  }
}

afterEach(() => vi.unstubAllEnvs());

describe.each(["Asia/Seoul", "UTC", "America/New_York"])("with TZ=%s", (zone) => {
  test("next is the first occurrence after a moment, as the definition has it", () => {
    vi.stubEnv("TZ", zone);
    fc.assert(
      fc.property(rule, validity, edgy, (r, v, after) => {
        const truth = [...everyOccurrence(r, v)].find((o) => o > after) ?? null;
        expect(ms(nextOccurrence(r, v, after))).toBe(ms(truth));
      }),
      { numRuns: 150 },
    );
  });

  test("walking from the start meets every occurrence once, none skipped, and counting agrees", () => {
    vi.stubEnv("TZ", zone);
    fc.assert(
      fc.property(rule, edgy, fc.integer({ min: 0, max: 200 }), (r, validFrom, length) => {
        const v = { validFrom, validUntil: new Date(validFrom.getTime() + length * 86_400_000) };
        const truth = [...everyOccurrence(r, v)].map(ms);
        const before = new Date(validFrom.getTime() - 1);
        expect(nextOccurrences(r, v, before, 500).map(ms)).toEqual(truth);
        expect(countOccurrences(r, v, before, v.validUntil)).toBe(truth.length);
        expect(ms(lastOccurrence(r, v, v.validUntil))).toBe(truth.at(-1) ?? null);
        expect(canEverFire(r, v)).toBe(truth.length > 0);
      }),
      { numRuns: 150 },
    );
  });

  test("the wall clock of every result is the rule's", () => {
    vi.stubEnv("TZ", zone);
    const v = { validFrom: at("2026-01-01T00:00"), validUntil: at("2027-01-01T00:00") };
    const friday: Recurrence = { scheduleType: "weekly", scheduleTime: "00:30", scheduleWeekdays: ["friday"] };
    expect(nextOccurrences(friday, v, at("2026-02-27T00:30"), 2).map(kstDateTime)).toEqual([
      "2026-03-06T00:30",
      "2026-03-13T00:30",
    ]);
  });
});

test("strictly later, inside the validity, idempotent just before itself", () => {
  fc.assert(
    fc.property(rule, validity, edgy, (r, v, after) => {
      const next = nextOccurrence(r, v, after);
      if (!next) return;
      expect(next > after && next >= v.validFrom && next <= v.validUntil).toBe(true);
      expect(nextOccurrence(r, v, new Date(next.getTime() - 1))).toEqual(next);
      expect(lastOccurrence(r, v, next)).toEqual(next);
      if (r.scheduleType !== "once" && after >= v.validFrom)
        expect(next.getTime() - after.getTime()).toBeLessThanOrEqual(7 * 86_400_000);
    }),
    { numRuns: 1000 },
  );
});

test("counting between two moments agrees with walking", () => {
  fc.assert(
    fc.property(rule, validity, edgy, edgy, (r, v, a, b) => {
      const walked = [...everyOccurrence(r, v)].filter((o) => o > a && o <= b).length;
      expect(countOccurrences(r, v, a, b)).toBe(walked);
    }),
    { numRuns: 200 },
  );
});

describe("edges", () => {
  const daily: Recurrence = { scheduleType: "daily", scheduleTime: "23:59" };
  test("today's later time is not skipped, the scheduled moment itself is not repeated", () => {
    const v = { validFrom: at("2026-11-01T00:00"), validUntil: at("2026-12-31T23:59") };
    expect(nextOccurrence(daily, v, at("2026-11-20T10:00"))).toEqual(at("2026-11-20T23:59"));
    expect(nextOccurrence(daily, v, at("2026-11-20T23:59"))).toEqual(at("2026-11-21T23:59"));
  });
  test("both ends of the validity count", () => {
    const v = { validFrom: at("2026-11-20T23:59"), validUntil: at("2026-11-21T23:59") };
    expect(nextOccurrences(daily, v, at("2026-01-01T00:00"), 9)).toEqual([
      at("2026-11-20T23:59"),
      at("2026-11-21T23:59"),
    ]);
  });
  test("a rule without its day never fires", () => {
    const v = { validFrom: at("2026-01-01T00:00"), validUntil: at("2030-01-01T00:00") };
    expect(canEverFire({ scheduleType: "weekly", scheduleTime: "10:00", scheduleWeekdays: [] }, v)).toBe(false);
    expect(canEverFire({ scheduleType: "once", scheduleTime: "10:00" }, v)).toBe(false);
    expect(canEverFire({ scheduleType: "daily", scheduleTime: "25:00" }, v)).toBe(false);
  });
  test("the column's HH:mm:ss means the same", () => {
    const v = { validFrom: at("2026-01-01T00:00"), validUntil: at("2030-01-01T00:00") };
    expect(nextOccurrence({ scheduleType: "daily", scheduleTime: "09:00:00" }, v, at("2026-01-01T09:00"))).toEqual(
      at("2026-01-02T09:00"),
    );
  });
  test("a century of days is counted without walking them", () => {
    const v = { validFrom: at("2000-01-01T00:00"), validUntil: at("9999-12-31T23:59") };
    const started = performance.now();
    expect(countOccurrences(daily, v, v.validFrom, v.validUntil)).toBe(2_921_940);
    expect(performance.now() - started).toBeLessThan(20);
  });
});
