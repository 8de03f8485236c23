import type { ReactNode } from "react";
import { cn } from "./cn";

/** A key of the keyboard. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-5 min-w-5 items-center justify-center gap-px rounded-[5px] border border-line-strong bg-surface px-[5px] font-medium font-sans text-[11px] text-ink-2 leading-none [&_svg]:size-[11px]",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
