"use client";
import { useTranslations } from "use-intl";
import { OrgChip } from "@/components/schedules/org-chip";
import type { PickOrg } from "@/components/schedules/org-picks";
import { Chip, Chips } from "@/components/ui/chip";
import { SearchWords } from "@/components/ui/search-words";
import { SavedViews } from "@/components/views/saved-views";
import { PeriodChip } from "./period-chip";
import { type PhoneLogFilter, roomFilterOf } from "./phone-address";

type Props = {
  filter: PhoneLogFilter;
  orgs: readonly PickOrg[];
  now: Date;
  /** Says what can be searched for. */
  search: string;
  address: string;
  isFiltered: boolean;
  onChange: (part: Partial<PhoneLogFilter>) => void;
  onClear: () => void;
};

/** Period, place and words: what the phones' part of the ledger and the list of both are narrowed by. */
export function PhoneFilters({ filter, orgs, now, search, address, isFiltered, onChange, onClear }: Props) {
  const t = useTranslations("logs");
  return (
    <search aria-label={t("filters.label")} className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Chips label={t("filters.label")} className="grow">
        <PeriodChip filter={roomFilterOf(filter)} now={now} onChange={onChange} />
        {orgs.length > 1 && (
          <OrgChip
            orgs={orgs}
            picks={filter.orgId === null ? [] : [filter.orgId]}
            onChange={(picks) => onChange({ orgId: picks.at(-1) ?? null })}
          />
        )}
        {isFiltered && (
          <Chip dashed end="remove" onClick={onClear}>
            {t("filters.clear")}
          </Chip>
        )}
        <SavedViews page="logs" address={address} />
      </Chips>
      <SearchWords label={search} value={filter.search} onChange={(words) => onChange({ search: words })} />
    </search>
  );
}
