import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** The frame of a table that stands alone; inside a `Card` it isn't needed. Wide tables scroll inside it. */
export function TableFrame({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div {...rest} className={cn("min-w-0 overflow-x-auto rounded-xl border border-line bg-surface", className)} />
  );
}

type TableProps = ComponentProps<"table"> & {
  label: string;
  /** Stays a table on a phone: two or three short columns. */
  plain?: boolean;
};

/**
 * A dense table that turns into cards under 720 px: give each `Td` that should head its card `lead`, the one beside it
 * `toggle`, one that spans the card's width `full`, and one that disappears there `wideOnly`.
 */
export function Table({ className, label, plain = false, ...rest }: TableProps) {
  return (
    <table
      {...rest}
      aria-label={label}
      data-cards={plain ? undefined : ""}
      className={cn(
        "group/table w-full border-collapse text-sm data-cards:max-md:block data-cards:max-md:[&_tbody]:block data-cards:max-md:[&_thead]:sr-only",
        className,
      )}
    />
  );
}

type ThProps = ComponentProps<"th"> & {
  /** Figures: right-aligned. */
  num?: boolean;
  /** A column one can sort by: where the link leads, and how it is sorted now. */
  sort?: { href: string; now?: "ascending" | "descending" | undefined };
};

export function Th({ className, num = false, sort, children, ...rest }: ThProps) {
  const Arrow = sort?.now === "descending" ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      {...rest}
      aria-sort={sort?.now}
      className={cn(
        "h-[34px] whitespace-nowrap border-line border-b px-3 font-medium text-ink-3 text-xs first:ps-4 last:pe-4",
        num ? "text-end" : "base:text-start",
        className,
      )}
    >
      {sort ? (
        <Link href={sort.href} className="group/sort inline-flex items-center gap-1 hover:text-ink" scroll={false}>
          {children}
          <Arrow className={cn("size-3", !sort.now && "opacity-0 group-hover/sort:opacity-60")} aria-hidden />
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

type TrProps = ComponentProps<"tr"> & {
  selected?: boolean;
  /** Where the keyboard stands (J, K). */
  cursor?: boolean;
  /** Paused or closed: grey. */
  off?: boolean;
};

export function Tr({ className, selected = false, cursor = false, off = false, ...rest }: TrProps) {
  return (
    <tr
      {...rest}
      className={cn(
        "relative border-line border-b last:border-b-0",
        "group-data-cards/table:max-md:grid group-data-cards/table:max-md:grid-cols-[minmax(0,1fr)_auto] group-data-cards/table:max-md:gap-x-2.5 group-data-cards/table:max-md:gap-y-0.5 base:group-data-cards/table:max-md:px-3.5 group-data-cards/table:max-md:py-3",
        off && "text-ink-3",
        selected ? "bg-accent-soft" : "base:hover:bg-hover",
        cursor && "md:shadow-[inset_2px_0_var(--accent)]",
        className,
      )}
    />
  );
}

type TdProps = ComponentProps<"td"> & {
  lead?: boolean;
  toggle?: boolean;
  full?: boolean;
  wideOnly?: boolean;
  /** Figures: right-aligned. */
  num?: boolean;
  /** As narrow as its content. */
  fit?: boolean;
  /** Its column's name, shown before the value on a phone. */
  label?: string;
};

export function Td({
  lead = false,
  toggle = false,
  full = false,
  wideOnly = false,
  num = false,
  fit = false,
  label,
  className,
  ...rest
}: TdProps) {
  return (
    <td
      {...rest}
      {...(label && { "data-label": label })}
      className={cn(
        "base:h-10 px-3 first:ps-4 last:pe-4 base:md:whitespace-nowrap",
        "group-data-cards/table:max-md:h-auto group-data-cards/table:max-md:w-auto group-data-cards/table:max-md:p-0",
        lead
          ? "font-semibold group-data-cards/table:max-md:order-1 group-data-cards/table:max-md:text-base"
          : toggle
            ? "group-data-cards/table:max-md:order-2 group-data-cards/table:max-md:justify-self-end"
            : "group-data-cards/table:max-md:order-3",
        full && "group-data-cards/table:max-md:col-span-2",
        wideOnly && "group-data-cards/table:max-md:hidden",
        num && "text-end group-data-cards/table:max-md:text-start",
        fit && "w-px",
        label &&
          "group-data-cards/table:max-md:before:me-1 group-data-cards/table:max-md:before:text-ink-3 group-data-cards/table:max-md:before:text-xs group-data-cards/table:max-md:before:content-[attr(data-label)]",
        className,
      )}
    />
  );
}

/** The link of a row's title: the whole row can be pressed. Put `relative z-1` on anything else in the row that can. */
export function RowLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    // A page of fifty rows must not fetch fifty pages nobody asked for.
    <Link
      prefetch={false}
      {...rest}
      className={cn(
        "outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2",
        className,
      )}
    />
  );
}

type DayProps = { columns: number; children: ReactNode; note?: ReactNode };

/** A line between rows that starts a new day or layer. */
export function GroupRow({ columns, children, note }: DayProps) {
  return (
    <tr className="border-line border-b bg-sunken group-data-cards/table:max-md:block group-data-cards/table:max-md:px-3.5 group-data-cards/table:max-md:py-2">
      <th
        scope="rowgroup"
        colSpan={columns}
        className="h-9 px-4 text-start font-semibold text-sm group-data-cards/table:max-md:block group-data-cards/table:max-md:h-auto group-data-cards/table:max-md:p-0"
      >
        {children}
        {note && <small className="ms-2.5 font-normal text-ink-3 text-xs max-md:ms-0 max-md:block">{note}</small>}
      </th>
    </tr>
  );
}
