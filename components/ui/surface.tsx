import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A block with a hairline around it. Never inside another one. */
export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section {...rest} className={cn("min-w-0 rounded-xl border border-line bg-surface", className)} />;
}

type HeadProps = { title: ReactNode; note?: ReactNode; children?: ReactNode; id?: string; className?: string };

/** Title of a card, a grey word beside it, and whatever belongs at the right end. */
export function CardHead({ title, note, children, id, className }: HeadProps) {
  return (
    <div
      className={cn("flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2.5", className)}
    >
      <h2 id={id} className="font-semibold text-lg">
        {title}
        {note && <small className="ms-2 font-normal text-ink-3 text-sm">{note}</small>}
      </h2>
      {children && <div className="ms-auto flex items-center gap-2">{children}</div>}
    </div>
  );
}

/** A fact that has no state. */
export function Tag({ className, ...rest }: ComponentProps<"span">) {
  return (
    <span
      {...rest}
      className={cn(
        "inline-flex h-[22px] items-center gap-1 whitespace-nowrap rounded-sm border border-line bg-sunken px-1.5 font-medium text-ink-2 text-xs [&_svg]:size-3",
        className,
      )}
    />
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line-strong bg-surface px-1 font-sans text-ink-2 text-xs">
      {children}
    </kbd>
  );
}

/** First letter of a name in a circle. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-7 shrink-0 place-items-center rounded-full bg-pressed font-medium text-ink-2 text-xs",
        className,
      )}
    >
      {[...name][0]}
    </span>
  );
}

type NoteProps = {
  family?: string;
  icon?: ReactNode;
  title?: ReactNode;
  children?: ReactNode;
  role?: "alert" | "status" | "note";
  className?: string;
};

/** One fact that changes a decision; at most one per block. */
export function Note({ family = "is-scheduled", icon, title, children, role, className }: NoteProps) {
  return (
    <div
      role={role}
      className={cn(
        "flex gap-2.5 rounded-md border border-(--c-border) bg-(--c-surface) p-3 text-sm",
        family,
        className,
      )}
    >
      {icon && <span className="mt-0.5 shrink-0 text-(--c) [&_svg]:size-4">{icon}</span>}
      <div className="min-w-0 grow">
        {title && <p className="font-semibold text-(--c)">{title}</p>}
        {children && <div className="text-ink-2">{children}</div>}
      </div>
    </div>
  );
}

type FactProps = { facts: readonly (readonly [label: ReactNode, value: ReactNode])[]; className?: string };

/** Names and values, one per line. */
export function Facts({ facts, className }: FactProps) {
  return (
    <dl className={cn("grid grid-cols-[88px_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm", className)}>
      {facts.map(([label, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
        <div key={i} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
