"use client";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Input } from "@/components/ui/input";
import { Segment } from "@/components/ui/segment";
import { Select } from "@/components/ui/select";
import type { BotDto } from "@/lib/rooms/bot-queries";
import type { OrgChoice } from "@/lib/rooms/org-choices";
import type { RoomFilterValues } from "./room-filter";

type Props = {
  filter: RoomFilterValues;
  orgs: readonly OrgChoice[];
  bots: readonly BotDto[];
  onChange: (values: Partial<Record<keyof RoomFilterValues, string | null>>) => void;
};
/** Typing is over after this long. */
const PAUSE_MS = 250;

export function RoomFilters({ filter, orgs, bots, onChange }: Props) {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  const [words, setWords] = useState(filter.q);
  useEffect(() => setWords(filter.q), [filter.q]);
  useEffect(() => {
    if (words.trim() === filter.q) return;
    const timer = setTimeout(() => onChange({ q: words.trim() || null }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words, filter.q, onChange]);
  return (
    <search
      aria-label={t("filters.label")}
      className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5 max-md:grid max-md:grid-cols-2"
    >
      <Input
        type="search"
        aria-label={t("filters.search")}
        placeholder={t("filters.search")}
        lead={<Search aria-hidden />}
        value={words}
        maxLength={100}
        onChange={(event) => setWords(event.target.value)}
        className="min-w-48 flex-1 max-md:col-span-2"
      />
      {orgs.length > 1 && (
        <Select
          aria-label={t("filters.org")}
          value={filter.org}
          onChange={(event) => onChange({ org: event.target.value || null })}
          className="w-auto max-w-44 max-md:w-full max-md:max-w-none"
        >
          <option value="">{t("filters.allOrgs")}</option>
          <OrgOptions orgs={orgs} />
        </Select>
      )}
      {bots.length > 1 && (
        <Select
          aria-label={t("filters.bot")}
          value={filter.bot}
          onChange={(event) => onChange({ bot: event.target.value || null })}
          className="w-auto max-w-36 max-md:w-full max-md:max-w-none"
        >
          <option value="">{t("filters.allBots")}</option>
          {bots.map((bot) => (
            <option key={bot.id} value={bot.id}>
              {bot.botName}
            </option>
          ))}
        </Select>
      )}
      <Segment
        label={t("filters.type")}
        value={filter.type}
        options={[
          { value: "", label: c("all") },
          { value: "production", label: t("types.production") },
          { value: "test", label: t("types.test") },
        ]}
        onChange={(type) => onChange({ type: type || null })}
        className="max-md:col-span-2"
      />
      <Select
        aria-label={t("filters.status")}
        value={filter.status}
        onChange={(event) => onChange({ status: event.target.value || null })}
        className="w-auto max-md:col-span-2 max-md:w-full"
      >
        <option value="">{t("filters.allStates")}</option>
        <option value="active">{t("states.active")}</option>
        <option value="inactive">{t("states.inactive")}</option>
      </Select>
    </search>
  );
}

/** Organisations as the tree they are: one step in per level. */
export function OrgOptions({ orgs }: { orgs: readonly OrgChoice[] }) {
  const c = useTranslations("common");
  return orgs.map((org) => (
    <option key={org.id} value={org.id}>
      {"\u00a0\u00a0".repeat(org.depth)}
      {org.name} · {c(`levels.${org.level}`)}
    </option>
  ));
}
