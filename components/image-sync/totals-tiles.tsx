"use client";
import { useTranslations } from "use-intl";
import { StatTiles } from "@/components/ui/stat-tiles";
import type { TotalsDto } from "@/lib/image-sync/run-dto";
import { reviewAddressOf } from "./review/review-address";

/** The panel of a scan (S4-48): each figure with what it is part of; it leads to what it counts. */
export function TotalsTiles({ totals, runId }: { totals: TotalsDto; runId: number }) {
  const t = useTranslations("imageSync.tiles");
  const { customers, problemCustomers, problemPct, rows, valid, ghost, duplicate } = totals;
  return (
    <StatTiles
      label={t("label")}
      tiles={[
        {
          label: t("problem"),
          value: problemCustomers.toLocaleString(),
          unit: t("people"),
          note: t("problemNote", { customers, pct: problemPct ?? 0 }),
        },
        { label: t("valid"), value: valid.toLocaleString(), unit: t("pictures"), note: t("validNote", { rows }) },
        {
          label: t("ghost"),
          value: ghost.toLocaleString(),
          unit: t("pictures"),
          note: t(ghost > 0 ? "ghostNote" : "ghostNone"),
          ...(ghost > 0 && { href: reviewAddressOf(runId, { view: "all", verdict: "ghost" }) }),
        },
        {
          label: t("duplicate"),
          value: duplicate.toLocaleString(),
          unit: t("pictures"),
          note: t(duplicate > 0 ? "duplicateNote" : "duplicateNone"),
          ...(duplicate > 0 && { href: reviewAddressOf(runId, { view: "all" }) }),
        },
      ]}
    />
  );
}
