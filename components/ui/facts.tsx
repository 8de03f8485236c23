import type { ReactNode } from "react";
import { cn } from "./cn";

type FactProps = {
  facts: readonly (readonly [label: ReactNode, value: ReactNode])[];
  /** Side by side under one hairline, as a strip in a card, instead of one per line. */
  strip?: boolean;
  className?: string;
};

/** Names and values. */
export function Facts({ facts, strip = false, className }: FactProps) {
  return (
    <dl
      className={cn(
        "text-sm",
        strip
          ? "grid base:grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-px overflow-hidden [&>div]:px-4 [&>div]:shadow-[0_0_0_1px_var(--line)] [&>div]:py-[11px]"
          : "grid base:grid-cols-[92px_minmax(0,1fr)] gap-x-3 gap-y-[7px] [&>div]:contents",
        className,
      )}
    >
      {facts.map(([label, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
        <div key={i}>
          <dt className={cn("text-ink-3", strip && "text-xs")}>{label}</dt>
          <dd className={cn("min-w-0", strip && "font-medium")}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
