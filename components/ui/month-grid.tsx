"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { formatDate } from "@/lib/time/format";
import { instantOf, parseDate } from "@/lib/time/kst";
import { IconButton } from "./button";
import { dayMove, dayText, firstOf, type Month, monthAway, monthOf, weeksOf } from "./calendar-days";
import { cn } from "./cn";

const HEADS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

type Props = {
  /** `YYYY-MM-DD` or null. */
  value: string | null;
  onChoose: (date: string) => void;
  /** Today, `YYYY-MM-DD`, by the server's clock. */
  today: string;
  min?: string;
  max?: string;
  /** Red days and their names. */
  holidays?: Readonly<Record<string, string>>;
};

/** One month to choose a day from. Arrows walk, Page Up and Page Down change the month, with Shift the year. */
export function MonthGrid({ value, onChoose, today, min, max, holidays = {} }: Props) {
  const t = useTranslations("common");
  const locale = useLocale();
  const start = parseDate(value ?? today) ?? parseDate(today) ?? 0;
  const [cursor, setCursor] = useState(start);
  const [month, setMonth] = useState<Month>(() => monthOf(start));
  const [walking, setWalking] = useState(true);
  const table = useRef<HTMLTableElement>(null);
  const isOff = (date: string) => (min !== undefined && date < min) || (max !== undefined && date > max);

  useEffect(() => {
    if (walking) table.current?.querySelector<HTMLElement>(`[data-day="${cursor}"]`)?.focus();
  }, [cursor, walking]);

  const turn = (by: number) => {
    const next = monthAway(month, by);
    setMonth(next);
    setWalking(false);
    setCursor(firstOf(next));
  };
  const title =
    locale === "ko"
      ? `${month.year}년 ${month.month}월`
      : new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "Asia/Seoul" }).format(
          instantOf(firstOf(month)),
        );
  return (
    <div className="w-max p-1">
      <div className="flex items-center justify-between pb-1.5 ps-2">
        <b aria-live="polite">{title}</b>
        <span className="flex">
          <IconButton label={t("previousMonth")} size="sm" onClick={() => turn(-1)}>
            <ChevronLeft aria-hidden />
          </IconButton>
          <IconButton label={t("nextMonth")} size="sm" onClick={() => turn(1)}>
            <ChevronRight aria-hidden />
          </IconButton>
        </span>
      </div>
      <table
        ref={table}
        aria-label={title}
        className="border-separate border-spacing-0.5 max-md:border-spacing-0 text-center text-sm"
      >
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th
                key={head}
                scope="col"
                abbr={t(`weekdayNames.${head}`)}
                className={cn(
                  "h-8 font-normal text-xs",
                  head === "sunday" ? "text-failed" : head === "saturday" ? "text-sending" : "text-ink-3",
                )}
              >
                {t(`weekdays.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week[0]}>
              {week.map((day, i) => {
                const date = dayText(day);
                const off = isOff(date);
                const holiday = holidays[date];
                const own = monthOf(day).month === month.month;
                return (
                  <td key={day} className="p-0">
                    <button
                      type="button"
                      data-day={day}
                      tabIndex={day === cursor ? 0 : -1}
                      aria-label={`${formatDate(instantOf(day), locale)}${holiday ? `, ${holiday}` : ""}`}
                      aria-current={date === today ? "date" : undefined}
                      aria-pressed={date === value}
                      aria-disabled={off || undefined}
                      onClick={() => !off && onChoose(date)}
                      onKeyDown={(event) => {
                        const to = dayMove(day, event.key, event.shiftKey);
                        if (to === null) return;
                        event.preventDefault();
                        setWalking(true);
                        setCursor(to);
                        setMonth(monthOf(to));
                      }}
                      className={cn(
                        "grid size-8 place-items-center rounded-sm max-md:size-11",
                        date === value
                          ? "bg-accent font-semibold text-on-accent hover:bg-accent-hover"
                          : cn(
                              "hover:bg-hover",
                              off || !own ? "text-ink-3" : (i === 0 || holiday) && "text-failed",
                              date === today && "shadow-[inset_0_0_0_1.5px_var(--line-field)]",
                            ),
                      )}
                    >
                      {Number(date.slice(8))}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
