"use client";
import { useTranslations } from "use-intl";
import { Status } from "@/components/ui/status";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { pctOf, pctText } from "@/lib/coverage/coverage";
import type { CoverageSide } from "@/lib/coverage/coverage-dto";

/**
 * Why two percentages of the old check can't be compared: between them it changed what it divided by (C-01, C-02). Said with the
 * figures on the page, so that they can be followed.
 */
export function WhyCard({ imported }: { imported: CoverageSide }) {
  const t = useTranslations("coverage.why");
  const { sentOrPartial: old, expected, recorded, missing, pct, byStatus } = imported;
  if (old.expected === 0) return null;
  const after = recorded + missing;
  const afterPct = pctText(pctOf(after, expected));
  const failed = byStatus.failed;
  const isOneList = old.expected === expected;
  const row = (name: "old" | "all" | "after", why: string, have: number, of: number) => (
    <Tr key={name}>
      <Td lead full className="md:py-2 md:whitespace-normal">
        <b className="block font-medium">{t(name)}</b>
        <span className="font-normal text-ink-2 text-xs">{why}</span>
      </Td>
      <Td num fit className="tabular-nums">
        {have.toLocaleString()} / {of.toLocaleString()}
        <b className="ms-2 md:hidden">{pctText(pctOf(have, of))}%</b>
      </Td>
      <Td num fit wideOnly className="font-semibold tabular-nums">
        {pctText(pctOf(have, of))}%
      </Td>
      <Td fit className="max-md:justify-self-end">
        {name === "old" ? (
          <Status kind={isOneList ? "skipped" : "blocked"}>{t(isOneList ? "right" : "wrong")}</Status>
        ) : (
          <Status kind="arrived">{t("right")}</Status>
        )}
      </Td>
    </Tr>
  );
  return (
    <Card aria-labelledby="why">
      <CardHead
        id="why"
        title={isOneList || missing === 0 ? t("titleSame") : t("title", { a: pctText(old.pct), b: afterPct })}
      />
      <CardBody className="grid gap-3 pb-3">
        <p className="max-w-[75ch] text-ink-2 text-sm">{t("lede")}</p>
      </CardBody>
      <Table label={t("titleSame")}>
        <thead>
          <tr>
            <Th>{t("columns.what")}</Th>
            <Th num>{t("columns.recorded")}</Th>
            <Th num>{t("columns.pct")}</Th>
            <Th>
              <span className="sr-only">{t("right")}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {row("old", t("oldWhy"), old.recorded, old.expected)}
          {failed && row("all", t("allWhy", { count: failed.messages, expected: failed.expected }), recorded, expected)}
          {missing > 0 && row("after", t("afterWhy", { expected }), after, expected)}
        </tbody>
      </Table>
      <CardBody className="border-line border-t">
        <p className="max-w-[75ch] text-ink-2 text-sm">
          {missing > 0
            ? t("text", { expected, before: pctText(pct), after: afterPct })
            : t("textWhole", { expected, pct: afterPct })}
        </p>
      </CardBody>
    </Card>
  );
}
