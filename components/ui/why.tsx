import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** The line beside something that can't be used now: why, and what would change it. */
export function Why({ id, children, className }: { id?: string; children: ReactNode; className?: string }) {
  return (
    <span id={id} className={cn("inline-flex items-start gap-1.5 text-ink-2 text-xs", className)}>
      <Info className="mt-0.5 size-3.5 shrink-0 text-ink-3" aria-hidden />
      <span>{children}</span>
    </span>
  );
}
