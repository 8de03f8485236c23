import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type StatTile = {
  label: ReactNode;
  value: ReactNode;
  /** 건, %, 초: small after the figure. */
  unit?: ReactNode;
  /** The denominator, the comparison, the reason. */
  note?: ReactNode;
  href?: string;
};

/** Up to four figures side by side, each with its denominator. */
export function StatTiles({
  label,
  tiles,
  className,
}: {
  label: string;
  tiles: readonly StatTile[];
  className?: string;
}) {
  return (
    <section
      aria-label={label}
      className={cn(
        "grid grid-cols-4 gap-px overflow-hidden rounded-xl border border-line bg-line max-md:grid-cols-2",
        className,
      )}
    >
      {tiles.map((tile, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the tiles never change their order
        <Tile key={i} {...tile} />
      ))}
    </section>
  );
}

function Tile({ label, value, unit, note, href }: StatTile) {
  const inside = (
    <>
      <span className="block text-ink-2 text-sm">{label}</span>
      <span className="flex items-baseline gap-1 font-semibold text-3xl tracking-[-0.018em] max-md:text-[24px] max-md:leading-8">
        {value}
        {unit && <small className="font-medium text-base text-ink-2 tracking-normal">{unit}</small>}
      </span>
      {note && <span className="block text-ink-3 text-xs">{note}</span>}
    </>
  );
  const look = "min-w-0 bg-surface px-5 pt-3.5 pb-[13px] max-md:px-3.5 max-md:py-3";
  return href ? (
    <Link href={href} className={cn(look, "block hover:bg-hover focus-visible:-outline-offset-2")}>
      {inside}
    </Link>
  ) : (
    <div className={look}>{inside}</div>
  );
}
