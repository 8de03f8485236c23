"use client";
import { useTranslations } from "use-intl";
import { Legend, StackedBar } from "@/components/ui/stacked-bar";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import type { TotalsDto } from "@/lib/image-sync/run-dto";

const KINDS = [
  { key: "ghostOnly", family: "is-failed" },
  { key: "duplicateOnly", family: "is-deferred" },
  { key: "both", family: "is-unknown" },
  { key: "other", family: "is-skipped" },
] as const;

/** Customers with findings by what they have (S4-50). */
export function SplitCard({ totals }: { totals: TotalsDto }) {
  const t = useTranslations("imageSync.split");
  const parts = KINDS.filter(({ key }) => key !== "other" || totals.split.other > 0).map(({ key, family }) => ({
    label: t(key),
    value: totals.split[key],
    family,
  }));
  return (
    <Card aria-labelledby="split">
      <CardHead id="split" title={t("title")} note={t("note", { count: totals.problemCustomers })} />
      <CardBody className="grid gap-3">
        <StackedBar tall label={t("title")} parts={parts} />
        <Legend
          items={parts.map(({ label, value, family }) => ({
            family,
            label: (
              <>
                {label} <b className="font-medium text-ink tabular-nums">{t("people", { count: value })}</b>
              </>
            ),
          }))}
        />
      </CardBody>
    </Card>
  );
}
