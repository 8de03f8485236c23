"use client";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "./cn";
import type { FieldWires } from "./field";
import { partOf } from "./load-part";
import { Popover } from "./popover";

export type SearchOption = {
  value: string;
  label: string;
  /** Grey words at the end: the branch of a room, the type of a bot. */
  note?: string;
  icon?: ReactNode;
  /** Other words it is found by. */
  keywords?: string;
  /** Why it can't be chosen; it stays visible. */
  disabledReason?: string;
};

type Props = Partial<FieldWires> & {
  /** Name of the list; the field's label names the button. */
  label: string;
  value: string | null;
  options: readonly SearchOption[];
  onChange: (value: string) => void;
  placeholder?: string;
  /** Said where nothing is found; the next step belongs here. */
  emptyText?: ReactNode;
  disabled?: boolean;
  onBlur?: () => void;
  className?: string;
};

const searchList = partOf(() => import("./search-list").then((module) => module.SearchList));

/** One of many: a button that opens a list with a search box. Whole keyboard: type, ↑ ↓, Home, End, Enter, Esc. */
export function SearchSelect({
  label,
  value,
  options,
  onChange,
  placeholder,
  emptyText,
  disabled = false,
  onBlur,
  className,
  // A button can't be required; the label and the error say so.
  "aria-required": _required,
  ...wires
}: Props) {
  const t = useTranslations("common");
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) onBlur?.();
      }}
      label={label}
      className="w-(--radix-popover-trigger-width) min-w-64 p-0"
      trigger={
        <button
          {...wires}
          type="button"
          disabled={disabled}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
            event.preventDefault();
            setOpen(true);
          }}
          className={cn(
            "flex h-[34px] w-full min-w-0 items-center gap-2 rounded-md border border-line-field bg-surface px-2.5 text-start focus-visible:border-focus focus-visible:-outline-offset-1 disabled:border-line-strong disabled:bg-sunken disabled:text-ink-3 aria-invalid:border-failed-mark max-md:h-[46px] max-md:text-[16px] [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3",
            className,
          )}
        >
          {chosen?.icon}
          <span className={cn("min-w-0 truncate", !chosen && "text-ink-3")}>
            {chosen?.label ?? placeholder ?? t("choose")}
          </span>
          {chosen?.note && <span className="max-w-[45%] shrink-0 truncate text-ink-3 text-sm">{chosen.note}</span>}
          <ChevronDown aria-hidden className="ms-auto" />
        </button>
      }
      body={searchList}
      given={{
        label,
        options,
        value,
        emptyText: emptyText ?? t("nothingFound"),
        onChoose: (next) => {
          onChange(next);
          setOpen(false);
        },
      }}
    />
  );
}
