import type { ReactNode } from "react";
import { cn } from "./cn";
import { GlyphBox, type GlyphBoxProps } from "./glyph-box";
import { StatusIcon, type StatusKind, statusFamily } from "./status-icon";

export { StatusIcon, type StatusKind, statusFamily, statusKinds } from "./status-icon";

type Props = { kind: StatusKind; children: ReactNode; className?: string; title?: string };

/** Icon and word, for tables and lists. `StatusWord` knows the words itself. */
export function Status({ kind, children, className, title }: Props) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex items-center gap-[5px] whitespace-nowrap align-middle font-medium text-(--c) text-sm",
        statusFamily(kind),
        className,
      )}
    >
      <StatusIcon kind={kind} className="size-[15px]" />
      {children}
    </span>
  );
}

/** The same as a pill, only beside a page's title or alone in a card's head. */
export function Badge({ kind, children, className, title }: Props) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-full border border-(--c-border) bg-(--c-surface) ps-[7px] pe-[9px] font-medium text-(--c) text-xs",
        statusFamily(kind),
        className,
      )}
    >
      <StatusIcon kind={kind} className="size-3.5" />
      {children}
    </span>
  );
}

type GlyphProps = Partial<GlyphBoxProps> & { kind?: StatusKind };

/** The square beside a task: its kind at a glance, the words carry the meaning. */
export const Glyph = ({ kind, family, children, ...rest }: GlyphProps) => (
  <GlyphBox {...rest} family={kind ? statusFamily(kind) : family}>
    {children ?? (kind && <StatusIcon kind={kind} />)}
  </GlyphBox>
);
