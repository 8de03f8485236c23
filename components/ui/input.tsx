import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { AROUND, FRAME, HEIGHT, LARGE, PLAIN } from "./input-look";

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
