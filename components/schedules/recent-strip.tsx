"use client";
import { useTranslations } from "use-intl";
import { ResultStrip, type StripResult } from "@/components/ui/result-strip";
import type { ResultLook } from "@/lib/schedules/recent-results";

/** A strip draws what arrived in part like what failed in part: shorter, in the hue of what needs a look. */
const DRAWN: Record<ResultLook, StripResult> = {
  arrived: "arrived",
  late: "late",
  partial: "failed",
  unknown: "unknown",
  failed: "failed",
  missed: "missed",
  skipped: "skipped",
};

const ORDER: readonly ResultLook[] = ["arrived", "late", "partial", "unknown", "failed", "missed", "skipped"];

/** How the last occurrences went, drawn and in words. */
export function RecentStrip({ looks }: { looks: readonly ResultLook[] }) {
  const t = useTranslations("schedules.results");
  if (looks.length === 0) return <span className="text-ink-3">{t("none")}</span>;
  const parts = ORDER.flatMap((look) => {
    const count = looks.filter((one) => one === look).length;
    return count > 0 ? t("part", { look: t(`looks.${look}`), count }) : [];
  }).join(", ");
  return <ResultStrip results={looks.map((look) => DRAWN[look])} label={t("label", { count: looks.length, parts })} />;
}

/** What the strip's colours mean. */
export function StripLegend() {
  const t = useTranslations("schedules.results.looks");
  const items = [
    ["arrived", "bg-arrived-mark"],
    ["late", "bg-deferred-mark"],
    ["unknown", "border-[1.5px] border-unknown-mark"],
    ["failed", "bg-failed-mark"],
    ["skipped", "bg-skipped-mark"],
  ] as const;
  return (
    <ul className="flex flex-wrap gap-x-3.5 gap-y-1 text-ink-2 text-xs">
      {items.map(([look, swatch]) => (
        <li key={look} className="inline-flex items-center gap-1.5">
          <i aria-hidden className={`size-2.5 rounded-[3px] ${swatch}`} />
          {t(look)}
        </li>
      ))}
    </ul>
  );
}
