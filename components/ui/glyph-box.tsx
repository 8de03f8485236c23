import type { ReactNode } from "react";
import { cn } from "./cn";

export type GlyphBoxProps = {
  /** The `is-…` class it takes its colours from. */
  family: string | undefined;
  large?: boolean;
  children: ReactNode;
};

/** The square around an icon beside a task or over an empty list. */
export const GlyphBox = ({ family, large = false, children }: GlyphBoxProps) => (
  <span
    aria-hidden
    className={cn(
      "grid shrink-0 place-items-center rounded-md bg-[var(--c-surface,var(--sunken))] text-[color:var(--c,var(--ink-2))] [&_svg]:size-4",
      large ? "size-10" : "size-8",
      family,
    )}
  >
    {children}
  </span>
);
