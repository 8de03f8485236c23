import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDate } from "@/lib/time/kst";
import { dayMonthsAway, dayMove, dayText, monthAway, monthOf, readDate, readTime, weeksOf } from "./calendar-days";

const day = (text: string) => parseDate(text)!;

test("a month fills whole weeks from Sunday", () => {
  const weeks = weeksOf({ year: 2026, month: 12 });
  expect(weeks.map((week) => dayText(week[0]!))).toEqual([
    "2026-11-29",
    "2026-12-06",
    "2026-12-13",
    "2026-12-20",
    "2026-12-27",
  ]);
  expect(dayText(weeks.at(-1)![6]!)).toBe("2027-01-02");
});

test("every month shows each of its days once and begins on Sundays", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1971, max: 2200 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const days = weeksOf({ year, month }).flat();
      const own = days.filter((one) => monthOf(one).month === month);
      expect(own.length).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
      expect(days.length % 7).toBe(0);
      expect(new Date(days[0]! * 86_400_000).getUTCDay()).toBe(0);
    }),
  );
});

test("months away go over years and keep the day or the month's last", () => {
  expect(monthAway({ year: 2026, month: 12 }, 1)).toEqual({ year: 2027, month: 1 });
  expect(monthAway({ year: 2026, month: 1 }, -13)).toEqual({ year: 2024, month: 12 });
  expect(dayText(dayMonthsAway(day("2027-01-31"), 1))).toBe("2027-02-28");
  expect(dayText(dayMove(day("2026-12-24"), "PageUp", true)!)).toBe("2025-12-24");
});

test("keys walk days, weeks and to the edges of a week", () => {
  const go = (key: string) => dayText(dayMove(day("2026-12-24"), key, false)!);
  expect([go("ArrowLeft"), go("ArrowDown"), go("Home"), go("End"), go("PageDown")]).toEqual([
    "2026-12-23",
    "2026-12-31",
    "2026-12-20",
    "2026-12-26",
    "2027-01-24",
  ]);
  expect(dayMove(day("2026-12-24"), "a", false)).toBeNull();
});

test("reads a date as people type it", () => {
  for (const text of ["2026-12-24", "20261224", "2026. 12. 24.", "26/12/24", "12/24", "12월 24일"])
    expect(readDate(text, 2026)).toBe("2026-12-24");
  for (const text of ["", "내일", "2026-02-30", "13/40", "1 2 3 4"]) expect(readDate(text, 2026)).toBeNull();
});

test("reads a time as people type it", () => {
  expect(["18:00", "1800", "18", "오후 6시", "6pm", "6:00 PM"].map(readTime)).toEqual(Array(6).fill("18:00"));
  expect(["9", "930", "오전 12시", "12:05am", "0:5"].map(readTime)).toEqual([
    "09:00",
    "09:30",
    "00:00",
    "00:05",
    "00:05",
  ]);
  expect(["", "24:00", "12:60", "아침", "1:2:3"].map(readTime)).toEqual(Array(5).fill(null));
});
