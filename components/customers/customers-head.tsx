"use client";
import { Download, FileUp, Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { PageHeader } from "@/components/ui/page-header";
import type { CustomerCounts } from "@/lib/customers/count-queries";
import { apiFilter, type CustomerListFilter } from "./list-address";

type Props = { counts: CustomerCounts; filter: CustomerListFilter; mayWrite: boolean };

/** How many there are, whom a message reaches, and why not the others. */
export function CustomersHead({ counts, filter, mayWrite }: Props) {
  const t = useTranslations("customers");
  const { all, isMore, reachable, optedOut, withoutPhone, consentOver, adConsent } = counts;
  const why = [
    optedOut > 0 && t("head.optedOut", { count: optedOut }),
    withoutPhone > 0 && t("head.withoutPhone", { count: withoutPhone }),
    consentOver > 0 && t("head.consentOver", { count: consentOver }),
  ].filter(Boolean);
  const fileOf = (format: "csv" | "xlsx") => {
    const entries = Object.entries({ ...apiFilter(filter), format });
    return `/api/customers/export?${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, String(value)]))}`;
  };
  const take = (format: "csv" | "xlsx") => () => window.location.assign(fileOf(format));
  return (
    <PageHeader
      title={
        isMore
          ? t("head.many", { all })
          : all === 0
            ? t("head.none")
            : reachable === all
              ? t("head.all", { all })
              : t("head.title", { all, reachable })
      }
      lede={
        isMore
          ? t("head.manyWhy")
          : all === 0
            ? t("head.noneWhy")
            : why.length > 0
              ? why.join(" ")
              : t("head.fine", { count: adConsent })
      }
      actions={
        <>
          {all > 0 && (
            <Menu
              label={t("actions.export")}
              align="end"
              items={[
                { id: "csv", label: t("actions.csv"), onSelect: take("csv") },
                { id: "xlsx", label: t("actions.xlsx"), onSelect: take("xlsx") },
              ]}
            >
              <Button>
                <Download aria-hidden />
                {t("actions.export")}
              </Button>
            </Menu>
          )}
          {mayWrite && (
            <>
              <ButtonLink href="/customers/import">
                <FileUp aria-hidden />
                {t("actions.import")}
              </ButtonLink>
              <ButtonLink variant="primary" href="/customers/new">
                <Plus aria-hidden />
                {t("actions.add")}
              </ButtonLink>
            </>
          )}
        </>
      }
    />
  );
}
