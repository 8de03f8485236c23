import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  /** What is still missing, or when it will start. */ note?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** The buttons of a long form: they stay in sight at the foot of the screen. */
export function ActionFoot({ note, children, className }: Props) {
  return (
    <div
      data-foot
      className={cn(
        "sticky bottom-0 z-10 -mx-8 mt-6 -mb-12 flex items-center gap-2 border-line border-t bg-surface px-8 py-3 max-md:fixed max-md:inset-x-0 max-md:z-40 max-md:m-0 max-md:flex-wrap max-md:px-4 max-md:pt-2.5 max-md:pb-[max(14px,env(safe-area-inset-bottom))]",
        className,
      )}
    >
      {note && <div className="min-w-0 text-ink-2 text-sm max-md:w-full">{note}</div>}
      {/* A button with its reason falls apart on a phone: the reason above, the buttons in one line. */}
      <div className="ms-auto flex items-center gap-2 max-md:w-full max-md:flex-wrap max-md:[&>a]:flex-1 max-md:[&>button]:flex-1 max-md:[&>span>button]:flex-1 max-md:[&>span>span]:order-first max-md:[&>span>span]:w-full max-md:[&>span]:contents">
        {children}
      </div>
    </div>
  );
}
