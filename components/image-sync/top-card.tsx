"use client";
import { useTranslations } from "use-intl";
import { StackedBar } from "@/components/ui/stacked-bar";
import { Card, CardHead } from "@/components/ui/surface";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import type { TopCustomerDto } from "@/lib/image-sync/run-dto";
import { reviewAddressOf } from "./review/review-address";

/** The customers with most findings (S4-49); each leads to theirs. */
export function TopCard({ top, runId }: { top: readonly TopCustomerDto[]; runId: number }) {
  const t = useTranslations("imageSync.top");
  const most = Math.max(1, ...top.map(({ total }) => total));
  return (
    <Card aria-labelledby="top">
      <CardHead id="top" title={t("title", { count: top.length })} note={t("note")} />
      {top.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-2 text-sm">{t("none")}</p>
      ) : (
        <Table label={t("title", { count: top.length })}>
          <thead>
            <tr>
              <Th>{t("name")}</Th>
              <Th>{t("code")}</Th>
              <Th num>{t("ghost")}</Th>
              <Th num>{t("duplicate")}</Th>
              <Th num>{t("total")}</Th>
              <Th className="max-lg:hidden">
                <span className="sr-only">{t("share")}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {top.map(({ customerId, code, name, ghost, duplicate, total }) => (
              <Tr key={customerId}>
                <Td lead className="max-w-40 truncate">
                  <RowLink href={reviewAddressOf(runId, { view: "all", customer: code })}>{name || code}</RowLink>
                </Td>
                <Td full className="text-ink-2 tabular-nums">
                  {code}
                </Td>
                <Td num fit label={t("ghost")} className="tabular-nums">
                  {ghost.toLocaleString()}
                </Td>
                <Td num fit label={t("duplicate")} className="tabular-nums">
                  {duplicate.toLocaleString()}
                </Td>
                <Td num fit toggle className="font-semibold tabular-nums">
                  {total.toLocaleString()}
                </Td>
                <Td wideOnly className="w-2/5 max-lg:hidden">
                  <StackedBar
                    label={t("share")}
                    parts={[
                      { label: t("ghost"), value: ghost, family: "is-failed" },
                      { label: t("duplicate"), value: duplicate, family: "is-deferred" },
                      { label: t("other"), value: total - ghost - duplicate, family: "is-skipped" },
                      { label: t("rest"), value: most - total, family: "opacity-0" },
                    ]}
                  />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
