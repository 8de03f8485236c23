"use client";
import { MessageCircle, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type Choice, ChoiceChip } from "@/components/schedules/choice-chip";
import { OrgChip } from "@/components/schedules/org-chip";
import type { PickOrg } from "@/components/schedules/org-picks";
import { Chip, Chips } from "@/components/ui/chip";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/surface";
import { logKinds } from "@/db/enums";
import { isFiltered, type LogListFilter } from "./list-address";
import { PeriodChip } from "./period-chip";

export type LogChoices = { orgs: readonly PickOrg[]; rooms: readonly Choice[]; roomsCut: boolean };

type Props = {
  filter: LogListFilter;
  choices: LogChoices;
  now: Date;
  onChange: (part: Partial<LogListFilter>) => void;
  onClear: () => void;
};

/** Typing is over after this long. */
const PAUSE_MS = 250;

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
      </Chips>
      <Words value={filter.search} onChange={(search) => onChange({ search })} />
    </search>
  );
}

function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const t = useTranslations("logs.filters");
  const [words, setWords] = useState(value);
  const box = useRef<HTMLInputElement>(null);
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => setWords(value), [value]);
  useEffect(() => {
    if (words.trim() === value) return;
    const timer = setTimeout(() => change.current(words.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words, value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Input
      ref={box}
      type="search"
      aria-label={t("search")}
      placeholder={t("search")}
      lead={<Search aria-hidden />}
      unit={<Kbd className="max-md:hidden">/</Kbd>}
      value={words}
      maxLength={100}
      onChange={(event) => setWords(event.target.value)}
      className="w-[248px] max-md:w-full"
    />
  );
}
