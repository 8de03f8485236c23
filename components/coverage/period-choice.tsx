"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { DatePicker } from "@/components/ui/date-picker";
import { Field } from "@/components/ui/field";
import { type CoverageAddress, periods } from "./coverage-address";
import type { PeriodPart } from "./period-chip";

type Props = { filter: CoverageAddress; today: string; onPick: (part: PeriodPart) => void };

/** What the period's chip opens: the usual ones, and two dates for any other. */
export function PeriodChoice({ filter, today, onPick }: Props) {
  const t = useTranslations("coverage.filters");
  const [from, setFrom] = useState<string | null>(filter.from);
  const [to, setTo] = useState<string | null>(filter.to);
  const isAll = filter.period === null && filter.from === null;
  return (
    <>
      <ul>
        {[null, ...periods].map((period) => (
          <li key={period ?? "all"}>
            <button
              type="button"
              aria-pressed={period === null ? isAll : filter.period === period}
              onClick={() => onPick({ period, from: null, to: null })}
              className="h-8 w-full rounded-sm px-2 text-start hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-semibold touch:h-11"
            >
              {period === null ? t("allTime") : t(`periods.${period}`)}
            </button>
          </li>
        ))}
      </ul>
      <div className="mt-2 grid gap-2 border-line border-t px-1 pt-3">
        <Field label={t("from")}>
          {(wires) => <DatePicker {...wires} value={from} onChange={setFrom} today={today} max={today} />}
        </Field>
        <Field label={t("to")}>{(wires) => <DatePicker {...wires} value={to} onChange={setTo} today={today} />}</Field>
        <Button
          onClick={() => {
            const [first, last] = [from ?? to, to ?? from].sort();
            if (first && last) onPick({ period: null, from: first, to: last });
          }}
        >
          {t("apply")}
        </Button>
      </div>
    </>
  );
}
