"use client";
import { useTranslations } from "use-intl";
import { ChoiceChip } from "@/components/schedules/choice-chip";
import { OrgChip } from "@/components/schedules/org-chip";
import type { PickOrg } from "@/components/schedules/org-picks";
import { Chip, Chips } from "@/components/ui/chip";
import { messageModes, messageStatuses } from "@/db/enums";
import { type CoverageAddress, isNarrowed } from "./coverage-address";
import { PeriodChip } from "./period-chip";

type Props = {
  filter: CoverageAddress;
  orgs: readonly PickOrg[];
  now: Date;
  onChange: (part: Partial<CoverageAddress>) => void;
};

const NONE = { orgId: null, period: null, from: null, to: null, mode: null, status: null } as const;
const STATUSES = messageStatuses.filter((status) => status !== "draft");

/** What narrows every figure of the screen, and its list with them. */
export function CoverageFilters({ filter, orgs, now, onChange }: Props) {
  const t = useTranslations("coverage.filters");
  const m = useTranslations("messages");
  return (
    <search aria-label={t("label")}>
      <Chips label={t("label")}>
        <PeriodChip filter={filter} now={now} onChange={onChange} />
        {orgs.length > 1 && (
          <OrgChip
            orgs={orgs}
            picks={filter.orgId === null ? [] : [filter.orgId]}
            onChange={(picks) => onChange({ orgId: picks.at(-1) ?? null })}
          />
        )}
        <ChoiceChip
          single
          name={t("mode")}
          options={messageModes.map((value) => ({ value, label: m(`modes.${value}`) }))}
          chosen={filter.mode ? [filter.mode] : []}
          onChange={([mode]) => onChange({ mode: messageModes.find((one) => one === mode) ?? null })}
        />
        <ChoiceChip
          single
          name={t("status")}
          options={STATUSES.map((value) => ({ value, label: m(`looks.${value}`) }))}
          chosen={filter.status ? [filter.status] : []}
          onChange={([status]) => onChange({ status: STATUSES.find((one) => one === status) ?? null })}
        />
        {isNarrowed(filter) && (
          <Chip dashed end="remove" onClick={() => onChange(NONE)}>
            {t("clear")}
          </Chip>
        )}
      </Chips>
    </search>
  );
}
