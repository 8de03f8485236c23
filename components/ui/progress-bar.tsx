import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  /** What is under way. */
  label: string;
  value: number;
  max: number;
  /** The figures in words: `1,120 / 1,866행 · 1초에 48행`. */
  left?: ReactNode;
  /** What is left: `약 16초 남음`. */
  right?: ReactNode;
  /** An `is-…` class: sending while it runs, deferred while it is held. */
  family?: string;
  /** Buttons to hold, stop or go on, beside the label. */
  actions?: ReactNode;
  className?: string;
};

/** Work that takes long: how far, how fast, how long still. */
export function ProgressBar({ label, value, max, left, right, family = "is-sending", actions, className }: Props) {
  const percent = max > 0 ? Math.min(100, (value / max) * 100) : 0;
  return (
    <div className={cn("grid gap-2", className)}>
      <div className="flex items-center justify-between gap-3">
        <b>{label}</b>
        {actions && <span className="flex items-center gap-1.5">{actions}</span>}
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={max}
        className={cn("h-2 overflow-hidden rounded-[4px] bg-sunken", family)}
      >
        <i
          className="block h-full bg-(--c-mark) transition-[width] duration-(--motion) ease-out"
          style={{ width: `${percent}%` }}
        />
      </div>
      {(left || right) && (
        <div className="flex justify-between gap-3 text-ink-2 text-xs">
          <span>{left}</span>
          <span>{right}</span>
        </div>
      )}
    </div>
  );
}
