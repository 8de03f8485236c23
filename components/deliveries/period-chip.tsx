"use client";
import { Calendar } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { DatePicker } from "@/components/ui/date-picker";
import { Field } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay } from "@/lib/time/format";
import { instantOf, kstDate, parseDate } from "@/lib/time/kst";
import { daysOf, type LogListFilter, type Period, periods } from "./list-address";

type Props = {
  filter: LogListFilter;
  now: Date;
  onChange: (part: Pick<LogListFilter, "period" | "from" | "to">) => void;
};

/** Which days: the usual ones at a press, any others by the calendar. */
export function PeriodChip({ filter, now, onChange }: Props) {
  const t = useTranslations("logs.period");
  const locale = toLocale(useLocale());
  const [isOpen, setOpen] = useState(false);
  const days = daysOf(filter, now);
  const day = (text: string) => formatDay(instantOf(parseDate(text) ?? 0), locale);
  const pick = (period: Exclude<Period, "custom">) => {
    onChange({ period, from: null, to: null });
    setOpen(false);
  };
  return (
    <Popover
      label={t("label")}
      open={isOpen}
      onOpenChange={setOpen}
      className="w-64 p-2"
      trigger={
        <Chip
          on
          icon={<Calendar aria-hidden />}
          value={days.from === days.to ? day(days.from) : t("span", { from: day(days.from), to: day(days.to) })}
          end="open"
        >
          {t("label")}
        </Chip>
      }
    >
      <ul>
        {periods.map(
          (period) =>
            period !== "custom" && (
              <li key={period}>
                <button
                  type="button"
                  aria-pressed={filter.period === period}
                  onClick={() => pick(period)}
                  className="h-8 w-full rounded-sm px-2 text-start hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-semibold touch:h-11"
                >
                  {t(period)}
                </button>
              </li>
            ),
        )}
      </ul>
      <Chosen
        key={`${days.from}/${days.to}`}
        days={days}
        today={kstDate(now)}
        onApply={(from, to) => {
          onChange({ period: "custom", from, to });
          setOpen(false);
        }}
      />
    </Popover>
  );
}

type ChosenProps = {
  days: { from: string; to: string };
  today: string;
  onApply: (from: string, to: string) => void;
};

function Chosen({ days, today, onApply }: ChosenProps) {
  const t = useTranslations("logs.period");
  const [from, setFrom] = useState<string | null>(days.from);
  const [to, setTo] = useState<string | null>(days.to);
  return (
    <div className="mt-2 grid gap-2 border-line border-t px-1 pt-3">
      <Field label={t("from")}>
        {(wires) => <DatePicker {...wires} value={from} onChange={setFrom} today={today} max={today} />}
      </Field>
      <Field label={t("to")}>{(wires) => <DatePicker {...wires} value={to} onChange={setTo} today={today} />}</Field>
      <Button
        onClick={() => {
          const [first, last] = [from ?? to, to ?? from].sort();
          if (first && last) onApply(first, last);
        }}
      >
        {t("apply")}
      </Button>
    </div>
  );
}
