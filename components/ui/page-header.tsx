import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = { title: ReactNode; lede?: ReactNode; above?: ReactNode; actions?: ReactNode; small?: boolean };

/** The sentence a screen answers with, the one after it, and what can be done. */
export function PageHeader({ title, lede, above, actions, small = false }: Props) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
      <div className="min-w-0">
        {above && <div className="mb-2 flex flex-wrap items-center gap-2">{above}</div>}
        <h1 className={cn("font-semibold", small ? "text-xl" : "text-2xl max-md:text-xl")}>{title}</h1>
        {lede && <p className="mt-1 max-w-[75ch] text-ink-2">{lede}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
