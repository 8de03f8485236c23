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
import type { CoverageAddress } from "./coverage-address";

const periodChoice = partOf(() => import("./period-choice").then((module) => module.PeriodChoice));

export type PeriodPart = Pick<CoverageAddress, "period" | "from" | "to">;
type Props = { filter: CoverageAddress; now: Date; onChange: (part: PeriodPart) => void };

/** When it was sent: all time, the usual periods, or any days. */
export function PeriodChip({ filter, now, onChange }: Props) {
  const t = useTranslations("coverage.filters");
  const locale = toLocale(useLocale());
  const [isOpen, setOpen] = useState(false);
  const { period, from, to } = filter;
  const day = (text: string) => `${text.slice(0, 4)} ${formatDay(instantOf(parseDate(text) ?? 0), locale)}`;
  const value =
    from && to
      ? from === to
        ? day(from)
        : t("span", { from: day(from), to: day(to) })
      : period && t(`periods.${period}`);
  return (
    <Popover
      label={t("period")}
      open={isOpen}
      onOpenChange={setOpen}
      className="w-64 p-2"
      trigger={
        <Chip icon={<Calendar aria-hidden />} on={Boolean(value)} value={value ?? t("allTime")} end="open">
          {t("period")}
        </Chip>
      }
      body={periodChoice}
      given={{
        filter,
        today: kstDate(now),
        onPick: (part: PeriodPart) => {
          onChange(part);
          setOpen(false);
        },
      }}
    />
  );
}
