import { DAY_MS, kstDate, kstDayNumber, kstTime } from "./kst";

export type TimeLocale = "ko" | "en";

const formats = new Map<string, Intl.DateTimeFormat>();

/** One named piece of a date in Korean time; Intl gives the words, the order is ours. */
function piece(at: Date, locale: TimeLocale, options: Intl.DateTimeFormatOptions): string {
  const key = locale + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: "Asia/Seoul" });
  formats.set(key, format);
  return format.format(at);
}

const dayOfMonth = (at: Date) => Number(kstDate(at).slice(8));
const year = (at: Date) => kstDate(at).slice(0, 4);

/** `화` · `Tue` */
export const formatWeekday = (at: Date, locale: TimeLocale): string => piece(at, locale, { weekday: "short" });

/** `11월 20일` · `20 Nov` */
export function formatDay(at: Date, locale: TimeLocale): string {
  const month = piece(at, locale, { month: "short" });
  return locale === "ko" ? `${month} ${dayOfMonth(at)}일` : `${dayOfMonth(at)} ${month}`;
}

/** `11월 20일(금)` · `Fri 20 Nov` */
export function formatDate(at: Date, locale: TimeLocale): string {
  const weekday = formatWeekday(at, locale);
  return locale === "ko" ? `${formatDay(at, locale)}(${weekday})` : `${weekday} ${formatDay(at, locale)}`;
}

/** `14:05` */
export const formatTime = (at: Date): string => kstTime(at);

/** `11월 20일(금) 14:05` · `Fri 20 Nov 14:05` */
export const formatDateTime = (at: Date, locale: TimeLocale): string => `${formatDate(at, locale)} ${kstTime(at)}`;

/** The same, with the year where it is another than that of `now`: `2025년 11월 20일(목) 14:05` · `Thu 20 Nov 2025 14:05` */
export function formatMoment(at: Date, now: Date, locale: TimeLocale): string {
  if (year(at) === year(now)) return formatDateTime(at, locale);
  const date = formatDate(at, locale);
  return locale === "ko" ? `${year(at)}년 ${date} ${kstTime(at)}` : `${date} ${year(at)} ${kstTime(at)}`;
}

/** For tooltips, complete and with the zone: `2026년 11월 20일(금) 14:05:09 KST` · `Fri 20 Nov 2026 14:05:09 KST` */
export function formatExact(at: Date, locale: TimeLocale): string {
  const clock = `${kstTime(at)}:${String(at.getUTCSeconds()).padStart(2, "0")} KST`;
  const date = formatDate(at, locale);
  return locale === "ko" ? `${year(at)}년 ${date} ${clock}` : `${date} ${year(at)} ${clock}`;
}

/** The shortest unmistakable form: `오늘 14:46`, `내일 09:00`, `24일(목) 18:00` this month, `1월 4일(월) 10:00`, with the year when it is another. */
export function formatWhen(at: Date, now: Date, locale: TimeLocale): string {
  const days = kstDayNumber(at) - kstDayNumber(now);
  if (Math.abs(days) <= 1) {
    const word = relative(locale).format(days, "day");
    return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${kstTime(at)}`;
  }
  const sameMonth = kstDate(at).slice(0, 7) === kstDate(now).slice(0, 7);
  return sameMonth && locale === "ko"
    ? `${dayOfMonth(at)}일(${formatWeekday(at, locale)}) ${kstTime(at)}`
    : formatMoment(at, now, locale);
}

const relativeFormats = new Map<TimeLocale, Intl.RelativeTimeFormat>();
function relative(locale: TimeLocale): Intl.RelativeTimeFormat {
  const format = relativeFormats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  relativeFormats.set(locale, format);
  return format;
}

/** `방금`, `3분 전`, `2시간 뒤`, `5일 전`; units are cut, not rounded, so nothing looks older than it is. */
export function formatRelative(at: Date, now: Date, locale: TimeLocale): string {
  const ms = at.getTime() - now.getTime();
  const size = Math.abs(ms);
  if (size < 60_000) return ms <= 0 ? (locale === "ko" ? "방금" : "just now") : locale === "ko" ? "곧" : "in a moment";
  const [unitMs, unit]: [number, Intl.RelativeTimeFormatUnit] =
    size < 3_600_000 ? [60_000, "minute"] : size < DAY_MS ? [3_600_000, "hour"] : [DAY_MS, "day"];
  return relative(locale)
    .format(Math.trunc(ms / unitMs), unit)
    .replace(/ 후$/, " 뒤");
}

/**
 * `2026년 12월 22일 화요일` · `Tuesday 22 December 2026`, as a phone heads a day. Put together here, because the whole
 * dates of Intl differ between the server's and the browser's tables and would not survive hydration.
 */
export function formatFullDate(at: Date, locale: TimeLocale): string {
  const weekday = piece(at, locale, { weekday: "long" });
  const month = piece(at, locale, { month: "long" });
  return locale === "ko"
    ? `${year(at)}년 ${month} ${dayOfMonth(at)}일 ${weekday}`
    : `${weekday} ${dayOfMonth(at)} ${month} ${year(at)}`;
}

/** `오후 6:00` · `6:00 PM`, as a phone tells the time. */
export function formatPhoneTime(at: Date, locale: TimeLocale): string {
  const [hour = 0, minute = 0] = kstTime(at).split(":").map(Number);
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, "0")}`;
  return locale === "ko" ? `${hour < 12 ? "오전" : "오후"} ${clock}` : `${clock} ${hour < 12 ? "AM" : "PM"}`;
}
