import type { ReactNode } from "react";
import { cn } from "./cn";

type NoteProps = {
  /** An `is-…` class; without it the note is neutral. */
  family?: string;
  icon?: ReactNode;
  title?: ReactNode;
  children?: ReactNode;
  role?: "alert" | "status" | "note";
  className?: string;
};

/** One fact that changes a decision; at most one per block. */
export function Note({ family, icon, title, children, role, className }: NoteProps) {
  return (
    <div
      role={role}
      className={cn(
        "flex gap-2.5 rounded-md border px-[13px] py-[11px] text-sm",
        family ? "border-(--c-border) bg-(--c-surface)" : "border-line bg-sunken",
        family,
        className,
      )}
    >
      {icon && (
        <span className={cn("mt-0.5 shrink-0 [&_svg]:size-4", family ? "text-(--c)" : "text-ink-3")}>{icon}</span>
      )}
      <div className="min-w-0 grow">
        {title && <p className={cn("font-semibold", family ? "text-(--c)" : "text-ink")}>{title}</p>}
        {children && <div className={cn(title && "mt-0.5", "text-ink-2")}>{children}</div>}
      </div>
    </div>
  );
}
