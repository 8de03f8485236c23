import type { ComponentProps } from "react";
import { cn } from "./cn";

/**
 * A dense table that turns into cards under 720 px: give each `Td` that should head its card `lead`, one that spans
 * the card's width `full`, and one that disappears there `wideOnly`.
 */
export function Table({ className, label, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <table
      {...rest}
      aria-label={label}
      className={cn(
        "w-full border-collapse text-sm max-md:block [&_tbody]:max-md:block [&_thead]:max-md:sr-only",
        className,
      )}
    />
  );
}

export function Th({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        "h-10 whitespace-nowrap border-line border-b px-3 text-start font-normal text-ink-2 first:ps-4 last:pe-4",
        className,
      )}
    />
  );
}

export function Tr({ className, selected = false, ...rest }: ComponentProps<"tr"> & { selected?: boolean }) {
  return (
    <tr
      {...rest}
      aria-selected={selected || undefined}
      className={cn(
        "border-line border-b last:border-b-0 hover:bg-hover max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:px-4 max-md:py-3",
        selected && "bg-accent-soft shadow-[inset_2px_0_var(--accent)] hover:bg-accent-soft",
        className,
      )}
    />
  );
}

type TdProps = ComponentProps<"td"> & { lead?: boolean; full?: boolean; wideOnly?: boolean };

export function Td({ lead = false, full = false, wideOnly = false, className, ...rest }: TdProps) {
  return (
    <td
      {...rest}
      className={cn(
        "h-10 px-3 first:ps-4 last:pe-4 max-md:h-auto max-md:p-0! max-md:text-ink-2",
        lead && "font-semibold max-md:order-first max-md:text-base max-md:text-ink",
        full && "max-md:col-span-2",
        wideOnly && "max-md:hidden",
        className,
      )}
    />
  );
}
