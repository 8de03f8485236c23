import type { ReactNode } from "react";
import { cn } from "./cn";

/** `hatched` deferred, `outline` still to come or not proven, `restorable` missing and known. */
export type BarLook = "hatched" | "outline" | "restorable";

export type BarPart = {
  /** Its words, for the description and the legend. */
  label: string;
  value: number;
  /** An `is-…` class; it gives the colour. */
  family: string;
  look?: BarLook;
};

const fillOf = ({ look }: BarPart) =>
  look === "hatched"
    ? "hatched"
    : look === "restorable"
      ? "restorable"
      : look === "outline"
        ? "bg-(--c-surface) shadow-[inset_0_0_0_1px_var(--c-mark)]"
        : "bg-(--c-mark)";

type Props = { label: string; parts: readonly BarPart[]; tall?: boolean; className?: string };

/** Parts of a whole, to scale. */
export function StackedBar({ label, parts, tall = false, className }: Props) {
  return (
    <div
      role="img"
      aria-label={`${label}: ${parts.map((part) => `${part.label} ${part.value.toLocaleString()}`).join(", ")}`}
      className={cn(
        "flex gap-[1.5px] overflow-hidden bg-sunken",
        tall ? "h-3.5 rounded-[5px]" : "h-2 rounded-[4px]",
        className,
      )}
    >
      {parts
        .filter((part) => part.value > 0)
        .map((part) => (
          <i
            key={part.label}
            className={cn("block min-w-[3px]", part.family, fillOf(part))}
            style={{ flexGrow: part.value, flexBasis: 0 }}
          />
        ))}
    </div>
  );
}

type LegendItem = { label: ReactNode; family: string; look?: BarLook };

/** What the colours of a drawing mean, in words. */
export function Legend({ items, className }: { items: readonly LegendItem[]; className?: string }) {
  return (
    <ul className={cn("flex flex-wrap gap-x-3.5 gap-y-1 text-ink-2 text-xs", className)}>
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a legend never changes its order
        <li key={i} className={cn("inline-flex items-center gap-1.5", item.family)}>
          <i
            aria-hidden
            className={cn(
              "size-2.5 rounded-[3px]",
              item.look === "hatched" || item.look === "restorable"
                ? item.look
                : item.look === "outline"
                  ? "border-[1.5px] border-(--c-mark) bg-surface"
                  : "bg-(--c-mark)",
            )}
          />
          {item.label}
        </li>
      ))}
    </ul>
  );
}
