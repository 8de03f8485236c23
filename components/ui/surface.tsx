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
