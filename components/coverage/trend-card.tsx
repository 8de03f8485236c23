"use client";
import { ChartLine } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Segment } from "@/components/ui/segment";
import { StateBlock } from "@/components/ui/states";
import { Card, CardBody, CardFoot, CardHead } from "@/components/ui/surface";
import { pctText } from "@/lib/coverage/coverage";
import type { CoverageDto, TrendDto } from "@/lib/coverage/coverage-dto";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay } from "@/lib/time/format";
import { instantOf, kstDate, parseDate } from "@/lib/time/kst";
import { TrendChart, type TrendPoint } from "./trend-chart";

const DAYS = 30;
const WIDTHS = [
  { width: 742, className: "max-md:hidden" },
  { width: 328, className: "md:hidden" },
];
const SHOWN_RECOVERIES = 3;

/** How it went: our own messages by how sure they are, the old ones by how much of them is recorded. */
export function TrendCard({ trend, figures }: { trend: TrendDto; figures: CoverageDto }) {
  const t = useTranslations("coverage.trend");
  const [side, setSide] = useState<"new" | "imported">(
    trend.imported.length > 1 || trend.new.length === 0 ? "imported" : "new",
  );
  return (
    <Card aria-labelledby="trend" className="flex flex-col">
      <CardHead id="trend" title={t("title")} note={t(`${side}Note`)}>
        <Segment
          label={t("which")}
          value={side}
          options={[
            { value: "new", label: t("new") },
            { value: "imported", label: t("imported") },
          ]}
          onChange={setSide}
        />
      </CardHead>
      <CardBody className="grow">
        <Drawing key={side} side={side} points={pointsOf(side, trend, figures)} figures={figures} />
      </CardBody>
      {side === "imported" && trend.recoveries.length > 0 && (
        <CardFoot className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
          <span className="text-ink-3">{t("recoveries")}</span>
          {trend.recoveries.slice(-SHOWN_RECOVERIES).map(({ runId, before, after }) => (
            <Link key={`${runId}-${after}`} href={`/coverage/recoveries/${runId}`} className="link">
              {t("recovery", { id: runId, before: pctText(before), after: pctText(after) })}
            </Link>
          ))}
        </CardFoot>
      )}
    </Card>
  );
}

/** Of the old ones the last point is how they stand now, not how last night found them. */
function pointsOf(side: "new" | "imported", trend: TrendDto, figures: CoverageDto): TrendPoint[] {
  const points = trend[side].flatMap((one) => {
    const pct = side === "new" ? one.certainPct : one.pct;
    return pct === null ? [] : [{ day: one.day, pct }];
  });
  if (side === "new" || figures.imported.pct === null) return points;
  const today = kstDate(new Date(figures.asOf));
  return [...points.filter(({ day }) => day !== today), { day: today, pct: figures.imported.pct }];
}

type DrawingProps = { side: "new" | "imported"; points: readonly TrendPoint[]; figures: CoverageDto };

function Drawing({ side, points, figures: { target, milestone } }: DrawingProps) {
  const t = useTranslations("coverage.trend");
  const locale = toLocale(useLocale());
  const last = points.at(-1);
  if (!last)
    return (
      <StateBlock icon={<ChartLine aria-hidden />} title={t("empty")} heading="h3" className="py-8">
        {t(side === "new" ? "emptyNew" : "emptyImported")}
      </StateBlock>
    );
  const low = points.reduce((least, one) => (one.pct < least.pct ? one : least), last);
  const day = formatDay(instantOf(parseDate(low.day) ?? 0), locale);
  const words = { days: DAYS, day, low: pctText(low.pct), last: pctText(last.pct) };
  return WIDTHS.map(({ width, className }) => (
    <div key={width} className={className}>
      <TrendChart
        points={points}
        width={width}
        label={t(side === "new" ? "tellNew" : "tellImported", words)}
        target={{ pct: target, label: t("target", { target }) }}
        milestone={{ pct: milestone, label: t("milestone", { milestone }) }}
        last={t("now", { pct: pctText(last.pct) })}
        lowest={low.pct < target ? t("lowest", { day, pct: pctText(low.pct) }) : null}
      />
    </div>
  ));
}
