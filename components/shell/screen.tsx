import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { ScreenBar } from "./shell-provider";
import type { Crumb } from "./top-bar";

type Props = {
  crumbs: readonly Crumb[];
  /** Until when the figures are true, already in words: `14:05 기준 실시간`. Only where the screen keeps itself fresh. */
  live?: string;
  children: ReactNode;
  className?: string;
};

/** One screen: the bar with where we are, and its content at the width it reads best. */
export function Screen({ crumbs, live, children, className }: Props) {
  return (
    <>
      <ScreenBar crumbs={crumbs} {...(live && { live })} />
      <main
        id="main"
        tabIndex={-1}
        className={cn(
          "mx-auto w-full max-w-[1280px] grow px-8 pt-8 pb-12 outline-none max-md:px-4 max-md:pt-[18px] max-md:pb-28",
          className,
        )}
      >
        {children}
      </main>
    </>
  );
}
