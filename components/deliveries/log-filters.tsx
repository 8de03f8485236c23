"use client";
import { MessageCircle } from "lucide-react";
import { useTranslations } from "use-intl";
import { type Choice, ChoiceChip } from "@/components/schedules/choice-chip";
import { OrgChip } from "@/components/schedules/org-chip";
import type { PickOrg } from "@/components/schedules/org-picks";
import { Chip, Chips } from "@/components/ui/chip";
import { SearchWords } from "@/components/ui/search-words";
import { SavedViews } from "@/components/views/saved-views";
import { logKinds } from "@/db/enums";
import { addressOf, isFiltered, type LogListFilter } from "./list-address";
import { PeriodChip } from "./period-chip";

export type LogChoices = { orgs: readonly PickOrg[]; rooms: readonly Choice[]; roomsCut: boolean };

type Props = {
  filter: LogListFilter;
  choices: LogChoices;
  now: Date;
  onChange: (part: Partial<LogListFilter>) => void;
  onClear: () => void;
};

export function LogFilters({ filter, choices, now, onChange, onClear }: Props) {
  const t = useTranslations("logs");
  return (
    <search aria-label={t("filters.label")} className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Chips label={t("filters.label")} className="grow">
        <PeriodChip filter={filter} now={now} onChange={onChange} />
        {choices.orgs.length > 1 && (
          <OrgChip orgs={choices.orgs} picks={filter.orgId} onChange={(orgId) => onChange({ orgId })} />
        )}
        <ChoiceChip
          single
          name={t("filters.room")}
          icon={<MessageCircle aria-hidden />}
          options={choices.rooms}
          chosen={filter.roomId ? [String(filter.roomId)] : []}
          onChange={([id]) => onChange({ roomId: id ? Number(id) : null })}
          foot={choices.roomsCut ? t("filters.tooMany", { count: choices.rooms.length }) : undefined}
        />
        <ChoiceChip
          single
          name={t("filters.kind")}
          options={logKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          chosen={filter.kind ? [filter.kind] : []}
          onChange={([kind]) => onChange({ kind: logKinds.find((one) => one === kind) ?? null })}
        />
        {isFiltered(filter) && (
          <Chip dashed end="remove" onClick={onClear}>
            {t("filters.clear")}
          </Chip>
        )}
        <SavedViews page="logs" address={addressOf(filter)} />
      </Chips>
      <SearchWords label={t("filters.search")} value={filter.search} onChange={(search) => onChange({ search })} />
    </search>
  );
}
