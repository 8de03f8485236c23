"use client";
import { Clock } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { nextOccurrences } from "@/lib/schedules/recurrence";
import { recurrenceOf, TimingInput, validityOf } from "@/lib/schedules/schema";
import { formatDateTime, formatExact, formatRelative } from "@/lib/time/format";
import type { FormValues } from "./form-values";

const SHOWN = 5;

type Props = {
  timing: Pick<
    FormValues,
    "scheduleType" | "scheduleDate" | "scheduleTime" | "scheduleWeekdays" | "validFrom" | "validUntil"
  >;
  status: FormValues["status"];
  nowIso: string;
};

/** The next five runs, by the very function that sends (S2-84). */
export function NextRuns({ timing, status, nowIso }: Props) {
  const t = useTranslations("compose.runs");
  const locale = useLocale();
  const now = useNow(nowIso);
  const parsed = TimingInput.safeParse({
    scheduleType: timing.scheduleType,
    scheduleDate: timing.scheduleDate,
    scheduleTime: timing.scheduleTime,
    scheduleWeekdays: timing.scheduleWeekdays,
    validFrom: timing.validFrom,
    validUntil: timing.validUntil,
  });
  const runs = parsed.success ? nextOccurrences(recurrenceOf(parsed.data), validityOf(parsed.data), now, SHOWN) : [];
  return (
    <section aria-labelledby="next-runs">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="next-runs" className="font-semibold text-base">
          {t("heading")}
        </h2>
        <p className="text-ink-3 text-xs">{t("note")}</p>
      </div>
      <div aria-live="polite">
        {status === "inactive" ? (
          <p className="py-2 text-ink-2 text-sm">{t("off")}</p>
        ) : !parsed.success ? (
          <p className="py-2 text-ink-2 text-sm">{t("incomplete")}</p>
        ) : runs.length === 0 ? (
          <p className="py-2 text-failed text-sm">{t("none")}</p>
        ) : (
          <ol className="tabular-nums">
            {runs.map((run, i) => (
              <li
                key={run.getTime()}
                className="grid grid-cols-[auto_1fr] items-center gap-x-4 border-line border-t py-2 text-sm first:border-t-0"
              >
                <time dateTime={run.toISOString()} title={formatExact(run, locale)} className="min-w-36 font-medium">
                  {formatDateTime(run, locale)}
                </time>
                <span className="flex items-center gap-1.5 text-scheduled">
                  <Clock className="size-3.5" aria-hidden />
                  {i === 0 ? formatRelative(run, now, locale) : t("scheduled")}
                </span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}

/** The server's present, moved on by this machine's clock, so that a wrong clock shows no wrong run. */
function useNow(nowIso: string): Date {
  const [now, setNow] = useState(() => new Date(nowIso));
  useEffect(() => {
    const startedMs = performance.now();
    const timer = setInterval(
      () => setNow(new Date(new Date(nowIso).getTime() + performance.now() - startedMs)),
      15_000,
    );
    return () => clearInterval(timer);
  }, [nowIso]);
  return now;
}
