import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A fact that has no state. */
export function Tag({ className, ...rest }: ComponentProps<"span">) {
  return (
    <span
      {...rest}
      className={cn(
        "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-[5px] border border-line bg-sunken px-[7px] align-middle font-medium text-ink-2 text-xs leading-none [&_svg]:size-3",
        className,
      )}
    />
  );
}
