import type { ReactNode } from "react";
import { cn } from "./cn";
import { GlyphBox } from "./glyph-box";

type Props = {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  foot?: ReactNode;
  tone?: "accent" | "failed";
  /** `h1` where it is the whole page. */
  heading?: "h1" | "h2" | "h3";
  className?: string;
};

/** An empty list teaches the next step; a failed one says what happened and what to do. */
export function StateBlock({
  icon,
  title,
  children,
  action,
  foot,
  tone = "accent",
  heading: Heading = "h2",
  className,
}: Props) {
  return (
    <div
      role={tone === "failed" ? "alert" : undefined}
      className={cn("mx-auto grid max-w-80 justify-items-center gap-1.5 px-4 py-12 text-center", className)}
    >
      <GlyphBox large family={tone === "accent" ? "is-accent" : "is-failed"}>
        {icon}
      </GlyphBox>
      <Heading className="mt-1 font-semibold text-base tracking-normal">{title}</Heading>
      {children && <p className="text-balance text-ink-2 text-sm">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
      {foot && <p className="mt-1 text-ink-3 text-xs">{foot}</p>}
    </div>
  );
}

/** A grey place-holder of the final size. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn("block base:h-3 animate-pulse base:rounded-[4px] bg-pressed", className)} />
);

/** Rows of a list that is on its way. */
export function SkeletonRows({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
        <div key={i} className="flex h-10 items-center gap-4 border-line border-b px-4 last:border-b-0">
          <Skeleton className="size-4" />
          <Skeleton className="w-2/5" />
          <Skeleton className="ms-auto w-24" />
        </div>
      ))}
    </div>
  );
}
