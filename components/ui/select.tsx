import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { ALONE, FRAME, HEIGHT, PLAIN } from "./input-look";

/** One of a few, with the system's own list. For many, with search: `SearchSelect`. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block base:w-full", className)}>
      <select {...rest} className={cn(FRAME, ALONE, HEIGHT, PLAIN, "appearance-none truncate ps-2.5 pe-8")} />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
