import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { type Crumb, TopBar } from "./top-bar";

/** One screen: the bar with where we are, and its content at the width it reads best. */
export function Screen({
  crumbs,
  children,
  className,
}: {
  crumbs: readonly Crumb[];
  children: ReactNode;
  className?: string;
}) {
  return (
    <>
      <TopBar crumbs={crumbs} />
      <main
        id="main"
        tabIndex={-1}
        className={cn(
          "mx-auto w-full max-w-[1280px] grow px-8 pt-8 pb-12 outline-none max-md:px-4 max-md:pt-5 max-md:pb-28",
          className,
        )}
      >
        {children}
      </main>
    </>
  );
}
