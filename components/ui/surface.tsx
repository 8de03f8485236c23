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
      className={cn(
        "flex min-h-[50px] flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2.5",
        className,
      )}
    >
      <h2 id={id} className="min-w-0 font-semibold text-lg">
        {title}
        {note && <small className="ms-2 font-normal text-ink-3 text-xs tracking-normal">{note}</small>}
      </h2>
      {children && <div className="ms-auto flex items-center gap-2 text-sm">{children}</div>}
    </div>
  );
}

export const CardBody = ({ className, ...rest }: ComponentProps<"div">) => (
  <div {...rest} className={cn("p-4", className)} />
);

export const CardFoot = ({ className, ...rest }: ComponentProps<"div">) => (
  <div {...rest} className={cn("border-line border-t px-4 py-[11px] base:text-ink-2 base:text-sm", className)} />
);

/** A fact that has no state. */
export function Tag({ className, ...rest }: ComponentProps<"span">) {
  return (
    <span
      {...rest}
      className={cn(
        "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-[5px] border border-line bg-sunken px-[7px] align-middle font-medium text-ink-2 text-xs leading-none [&_svg]:size-3",
        className,
      )}
    />
  );
}

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-5 min-w-5 items-center justify-center gap-px rounded-[5px] border border-line-strong bg-surface px-[5px] font-medium font-sans text-[11px] text-ink-2 leading-none [&_svg]:size-[11px]",
        className,
      )}
    >
      {children}
    </kbd>
  );
}

type AvatarProps = {
  name: string /** An organisation, not a person. */;
  org?: boolean;
  large?: boolean;
  className?: string;
};

/** First letter of a name: a person in a circle, an organisation in a square. */
export function Avatar({ name, org = false, large = false, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid shrink-0 place-items-center font-semibold",
        large ? "size-10 text-lg" : "size-[26px] text-xs",
        org ? "rounded-sm bg-accent-soft text-accent-ink" : "rounded-full bg-pressed text-ink-2",
        className,
      )}
    >
      {[...name][0]}
    </span>
  );
}

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
          ? "grid base:grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-px overflow-hidden bg-line [&>div]:bg-surface [&>div]:px-4 [&>div]:py-[11px]"
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
