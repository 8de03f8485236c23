import { ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { StatusIcon, type StatusKind, statusFamily } from "./status-icon";

type Figure = {
  label: ReactNode;
  value: ReactNode /** Colours the figure where it is not plain. */;
  kind?: StatusKind;
};
type Reason = { kind: StatusKind; text: ReactNode };
type Props = {
  title: ReactNode;
  /** Until when it was looked: `14:05까지`. */
  until?: ReactNode;
  /** Four: planned, arrived, duplicates, unknown. */
  figures: readonly Figure[];
  reasons: readonly Reason[];
  /** What stands behind it, for whoever wants to see. */
  more?: ReactNode;
  /** The number to quote. */
  foot?: ReactNode;
  className?: string;
};

/** Evidence looks like a receipt: four figures, the reasons, what stands behind them, a number to quote. */
export function ProofCard({ title, until, figures, reasons, more, foot, className }: Props) {
  return (
    <section className={cn("overflow-hidden rounded-xl border border-line-strong bg-surface", className)}>
      <header className="flex items-center gap-2 border-line-strong border-b border-dashed px-4 py-[13px]">
        <ShieldCheck className="size-4 shrink-0" aria-hidden />
        <h2 className="font-semibold text-base">{title}</h2>
        {until && <span className="ms-auto text-ink-3 text-xs">{until}</span>}
      </header>
      <dl className="grid grid-cols-4 divide-x divide-line">
        {figures.map((figure, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the figures never change their order
          <div key={i} className="px-3.5 pt-3 pb-[11px] max-md:px-[11px] max-md:py-2.5">
            <dt className="text-ink-3 text-xs">{figure.label}</dt>
            <dd
              className={cn(
                "font-semibold text-[22px] leading-[30px]",
                figure.kind && ["text-(--c)", statusFamily(figure.kind)],
              )}
            >
              {figure.value}
            </dd>
          </div>
        ))}
      </dl>
      {reasons.length > 0 && (
        <ul className="grid gap-[7px] border-line border-t px-4 py-3 text-ink-2 text-sm">
          {reasons.map((reason, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the reasons never change their order
            <li key={i} className={cn("flex gap-2", statusFamily(reason.kind))}>
              <StatusIcon kind={reason.kind} className="mt-[3px] size-[15px] text-(--c)" />
              <span className="min-w-0">{reason.text}</span>
            </li>
          ))}
        </ul>
      )}
      {more}
      {foot && (
        <footer className="flex items-center gap-2 border-line-strong border-t border-dashed px-4 py-2.5 text-ink-3 text-xs">
          {foot}
        </footer>
      )}
    </section>
  );
}
