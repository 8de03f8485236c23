import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tab = { href: string; label: ReactNode; count?: number | string; current?: boolean };
type Props = { label: string; tabs: readonly Tab[] /** After the last tab. */; end?: ReactNode; className?: string };

/** Saved views, or different things about the same thing. Links: the address says which one is open. */
export function Tabs({ label, tabs, end, className }: Props) {
  return (
    <nav
      aria-label={label}
      className={cn(
        "flex gap-5 border-line border-b max-md:-mx-4 max-md:gap-4 max-md:overflow-x-auto max-md:px-4 max-md:[scrollbar-width:none]",
        className,
      )}
    >
      {tabs.map(({ href, label, count, current }) => (
        <Link
          key={href}
          href={href}
          scroll={false}
          aria-current={current ? "page" : undefined}
          className="-mb-px inline-flex items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-px pb-2.5 font-medium text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink touch:min-h-11 touch:pt-2"
        >
          {label}
          {count !== undefined && <span className="font-normal text-ink-3 text-xs">{count}</span>}
        </Link>
      ))}
      {end && <div className="flex items-center pb-2.5">{end}</div>}
    </nav>
  );
}
