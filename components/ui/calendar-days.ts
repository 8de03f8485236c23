import { instantOf, kstDate, parseDate, weekdayIndex } from "@/lib/time/kst";

/** Day number (lib/time/kst) → `YYYY-MM-DD`. */
export const dayText = (day: number): string => kstDate(instantOf(day));

/** Sunday = 0, as a Korean calendar begins. */
const sundayIndex = (day: number): number => (weekdayIndex(day) + 1) % 7;

export type Month = { year: number /** 1–12 */; month: number };

export const monthOf = (day: number): Month => {
  const [year, month] = dayText(day).split("-").map(Number);
  return { year: year!, month: month! };
};
export const firstOf = ({ year, month }: Month): number =>
  parseDate(`${year}-${String(month).padStart(2, "0")}-01`) ?? 0;

/** The month `by` months away. */
export function monthAway({ year, month }: Month, by: number): Month {
  const count = year * 12 + (month - 1) + by;
  return { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1 };
}

const daysIn = (month: Month): number => firstOf(monthAway(month, 1)) - firstOf(month);

/** Weeks of a month from Sunday to Saturday, with the days of its neighbours that fill them. */
export function weeksOf(month: Month): number[][] {
  const first = firstOf(month);
  const start = first - sundayIndex(first);
  const weeks = Math.ceil((first - start + daysIn(month)) / 7);
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, i) => start + week * 7 + i));
}

/** The same day of the month `by` months away, or its last one. */
export function dayMonthsAway(day: number, by: number): number {
  const month = monthAway(monthOf(day), by);
  const offset = day - firstOf(monthOf(day));
  return firstOf(month) + Math.min(offset, daysIn(month) - 1);
}

/** Where a key leads from a day in a calendar; null when the key isn't ours. */
export function dayMove(day: number, key: string, shift: boolean): number | null {
  switch (key) {
    case "ArrowLeft":
      return day - 1;
    case "ArrowRight":
      return day + 1;
    case "ArrowUp":
      return day - 7;
    case "ArrowDown":
      return day + 7;
    case "Home":
      return day - sundayIndex(day);
    case "End":
      return day + 6 - sundayIndex(day);
    case "PageUp":
      return dayMonthsAway(day, shift ? -12 : -1);
    case "PageDown":
      return dayMonthsAway(day, shift ? 12 : 1);
    default:
      return null;
  }
}

/** What a person typed → `YYYY-MM-DD`, or null: `2026-12-24`, `20261224`, `12/24`, `12월 24일` (this year then). */
export function readDate(text: string, thisYear: number): string | null {
  const parts = /^\d{8}$/.test(text.trim())
    ? [text.trim().slice(0, 4), text.trim().slice(4, 6), text.trim().slice(6)]
    : (text.match(/\d+/g) ?? []);
  const [year, month, day] = parts.length === 2 ? [String(thisYear), ...parts] : parts;
  if (parts.length < 2 || parts.length > 3 || !year || !month || !day) return null;
  const full = year.length === 2 ? `20${year}` : year;
  const iso = `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return parseDate(iso) === null ? null : iso;
}

/** What a person typed → `HH:mm`, or null: `18:00`, `1800`, `9`, `9:30`, `오후 6시 30분`, `6:30pm`. */
export function readTime(text: string): string | null {
  const late = /오후|pm/i.test(text);
  const early = /오전|am/i.test(text);
  const digits = text.match(/\d+/g) ?? [];
  if (digits.length === 0 || digits.length > 2) return null;
  const one = digits[0]!;
  const [hourText, minuteText] =
    digits.length === 2 ? digits : one.length > 2 ? [one.slice(0, -2), one.slice(-2)] : [one, "0"];
  let hour = Number(hourText);
  const minute = Number(minuteText);
  if (late && hour < 12) hour += 12;
  if (early && hour === 12) hour = 0;
  if (hour > 23 || minute > 59 || (minuteText?.length ?? 0) > 2) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
