import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const box =
  "w-full rounded-md border border-line-field bg-surface text-ink transition-colors duration-(--motion-fast) max-md:text-[16px] aria-invalid:border-failed-mark disabled:border-line disabled:bg-sunken disabled:text-ink-3 read-only:bg-sunken focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0";

type InputProps = ComponentProps<"input"> & { lead?: ReactNode; unit?: ReactNode; large?: boolean };

/** One line of text; `lead` and `unit` sit inside the box. */
export function Input({ lead, unit, large = false, className, ...rest }: InputProps) {
  return (
    <span className={cn("relative flex items-center", className)}>
      {lead && <span className="pointer-events-none absolute left-2.5 text-ink-3 [&_svg]:size-4">{lead}</span>}
      <input
        {...rest}
        className={cn(
          box,
          large ? "h-[42px] px-3" : "h-[34px] px-2.5",
          "max-md:h-[46px]",
          lead && "ps-9",
          unit && "pe-12",
        )}
      />
      {unit && <span className="pointer-events-none absolute right-2.5 text-ink-3 text-sm">{unit}</span>}
    </span>
  );
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      className={cn(box, "min-h-24 resize-y px-2.5 py-2 leading-[22px] max-md:text-[15px]", className)}
    />
  );
}

export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select {...rest} className={cn(box, "h-[34px] px-2 max-md:h-[46px]", className)} />;
}
