import type { ComponentProps } from "react";
import { cn } from "./cn";
import { ALONE, FRAME } from "./input-look";

/** Several lines; grows with what is written. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      className={cn(
        FRAME,
        ALONE,
        "field-sizing-content base:min-h-24 resize-y px-[11px] py-[9px] text-base leading-[23px] read-only:bg-sunken max-md:text-[16px]",
        className,
      )}
    />
  );
}
