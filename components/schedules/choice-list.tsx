"use client";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import type { Choice } from "./choice-chip";

type Props = {
  name: string;
  options: readonly Choice[];
  chosen: readonly string[];
  single: boolean;
  onChange: (chosen: string[]) => void;
  foot: string | undefined;
};

/** So many fit without a search box. */
const FEW = 8;

/** What `ChoiceChip` opens. */
export function ChoiceList({ name, options, chosen, single, onChange, foot }: Props) {
  const t = useTranslations("schedules.filters");
  const c = useTranslations("common");
  const [asked, setAsked] = useState("");
  const listId = useId();
  const words = asked.normalize("NFC").toLowerCase();
  const found = options.filter((one) => `${one.label} ${one.note ?? ""}`.toLowerCase().includes(words));
  const turn = (one: string, on: boolean) => {
    if (single) onChange(on ? [one] : []);
    else onChange(options.map((option) => option.value).filter((v) => (v === one ? on : chosen.includes(v))));
  };
  return (
    <>
      {options.length > FEW && (
        <input
          type="search"
          aria-label={c("searchIn", { what: name })}
          aria-controls={listId}
          placeholder={c("search")}
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
          className="mb-1.5 h-[34px] w-full rounded-md border border-line-field bg-surface px-2.5 max-md:h-11 max-md:text-[16px]"
        />
      )}
      <ul id={listId} className="max-h-72 overflow-y-auto">
        {found.map((option) => (
          <li key={option.value} className="rounded-sm px-1.5 hover:bg-hover">
            <Checkbox
              className="flex min-h-8 w-full cursor-pointer"
              checked={chosen.includes(option.value)}
              onChange={(event) => turn(option.value, event.target.checked)}
              label={
                <span className="flex gap-2">
                  {option.label}
                  {option.note && <small className="text-ink-3 text-xs">{option.note}</small>}
                </span>
              }
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="px-1.5 py-2 text-ink-2">{c("nothingFound")}</p>}
      {foot && <p className="mt-1.5 border-line border-t px-1.5 pt-2 text-ink-3 text-xs">{foot}</p>}
      {chosen.length > 0 && (
        <button
          type="button"
          onClick={() => onChange([])}
          className="mt-1.5 h-8 w-full rounded-sm px-1.5 text-start text-accent-ink hover:bg-hover touch:h-11"
        >
          {t("everything")}
        </button>
      )}
    </>
  );
}
