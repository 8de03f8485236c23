"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { DatePicker } from "@/components/ui/date-picker";
import { Field } from "@/components/ui/field";
import { type LogListFilter, type Period, periods } from "./list-address";

type Props = {
  period: Period;
  days: { from: string; to: string };
  today: string;
  onPick: (part: Pick<LogListFilter, "period" | "from" | "to">) => void;
};

/** What `PeriodChip` opens: the usual periods, and two dates for any other. */
export function PeriodChoice({ period: current, days, today, onPick }: Props) {
  const t = useTranslations("logs.period");
  return (
    <>
      <ul>
        {periods.map(
          (period) =>
            period !== "custom" && (
              <li key={period}>
                <button
                  type="button"
                  aria-pressed={current === period}
                  onClick={() => onPick({ period, from: null, to: null })}
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
        today={today}
        onApply={(from, to) => onPick({ period: "custom", from, to })}
      />
    </>
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
