"use client";
import { Bot, MessageCircle } from "lucide-react";
import { useTranslations } from "use-intl";
import { Chip, Chips } from "@/components/ui/chip";
import { SearchWords } from "@/components/ui/search-words";
import { scheduleStatuses, scheduleTypes } from "@/db/enums";
import { type Choice, ChoiceChip } from "./choice-chip";
import { filterNames, isFiltered, type ListFilter } from "./list-address";
import { OrgChip } from "./org-chip";
import type { PickOrg } from "./org-picks";

export type FilterChoices = {
  orgs: readonly PickOrg[];
  rooms: readonly Choice[];
  bots: readonly Choice[];
  roomsCut: boolean;
};

type Props = {
  filter: ListFilter;
  choices: FilterChoices;
  onChange: (values: Partial<Record<keyof ListFilter, string | null>>) => void;
};

export function ScheduleFilters({ filter, choices, onChange }: Props) {
  const t = useTranslations("schedules.filters");
  const set = (name: keyof ListFilter) => (chosen: readonly (string | number)[]) =>
    onChange({ [name]: chosen.join(",") || null });
  return (
    <search aria-label={t("label")} className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Chips label={t("label")} className="grow">
        <ChoiceChip
          single
          name={t("room")}
          icon={<MessageCircle aria-hidden />}
          options={choices.rooms}
          chosen={filter.roomId ? [String(filter.roomId)] : []}
          onChange={set("roomId")}
          foot={choices.roomsCut ? t("tooMany", { count: choices.rooms.length }) : undefined}
        />
        {choices.bots.length > 1 && (
          <ChoiceChip
            single
            name={t("bot")}
            icon={<Bot aria-hidden />}
            options={choices.bots}
            chosen={filter.botId ? [String(filter.botId)] : []}
            onChange={set("botId")}
          />
        )}
        <ChoiceChip
          name={t("repeat")}
          options={scheduleTypes.map((value) => ({ value, label: t(`types.${value}`) }))}
          chosen={filter.scheduleType}
          onChange={set("scheduleType")}
        />
        <ChoiceChip
          name={t("status")}
          options={scheduleStatuses.map((value) => ({ value, label: t(`states.${value}`) }))}
          chosen={filter.status}
          onChange={set("status")}
        />
        {choices.orgs.length > 1 && <OrgChip orgs={choices.orgs} picks={filter.orgId} onChange={set("orgId")} />}
        {isFiltered(filter) && (
          <Chip
            dashed
            end="remove"
            onClick={() => onChange(Object.fromEntries(filterNames.map((name) => [name, null])))}
          >
            {t("clear")}
          </Chip>
        )}
      </Chips>
      <SearchWords
        label={t("search")}
        value={filter.search}
        onChange={(search) => onChange({ search: search || null })}
      />
    </search>
  );
}
