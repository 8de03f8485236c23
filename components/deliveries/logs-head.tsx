"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { PageHeader } from "@/components/ui/page-header";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay } from "@/lib/time/format";
import { instantOf, parseDate } from "@/lib/time/kst";
import { type Counts, sumOf } from "./counts";
import { addressOf, daysOf, type LogListFilter, logViews } from "./list-address";

type Props = {
  filter: LogListFilter /** null while they could not be asked. */;
  counts: Counts | null;
  isCut: boolean;
  now: Date;
  actions?: ReactNode;
};

/** How much was recorded, and how much of it waits for a person. */
export function LogsHead({ filter, counts, isCut, now, actions }: Props) {
  const t = useTranslations("logs");
  const during = useDuring(filter, now);
  if (!counts) return <PageHeader title={t("headline.unknown")} lede={t("lede.unknown")} actions={actions} />;
  const total = sumOf(counts);
  const ask = sumOf(counts, logViews.ask);
  const shown = isCut ? t("many", { count: total }) : total.toLocaleString();
  const title =
    total === 0
      ? t("headline.none", { during })
      : ask === 0
        ? t("headline.calm", { during, total: shown })
        : t.rich("headline.ask", {
            during,
            total: shown,
            count: ask,
            ask: (chunks) => (
              <Link
                href={addressOf({ ...filter, status: logViews.ask, look: null })}
                className="underline decoration-2 decoration-unknown-mark underline-offset-[6px]"
              >
                {chunks}
              </Link>
            ),
          });
  const lede =
    total === 0
      ? t("lede.none")
      : t("lede.all", {
          arrived: sumOf(counts, ["success"], true),
          handed: sumOf(counts, ["success"], false),
          kept: sumOf(counts, ["skipped", "cancelled", "missed", "expired"]),
        }).trim();
  return <PageHeader title={title} lede={lede || undefined} actions={actions} />;
}

function useDuring(filter: LogListFilter, now: Date): string {
  const t = useTranslations("logs.period");
  const locale = toLocale(useLocale());
  const { from, to } = daysOf(filter, now);
  const day = (text: string) => formatDay(instantOf(parseDate(text) ?? 0), locale);
  const span = from === to ? day(from) : t("span", { from: day(from), to: day(to) });
  return t(`during.${filter.period}`, { span });
}
