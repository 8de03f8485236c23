import type { ReactNode } from "react";
import { cn } from "./cn";
import { StatusIcon, type StatusKind, statusFamily } from "./status-icon";

type BadgeProps = { kind: StatusKind; children: ReactNode; className?: string; title?: string };

/** A status as a pill, only beside a page's title or alone in a card's head. */
export function Badge({ kind, children, className, title }: BadgeProps) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-full border border-(--c-border) bg-(--c-surface) ps-[7px] pe-[9px] font-medium text-(--c) text-xs",
        statusFamily(kind),
        className,
      )}
    >
      <StatusIcon kind={kind} className="size-3.5" />
      {children}
    </span>
  );
}
