"use client";
import { Check, Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./cn";
import type { SearchOption } from "./search-select";

const hay = (option: SearchOption) =>
  `${option.label} ${option.note ?? ""} ${option.keywords ?? ""}`.normalize("NFC").toLowerCase();

type ListProps = {
  label: string;
  options: readonly SearchOption[];
  value: string | null;
  emptyText: ReactNode;
  onChoose: (value: string) => void;
};

/** The list of a `SearchSelect` under its search box. */
export function SearchList({ label, options, value, emptyText, onChoose }: ListProps) {
  const t = useTranslations("common");
  const id = useId();
  const listRef = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState("");
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      options.findIndex((option) => option.value === value),
    ),
  );
  const words = asked.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  const found = options.filter((option) => words.every((word) => hay(option).includes(word)));
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), found.length - 1);
    setAt(next);
    listRef.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    if (event.key in steps) move(steps[event.key]!);
    else if (event.key === "Home" && event.ctrlKey) move(0);
    else if (event.key === "End" && event.ctrlKey) move(found.length - 1);
    else if (event.key === "Enter") {
      const option = found[at];
      if (option && !option.disabledReason) onChoose(option.value);
    } else return;
    event.preventDefault();
  };
  return (
    <div>
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search className="size-4 shrink-0 text-ink-3" aria-hidden />
        <input
          role="combobox"
          aria-label={t("searchIn", { what: label })}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
          value={asked}
          onChange={(event) => {
            setAsked(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={t("search")}
          autoComplete="off"
          className="h-10 w-full min-w-0 bg-transparent outline-none max-md:h-12 max-md:text-[16px]"
        />
      </div>
      <div
        ref={listRef}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        className={cn("max-h-72 overflow-y-auto p-1.5", found.length === 0 && "hidden")}
      >
        {found.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the search box, which keeps the focus
          <div
            key={option.value}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={option.value === value}
            aria-disabled={option.disabledReason ? true : undefined}
            onClick={() => !option.disabledReason && onChoose(option.value)}
            onMouseMove={() => setAt(i)}
            className={cn(
              "flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2.5 py-1 aria-disabled:text-ink-3 touch:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
              option.value === value ? "bg-accent-soft font-semibold text-accent-ink" : i === at && "bg-hover",
              i === at && option.value === value && "outline-1 outline-accent-line",
            )}
          >
            {option.icon}
            <span className="min-w-0 [overflow-wrap:anywhere]">{option.label}</span>
            <small className="ms-auto max-w-[45%] shrink-0 text-end font-normal text-ink-3 text-xs [overflow-wrap:anywhere]">
              {option.disabledReason ?? option.note}
            </small>
            {option.value === value && <Check aria-hidden />}
          </div>
        ))}
      </div>
      <p role="status" className={cn("px-3 text-ink-2", found.length === 0 ? "py-4" : "sr-only")}>
        {found.length === 0 ? emptyText : t("foundCount", { count: found.length })}
      </p>
    </div>
  );
}
