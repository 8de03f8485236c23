"use client";
import { useLocale, useTranslations } from "use-intl";
import { Status } from "@/components/ui/status";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay, formatExact, formatWhen } from "@/lib/time/format";
import { parseKstDateTime } from "@/lib/time/kst";
import type { Row } from "./use-schedules";

/** The dispatcher looks every minute or two: until then nothing is late. */
const LATE_MINUTES = 3;

/** When it goes out next, and what stands in the way. */
export function NextRun({ row, now }: { row: Row; now: Date }) {
  const t = useTranslations("schedules.next");
  const locale = toLocale(useLocale());
  if (row.status === "error") return <Status kind="failed">{t("error")}</Status>;
  if (!row.nextSendAt) {
    const starts = parseKstDateTime(row.validFrom);
    if (row.status === "inactive" && starts && starts > now)
      return <span className="text-ink-3">{t("starts", { date: formatDay(starts, locale) })}</span>;
    return <span className="text-ink-3">{row.status === "inactive" ? t("off") : t("over")}</span>;
  }
  const at = new Date(row.nextSendAt);
  const lateMinutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <time dateTime={row.nextSendAt} title={formatExact(at, locale)} className="font-medium text-ink">
        {at <= now && lateMinutes < LATE_MINUTES ? t("now") : formatWhen(at, now, locale)}
      </time>
      {!row.blocked && lateMinutes >= LATE_MINUTES && (
        <Status kind="deferred">{t("late", { minutes: lateMinutes })}</Status>
      )}
      {row.blocked && <Status kind="blocked">{t(`blocked.${row.blocked}`, { bot: row.bot.botName })}</Status>}
    </span>
  );
}
