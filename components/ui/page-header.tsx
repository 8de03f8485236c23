import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  title: ReactNode;
  lede?: ReactNode;
  above?: ReactNode;
  actions?: ReactNode;
  /** Below the head of a screen: a part with a headline of its own. */
  small?: boolean;
};

/** The sentence a screen answers with, the one after it, and what can be done. */
export function PageHeader({ title, lede, above, actions, small = false }: Props) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-3 max-md:mb-5">
      <div className="min-w-0 max-w-full md:flex-[1_1_24em]">
        {above && <div className="mb-2 flex flex-wrap items-center gap-2">{above}</div>}
        <h1
          className={cn(
            "max-w-[34em] font-semibold",
            small ? "text-xl" : "text-2xl max-md:text-wrap max-md:text-[20px] max-md:leading-[29px]",
          )}
        >
          {title}
        </h1>
        {lede && <p className="mt-1.5 max-w-[75ch] text-ink-2">{lede}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 max-md:w-full">{actions}</div>}
    </header>
  );
}
