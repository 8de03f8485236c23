"use client";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { StatusIcon, statusFamily } from "@/components/ui/status-icon";
import { StatusWord } from "@/components/ui/status-word";
import type { ForecastDto } from "@/lib/dispatch/forecast-queries";
import { formatDate, formatExact, formatTime, formatWhen } from "@/lib/time/format";
import { kstDate } from "@/lib/time/kst";

/** So many rows at first; a busy room has dozens. */
const SHOWN = 14;

type Props = { items: readonly ForecastDto[]; titles: boolean; nowIso: string };

/** The runs of the days ahead, day by day: solid goes, hatched goes later, struck doesn't go. */
export function ForecastRows({ items, titles, nowIso }: Props) {
  const t = useTranslations("forecast");
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const inOrder = [...items].sort((a, b) => a.at.localeCompare(b.at) || goesAt(a).localeCompare(goesAt(b)));
  const shown = all ? inOrder : inOrder.slice(0, SHOWN);
  const days = new Map<string, ForecastDto[]>();
  for (const item of shown) {
    const day = kstDate(new Date(item.at));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return (
    <>
      <ol className="grid">
        {[...days].map(([day, runs]) => (
          <li
            key={day}
            className={cn(
              "grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 border-line border-t py-1.5 first:border-t-0",
              titles && "max-sm:grid-cols-1",
            )}
          >
            <span className="py-1 font-medium text-ink-2 text-sm">
              {formatDate(new Date(runs[0]?.at ?? nowIso), locale)}
            </span>
            <ul className="grid gap-1 py-0.5">
              {runs.map((item) => (
                <Row key={`${item.at} ${item.scheduleId} ${item.kind}`} item={item} titles={titles} nowIso={nowIso} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {items.length > shown.length && (
        <Button size="sm" className="justify-self-start" onClick={() => setAll(true)}>
          {t("more", { count: items.length - shown.length })}
        </Button>
      )}
    </>
  );
}

const goesAt = (item: ForecastDto) => item.until ?? item.at;

const LOOK = { send: "scheduled", defer: "deferred", block: "blocked" } as const;

function Row({ item, titles, nowIso }: { item: ForecastDto; titles: boolean; nowIso: string }) {
  const t = useTranslations("forecast.row");
  const locale = useLocale();
  const at = new Date(item.at);
  const kind = LOOK[item.outcome];
  const until = item.until ? whenText(new Date(item.until), at, new Date(nowIso), locale) : "";
  const { sent, parts = 0 } = item;
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-0.5 text-sm">
      <time
        dateTime={item.at}
        title={formatExact(at, locale)}
        className={cn(
          "relative inline-flex h-[22px] min-w-16 items-center gap-1 overflow-hidden rounded-sm border ps-2 pe-1.5 font-medium text-xs tabular-nums before:absolute before:inset-y-0 before:start-0 before:w-[3px]",
          item.outcome === "send" && "border-line-strong bg-surface before:bg-ink-3",
          item.outcome === "defer" && "hatched-event border-(--c-border) before:bg-(--c-mark)",
          item.outcome === "block" &&
            "border-(--c-border) border-dashed bg-surface text-ink-2 line-through decoration-(--c-mark) decoration-[1.5px] before:bg-(--c-mark)",
          item.outcome !== "send" && statusFamily(kind),
        )}
      >
        {item.outcome !== "send" && <StatusIcon kind={kind} className="size-3 text-(--c)" />}
        {formatTime(at)}
      </time>
      {titles && <span className="min-w-0 max-w-full truncate">{item.title}</span>}
      {item.kind !== "schedule" && <span className="text-ink-3 text-xs">{t(item.kind)}</span>}
      {item.outcome === "send" && !titles && <StatusWord kind="scheduled" />}
      {item.outcome === "send" && titles && <StatusWord kind="scheduled" className="sr-only" />}
      {item.outcome === "defer" && (
        <span className="is-deferred text-(--c)">
          {sent === undefined ? t("late", { time: until }) : t("lateRest", { sent, parts, time: until })}
        </span>
      )}
      {item.outcome === "block" && (
        <span className="is-failed text-(--c)">
          {sent === undefined ? t("blocked") : t("blockedRest", { sent, parts })}
        </span>
      )}
    </li>
  );
}

/** The time alone where it says enough, with seconds where the minute is the same. */
function whenText(until: Date, at: Date, now: Date, locale: "ko" | "en"): string {
  if (kstDate(until) !== kstDate(at)) return formatWhen(until, now, locale);
  const seconds = String(until.getUTCSeconds()).padStart(2, "0");
  return formatTime(until) === formatTime(at) ? `${formatTime(until)}:${seconds}` : formatTime(until);
}
