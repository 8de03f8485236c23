import { formatRelative, type TimeLocale } from "@/lib/time/format";

/** `12초 전` within the first minute, then `3분 전`: of a dispatcher the seconds matter. */
export function passedWords(at: Date, now: Date, locale: TimeLocale): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 1000));
  if (seconds === 0 || seconds >= 60) return formatRelative(at, now, locale);
  return locale === "ko" ? `${seconds}초 전` : `${seconds} ${seconds === 1 ? "second" : "seconds"} ago`;
}
