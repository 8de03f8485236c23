"use client";
import { Check, Inbox, SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { isFiltered, type LogListFilter, viewOf } from "./list-address";

type Props = { filter: LogListFilter; mayWrite: boolean; onClear: () => void };

/** An empty ledger, and the next step from here. */
export function LogsNothing({ filter, mayWrite, onClear }: Props) {
  const t = useTranslations("logs");
  if (isFiltered(filter))
    return (
      <StateBlock
        icon={<SearchX />}
        title={t("nothing.title")}
        action={<Button onClick={onClear}>{t("filters.clear")}</Button>}
      >
        {t("nothing.text")}
      </StateBlock>
    );
  const view = viewOf(filter);
  if (view === "ask")
    return (
      <StateBlock icon={<Check />} title={t("nothing.calmTitle")}>
        {t("nothing.calmText")}
      </StateBlock>
    );
  if (view === "notSent")
    return (
      <StateBlock icon={<Check />} title={t("nothing.sentTitle")}>
        {t("nothing.sentText")}
      </StateBlock>
    );
  return (
    <StateBlock
      icon={<Inbox />}
      title={t("nothing.emptyTitle")}
      action={mayWrite && <ButtonLink href="/schedules/new">{t("nothing.newSchedule")}</ButtonLink>}
    >
      {t("nothing.emptyText")}
    </StateBlock>
  );
}
