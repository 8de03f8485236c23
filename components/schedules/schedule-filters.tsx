"use client";
import { Bot, MessageCircle, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Chip, Chips } from "@/components/ui/chip";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/surface";
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

/** Typing is over after this long. */
const PAUSE_MS = 250;

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
      <Words value={filter.search} onChange={(search) => onChange({ search: search || null })} />
    </search>
  );
}

function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const t = useTranslations("schedules.filters");
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
      className="w-[232px] max-md:w-full"
    />
  );
}
