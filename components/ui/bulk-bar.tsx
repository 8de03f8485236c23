"use client";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./button";

type Props = {
  /** `3개 고름` */
  title: ReactNode;
  label: string;
  clearLabel: string;
  onClear: () => void;
  /** Small ghost buttons. */
  children: ReactNode;
};

/** What can be done with everything that is chosen; floats at the foot of its list. */
export function BulkBar({ title, label, clearLabel, onClear, children }: Props) {
  return (
    <div
      data-foot
      role="toolbar"
      aria-label={label}
      className="sticky bottom-5 z-10 mx-auto flex w-max max-w-full flex-wrap items-center gap-1 rounded-xl bg-raised p-1.5 shadow-float max-md:bottom-[76px]"
    >
      <b className="px-2.5" aria-live="polite">
        {title}
      </b>
      <i aria-hidden className="mx-1 h-5 w-px bg-line" />
      {children}
      <i aria-hidden className="mx-1 h-5 w-px bg-line" />
      <IconButton label={clearLabel} size="sm" onClick={onClear}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
