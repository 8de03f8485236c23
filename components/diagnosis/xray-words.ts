import type { useTranslations } from "use-intl";
import type { Layer } from "@/db/enums";
import { josa } from "@/lib/i18n/josa";
import { parseMoney, wonText } from "@/lib/tenants/money";
import { formatDateTime, type TimeLocale } from "@/lib/time/format";
import { kstDate, kstTime } from "@/lib/time/kst";

export type XrayTranslate = ReturnType<typeof useTranslations<"xray">>;
type Causes = ReturnType<typeof useTranslations<"diagnosisCauses">>;
type Values = Record<string, string | number>;

const say = <T extends { has: (key: never) => boolean }>(t: T, key: string, values: Values): string | null =>
  t.has(key as never) ? (t as unknown as (key: string, values: Values) => string)(key, values) : null;

/** `공급자에서`: where it stopped, as it stands before a verb. */
export const placeOf = (layer: Layer | null, t: XrayTranslate): string => t("at", { layer: layer ?? "none" });

/** Moments among the values of a step as a reader's clock shows them, money as won. */
function shown(values: Values, locale: TimeLocale): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (name.endsWith("At")) return [name, formatDateTime(new Date(value), locale)];
      return [name, name === "amount" ? wonText(parseMoney(String(value)) ?? 0n) : value];
    }),
  );
}

/** The sentence of a step or a bar; an event nobody wrote words for is shown as it is, so that nothing hides. */
export const stepText = (event: string, values: Values | undefined, t: XrayTranslate, locale: TimeLocale): string =>
  josa(say(t, `steps.${event}`, shown(values ?? {}, locale)) ?? t("steps.other", { event }));
export const noteText = (event: string, t: XrayTranslate): string | null => say(t, `notes.${event}`, {});

/** A column of a record by its word, else as the table calls it. */
export const fieldText = (name: string, t: XrayTranslate): string => say(t, `fields.${name}`, {}) ?? name;

export const knownText = (kind: "known" | "unknown", key: string, t: XrayTranslate): string =>
  say(t, `${kind}.${key}`, {}) ?? t(`${kind}.other`, { key });

/** What the table of conditions says of a cause or a fix. */
export const causeText = (id: string | null, part: "title" | "why", t: Causes): string | null =>
  id === null ? null : (say(t, `cause.${id}.${part}`, {}) ?? (part === "title" ? id : null));
export const fixText = (id: string, part: "title" | "how" | "ask", t: Causes): string | null =>
  say(t, `fix.${id}.${part}`, {}) ?? (part === "title" ? id : null);

/** `118 ms`, `1.27초`, `2분 41초`, `2시간 13분`, `3일 4시간`: as exact as one can still read. */
export function tookText(ms: number, t: XrayTranslate): string {
  if (ms < 1_000) return t("took.ms", { ms: Math.max(0, Math.round(ms)) });
  const seconds = ms / 1_000;
  if (seconds < 60)
    return t("took.seconds", { seconds: String(Number(seconds.toFixed(seconds < 10 ? 2 : seconds < 30 ? 1 : 0))) });
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60)
    return minutes < 10 && whole % 60 > 0
      ? t("took.minutesSeconds", { minutes, seconds: whole % 60 })
      : t("took.minutes", { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24)
    return minutes % 60 > 0 ? t("took.hoursMinutes", { hours, minutes: minutes % 60 }) : t("took.hours", { hours });
  const days = Math.floor(hours / 24);
  return hours % 24 > 0 ? t("took.daysHours", { days, hours: hours % 24 }) : t("took.days", { days });
}

/** `09:12:04.118` in Korean time; on another day than the story began the day too, without the thousandths. */
export function clockText(iso: string, firstIso: string, locale: TimeLocale): string {
  const at = new Date(iso);
  if (kstDate(at) !== kstDate(new Date(firstIso))) return formatDateTime(at, locale);
  const seconds = String(at.getUTCSeconds()).padStart(2, "0");
  return `${kstTime(at)}:${seconds}.${String(at.getUTCMilliseconds()).padStart(3, "0")}`;
}
