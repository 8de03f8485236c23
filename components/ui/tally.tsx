"use client";
import { cn } from "./cn";
import { Status } from "./status";
import type { StatusKind } from "./status-icon";

export type TallyItem<T extends string> = {
  value: T;
  kind: StatusKind;
  label: string /** null while nobody knows. */;
  count: number | null;
};
type Props<T extends string> = {
  label: string;
  items: readonly TallyItem<T>[];
  /** The one in force; pressing it again gives it up. */
  value: T | null;
  onChange: (value: T | null) => void;
  className?: string;
};

/** The status filter that carries its counts; at most one per page, zero stays visible. */
export function Tally<T extends string>({ label, items, value, onChange, className }: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be a wrapping flex line in every browser
    <div
      role="group"
      aria-label={label}
      className={cn(
        "flex flex-wrap gap-px overflow-hidden rounded-md border border-line bg-surface text-sm max-md:grid max-md:grid-cols-2",
        className,
      )}
    >
      {items.map((item) => (
        <button
          key={item.value}
          type="button"
          aria-pressed={item.value === value}
          onClick={() => onChange(item.value === value ? null : item.value)}
          className="flex grow items-center gap-2 whitespace-nowrap bg-surface px-3.5 py-2 shadow-[0_0_0_1px_var(--line)] hover:bg-hover focus-visible:-outline-offset-2 aria-pressed:bg-accent-soft aria-pressed:shadow-[0_0_0_1px_var(--line),inset_0_-2px_var(--accent)] touch:min-h-11"
        >
          <Status kind={item.kind}>{item.label}</Status>
          <b className={cn("ms-auto", !item.count && "font-normal text-ink-3")}>
            {item.count?.toLocaleString() ?? "–"}
          </b>
        </button>
      ))}
    </div>
  );
}
