import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const FRAME =
  "base:w-full rounded-md border border-line-field bg-surface text-ink transition-colors duration-(--motion-fast)";
const ALONE =
  "aria-invalid:border-failed-mark disabled:border-line-strong disabled:bg-sunken disabled:text-ink-3 focus-visible:border-focus focus-visible:-outline-offset-1";
const AROUND =
  "has-aria-invalid:border-failed-mark has-[input:read-only]:border-line-strong has-[input:read-only]:bg-sunken has-[input:read-only]:text-ink-3 has-focus-visible:border-focus has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-1";
/** 16 px on phones, so that iOS doesn't zoom in. */
const HEIGHT = "base:max-md:h-[46px] max-md:text-[16px]";
const PLAIN = "base:h-[34px]";
const LARGE = "base:h-[42px]";

type InputProps = ComponentProps<"input"> & {
  /** An icon inside the box, before the text. */
  lead?: ReactNode;
  /** Words or an icon inside the box, at its end. */
  unit?: ReactNode;
  /** Something to press inside the box, at its end. */
  action?: ReactNode;
  large?: boolean;
};

/** One line of text. */
export function Input({ lead, unit, action, large = false, className, ...rest }: InputProps) {
  return (
    <span className={cn("flex items-center", FRAME, AROUND, HEIGHT, large ? LARGE : PLAIN, className)}>
      {lead && <span className="pointer-events-none ps-2.5 text-ink-3 [&_svg]:size-4">{lead}</span>}
      <input
        {...rest}
        className={cn(
          "h-full w-full min-w-0 grow rounded-md bg-transparent px-2.5 outline-none disabled:cursor-not-allowed",
          lead && "ps-2",
          unit && "pe-2",
        )}
      />
      {unit && (
        <span className="pointer-events-none whitespace-nowrap pe-2.5 text-ink-3 text-sm [&_svg]:size-4">{unit}</span>
      )}
      {action}
    </span>
  );
}

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
