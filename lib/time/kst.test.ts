import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  instantOf,
  kstDate,
  kstDateTime,
  kstDayNumber,
  kstTime,
  parseDate,
  parseKstDateTime,
  parseTime,
  startOfKstDay,
  weekdayIndex,
} from "./kst";

const instants = fc.date({ min: new Date("1990-01-01"), max: new Date("2200-01-01"), noInvalidDate: true });

afterEach(() => vi.unstubAllEnvs());

describe.each(["Asia/Seoul", "UTC", "America/New_York"])("with TZ=%s", (zone) => {
  test("the machine really is in that zone", () => {
    vi.stubEnv("TZ", zone);
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
    expect(new Date("2026-01-01T00:00:00Z").getTimezoneOffset()).toBe(
      { "Asia/Seoul": -540, UTC: 0, "America/New_York": 300 }[zone],
    );
  });

  test("wall time agrees with Intl's Asia/Seoul", () => {
    vi.stubEnv("TZ", zone);
    const intl = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul", dateStyle: "short", timeStyle: "short" });
    fc.assert(
      fc.property(instants, (at) => {
        expect(`${kstDate(at)} ${kstTime(at)}`).toBe(intl.format(at));
      }),
    );
  });

  test("a wall time read back is the minute it was written for", () => {
    vi.stubEnv("TZ", zone);
    fc.assert(
      fc.property(instants, (at) => {
        const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
        expect(parseKstDateTime(kstDateTime(at))).toEqual(minute);
        expect(instantOf(kstDayNumber(at), parseTime(kstTime(at)) ?? -1)).toEqual(minute);
        expect(parseDate(kstDate(at))).toBe(kstDayNumber(at));
        expect(kstTime(startOfKstDay(at))).toBe("00:00");
      }),
    );
  });
});

test("known moments", () => {
  expect(parseKstDateTime("2026-12-22T14:05")?.toISOString()).toBe("2026-12-22T05:05:00.000Z");
  expect(kstDateTime(new Date("2026-12-31T15:00:00Z"))).toBe("2027-01-01T00:00");
  expect(weekdayIndex(parseDate("2026-12-22") ?? -1)).toBe(1);
  expect(weekdayIndex(parseDate("2026-12-20") ?? -1)).toBe(6);
});

test("days and times that don't exist are refused", () => {
  for (const day of ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-32", "0000-01-01", ""])
    expect(parseDate(day)).toBeNull();
  expect(parseDate("2028-02-29")).not.toBeNull();
  for (const time of ["24:00", "7:00", "12:60", "12:00:00", ""]) expect(parseTime(time)).toBeNull();
  for (const at of ["2026-01-01", "2026-01-01T10:00T", "2026-01-01 10:00", "2026-01-01T10:00Z"])
    expect(parseKstDateTime(at)).toBeNull();
});
