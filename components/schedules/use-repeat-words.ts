"use client";
import { useCallback } from "react";
import { useLocale, useTranslations } from "use-intl";
import { toLocale } from "@/lib/i18n/locale";
import type { ScheduleDto } from "@/lib/schedules/schedule-dto";
import { weekdayRuns } from "@/lib/schedules/weekday-runs";
import { formatDay } from "@/lib/time/format";
import { parseKstDateTime } from "@/lib/time/kst";

type Rule = Pick<ScheduleDto, "scheduleType" | "scheduleDate" | "scheduleTime" | "scheduleWeekdays">;

/** When a schedule repeats, as people say it: `매일 14:20`, `월–금 16:30`, `12월 24일 한 번`. */
export function useRepeatWords(): (rule: Rule) => string {
  const t = useTranslations("schedules.repeat");
  const c = useTranslations("common.weekdays");
  const locale = toLocale(useLocale());
  return useCallback(
    ({ scheduleType, scheduleDate, scheduleTime: time, scheduleWeekdays }) => {
      if (scheduleType === "once") {
        const at = parseKstDateTime(`${scheduleDate}T${time}`);
        return at ? t("once", { date: formatDay(at, locale) }) : "";
      }
      if (scheduleType === "daily" || scheduleWeekdays.length === 7) return t("daily", { time });
      const days = weekdayRuns(scheduleWeekdays)
        .map(([first, last]) => (first === last ? c(first) : t("span", { first: c(first), last: c(last) })))
        .join(t("between"));
      return t("weekly", { days, time });
    },
    [t, c, locale],
  );
}
