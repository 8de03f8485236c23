"use client";
import { ArrowDownAZ, List, Network } from "lucide-react";
import { useTranslations } from "use-intl";
import { type Choice, ChoiceChip } from "@/components/schedules/choice-chip";
import { Chip, Chips } from "@/components/ui/chip";
import { SearchWords } from "@/components/ui/search-words";
import { type CustomerListFilter, consentChoices, isFiltered, noFilter } from "./list-address";

export type CustomerChoices = { orgs: readonly Choice[]; lists: readonly Choice[] };
type Props = {
  filter: CustomerListFilter;
  choices: CustomerChoices;
  onChange: (part: Partial<CustomerListFilter>) => void;
};

const one = (id: number | null) => (id ? [String(id)] : []);

export function CustomerFilters({ filter, choices, onChange }: Props) {
  const t = useTranslations("customers.filters");
  const c = useTranslations("customers.columns");
  return (
    <search aria-label={t("label")} className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <SearchWords label={t("search")} value={filter.q} onChange={(q) => onChange({ q })} />
      <Chips label={t("label")} className="grow">
        {choices.orgs.length > 1 && (
          <ChoiceChip
            single
            name={c("org")}
            icon={<Network aria-hidden />}
            options={choices.orgs}
            chosen={one(filter.orgId)}
            onChange={([id]) => onChange({ orgId: id ? Number(id) : null })}
          />
        )}
        <ChoiceChip
          single
          name={t("consent")}
          options={consentChoices.map((value) => ({ value, label: t(`consents.${value}`) }))}
          chosen={filter.consent ? [filter.consent] : []}
          onChange={([value]) => onChange({ consent: consentChoices.find((choice) => choice === value) ?? null })}
        />
        {choices.lists.length > 0 && (
          <ChoiceChip
            single
            name={t("list")}
            icon={<List aria-hidden />}
            options={choices.lists}
            chosen={one(filter.listId)}
            onChange={([id]) => onChange({ listId: id ? Number(id) : null })}
          />
        )}
        <Chip
          icon={<ArrowDownAZ aria-hidden />}
          value={t(`sorts.${filter.sort}`)}
          onClick={() => onChange({ sort: filter.sort === "name" ? "updated" : "name" })}
        >
          {t("sort")}
        </Chip>
        {isFiltered(filter) && (
          <Chip dashed end="remove" onClick={() => onChange({ ...noFilter, sort: filter.sort })}>
            {t("clear")}
          </Chip>
        )}
      </Chips>
    </search>
  );
}
