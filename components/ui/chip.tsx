import { ChevronDown, X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

type Props = ComponentProps<"button"> & {
  icon?: ReactNode;
  /** What is chosen, in bold after the words. */
  value?: ReactNode;
  /** In force. */
  on?: boolean;
  /** What pressing it does: opens a list, takes the filter away, or neither. */
  end?: "open" | "remove";
  /** Dashed: adds one. */
  dashed?: boolean;
};

/** A filter one can press. As the trigger of a `Popover` or `Menu` it says itself whether it is open. */
export function Chip({
  icon,
  value,
  on = false,
  end,
  dashed = false,
  className,
  children,
  type = "button",
  ...rest
}: Props) {
  return (
    <button
      {...rest}
      type={type}
      className={cn(
        "relative inline-flex h-[30px] shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full border px-[11px] font-medium text-sm touch:h-9 touch:after:absolute touch:after:-inset-y-[5px] touch:after:inset-x-0 [&_svg]:size-3.5",
        on
          ? "border-accent-line bg-accent-soft text-accent-ink"
          : "border-line-strong bg-surface text-ink-2 hover:bg-hover [&_b]:text-ink [&_svg]:text-ink-3",
        dashed && "border-dashed",
        className,
      )}
    >
      {icon}
      {children}
      {value && <b>{value}</b>}
      {end === "open" && <ChevronDown aria-hidden />}
      {end === "remove" && <X aria-hidden />}
    </button>
  );
}

/** Filters in a line; on a phone they scroll sideways. */
export function Chips({ label, className, ...rest }: ComponentProps<"div"> & { label: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't scroll sideways in every browser
    <div
      {...rest}
      role="group"
      aria-label={label}
      className={cn(
        "flex min-w-0 flex-wrap items-center gap-1.5 max-md:-mx-4 max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4 max-md:py-1 max-md:[scrollbar-width:none]",
        className,
      )}
    />
  );
}
