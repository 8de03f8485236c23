"use client";
import { Calendar } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Chip } from "@/components/ui/chip";
import { partOf } from "@/components/ui/load-part";
import { Popover } from "@/components/ui/popover";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay } from "@/lib/time/format";
import { instantOf, kstDate, parseDate } from "@/lib/time/kst";
import { daysOf, type LogListFilter } from "./list-address";

const periodChoice = partOf(() => import("./period-choice").then((module) => module.PeriodChoice));

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
      body={periodChoice}
      given={{
        period: filter.period,
        days,
        today: kstDate(now),
        onPick: (part) => {
          onChange(part);
          setOpen(false);
        },
      }}
    />
  );
}
