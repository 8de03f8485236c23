"use client";
import { Lock } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type RadioOption<T extends string> = {
  value: T;
  label: ReactNode;
  /** A second line: what choosing it means. */
  note?: ReactNode;
  /** Why it can't be chosen; it stays visible. */
  disabledReason?: ReactNode;
};

type Props<T extends string> = {
  /** Name of the group; leave it out inside a `FieldGroup`, which has one. */
  label?: string;
  value: T | null;
  options: readonly RadioOption<T>[];
  onChange: (value: T) => void;
  /** Framed choices with room for a second line, instead of plain radio buttons. */
  cards?: boolean;
  /** Cards side by side. */
  columns?: 1 | 2;
  disabled?: boolean;
  className?: string;
};

/** One of a few, all in sight. */
export function RadioGroup<T extends string>({
  label,
  value,
  options,
  onChange,
  cards = false,
  columns = 1,
  disabled = false,
  className,
}: Props<T>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cn(
        cards ? cn("grid", columns === 2 ? "gap-2 md:grid-cols-2" : "gap-1.5") : "flex flex-wrap gap-x-3.5 gap-y-1.5",
        className,
      )}
    >
      {options.map((option) => {
        const off = option.disabledReason !== undefined;
        return (
          <label
            key={option.value}
            className={cn(
              "relative flex min-w-0 has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
              cards
                ? "items-start gap-2.5 rounded-md border border-line-strong px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft has-checked:shadow-[inset_0_0_0_1px_var(--accent)] has-disabled:border-line has-disabled:bg-sunken has-disabled:text-ink-2"
                : "items-center gap-2 rounded-sm touch:min-h-11 has-disabled:text-ink-3",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={disabled || off}
              onChange={() => onChange(option.value)}
              className="peer absolute inset-0 size-full cursor-[inherit] opacity-0"
            />
            {off ? (
              <Lock aria-hidden className={cn("size-4 shrink-0 text-ink-3", cards && "mt-[3px]")} />
            ) : (
              <span
                aria-hidden
                className={cn(
                  "size-4 shrink-0 rounded-full border-[1.5px] border-line-field bg-surface peer-checked:border-5 peer-checked:border-accent peer-disabled:border-line-strong",
                  cards && "mt-[3px]",
                )}
              />
            )}
            <span className="min-w-0">
              <span className={off ? "font-medium" : cards ? "font-semibold" : undefined}>{option.label}</span>
              {(option.disabledReason ?? option.note) && (
                <small className="block text-ink-2 text-xs">{option.disabledReason ?? option.note}</small>
              )}
            </span>
          </label>
        );
      })}
    </div>
  );
}
