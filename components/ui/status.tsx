import type { ReactNode } from "react";
import { cn } from "./cn";
import { StatusIcon, type StatusKind, statusFamily } from "./status-icon";

type Props = { kind: StatusKind; children: ReactNode; className?: string; title?: string };

/** Icon and word, for tables and lists. `StatusWord` knows the words itself. */
export function Status({ kind, children, className, title }: Props) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex items-center gap-[5px] whitespace-nowrap align-middle font-medium text-(--c) text-sm",
        statusFamily(kind),
        className,
      )}
    >
      <StatusIcon kind={kind} className="size-[15px]" />
      {children}
    </span>
  );
}
