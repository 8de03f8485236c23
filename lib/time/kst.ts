/** Korea has kept UTC+09:00 without daylight saving since 1988, so wall time is arithmetic, whatever the machine's TZ. */
const OFFSET_MS = 9 * 3_600_000;
export const DAY_MS = 86_400_000;

/** Whole days since 1970-01-01 on the Korean calendar. */
export function kstDayNumber(at: Date): number {
  return Math.floor((at.getTime() + OFFSET_MS) / DAY_MS);
}

/** The instant at which a Korean calendar day (see `kstDayNumber`) begins, plus minutes of wall time. */
export function instantOf(dayNumber: number, minutesOfDay = 0): Date {
  return new Date(dayNumber * DAY_MS - OFFSET_MS + minutesOfDay * 60_000);
}

export function startOfKstDay(at: Date): Date {
  return instantOf(kstDayNumber(at));
}

/** Monday = 0 … Sunday = 6, the order of `weekdays` in db/enums. 1970-01-01 was a Thursday. */
export function weekdayIndex(dayNumber: number): number {
  return (((dayNumber + 3) % 7) + 7) % 7;
}

/** "YYYY-MM-DD" → day number, or null when the calendar has no such day. */
export function parseDate(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1970) return null;
  const utc = new Date(Date.UTC(year, month - 1, day));
  return utc.getUTCMonth() === month - 1 && utc.getUTCDate() === day ? utc.getTime() / DAY_MS : null;
}

/** "HH:mm" (00:00–23:59) → minutes of the day, or null. */
export function parseTime(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** "YYYY-MM-DDTHH:mm" on the Korean wall clock → the instant, or null. */
export function parseKstDateTime(text: string): Date | null {
  const [date = "", time = "", ...rest] = text.split("T");
  const [day, minutes] = [parseDate(date), parseTime(time)];
  return day === null || minutes === null || rest.length > 0 ? null : instantOf(day, minutes);
}

const wallClock = (at: Date) => new Date(at.getTime() + OFFSET_MS).toISOString();

/** "YYYY-MM-DD" on the Korean calendar. */
export const kstDate = (at: Date): string => wallClock(at).slice(0, 10);
/** "HH:mm" on the Korean clock; seconds are cut, not rounded. */
export const kstTime = (at: Date): string => wallClock(at).slice(11, 16);
/** "YYYY-MM-DDTHH:mm", the value of a datetime-local field. */
export const kstDateTime = (at: Date): string => wallClock(at).slice(0, 16);
