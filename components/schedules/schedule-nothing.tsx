"use client";
import { CalendarPlus, Check, SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { isFiltered, type ListFilter } from "./list-address";

type Props = { filter: ListFilter; mayWrite: boolean; onClear: () => void };

/** An empty list, and the next step from here. */
export function ScheduleNothing({ filter, mayWrite, onClear }: Props) {
  const t = useTranslations("schedules");
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
  if (filter.view !== "all")
    return (
      <StateBlock icon={<Check />} title={t(`nothing.${filter.view}`)}>
        {t(`nothing.${filter.view}Text`)}
      </StateBlock>
    );
  return (
    <StateBlock
      icon={<CalendarPlus />}
      title={t("empty.title")}
      action={mayWrite && <ButtonLink href="/schedules/new">{t("newSchedule")}</ButtonLink>}
    >
      {mayWrite ? t("empty.text") : t("empty.viewer")}
    </StateBlock>
  );
}
