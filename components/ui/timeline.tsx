import type { ReactNode } from "react";
import { cn } from "./cn";
import { type StatusKind, statusFamily } from "./status-icon";

export type TimelineStep = {
  id: string;
  kind: StatusKind;
  /** What kind of part it is: a lucide icon. */
  icon: ReactNode;
  /** Already formatted: `13:30:02.1`, `아직`. */
  time: ReactNode;
  title: ReactNode;
  /** Usually a `StatusWord`. */
  status?: ReactNode;
  text?: ReactNode;
  /** How long it took: `0.8초`, `끊김`. */
  took?: ReactNode;
  /** Nothing is known to have followed it. */
  broken?: boolean;
  children?: ReactNode;
};

/** 보낸 순서: what went out, in order, and where it stopped. */
export function Timeline({
  steps,
  label,
  className,
}: {
  steps: readonly TimelineStep[];
  label: string;
  className?: string;
}) {
  return (
    <ol aria-label={label} className={className}>
      {steps.map((step, i) => {
        const last = i === steps.length - 1;
        return (
          <li
            key={step.id}
            className={cn(
              "relative grid grid-cols-[78px_26px_minmax(0,1fr)_auto] gap-x-3 max-md:grid-cols-[26px_auto_minmax(0,1fr)] max-md:gap-x-2 max-md:gap-y-0.5",
              statusFamily(step.kind),
              !last && "pb-[18px]",
            )}
          >
            <time className="pt-[3px] text-end text-ink-3 text-xs max-md:col-start-2 max-md:row-start-2 max-md:p-0 max-md:ps-1 max-md:text-start">
              {step.time}
            </time>
            <span className="relative grid content-start justify-items-center max-md:col-start-1 max-md:row-span-2 max-md:row-start-1">
              <span className="z-1 grid size-[26px] place-items-center rounded-full border border-(--c-border) bg-(--c-surface) text-(--c) [&_svg]:size-[15px]">
                {step.icon}
              </span>
              {!last && (
                <i
                  aria-hidden
                  className={cn(
                    "absolute top-7 -bottom-4 w-[1.5px]",
                    step.broken
                      ? "bg-[repeating-linear-gradient(var(--line-strong)_0_3px,transparent_3px_7px)]"
                      : "bg-line-strong",
                  )}
                />
              )}
            </span>
            <div className="min-w-0 max-md:col-span-2 max-md:col-start-2 max-md:ps-1">
              <h3 className="flex flex-wrap items-center gap-x-1.5 pt-0.5 font-semibold">
                {step.title}
                {step.status}
              </h3>
              {step.text && <p className="text-ink-2 text-sm">{step.text}</p>}
              {step.children}
            </div>
            <span className="whitespace-nowrap pt-1 text-end text-ink-3 text-xs max-md:col-start-3 max-md:row-start-2 max-md:p-0 max-md:text-start">
              {step.took && <span className="me-1 md:hidden">·</span>}
              {step.took}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
