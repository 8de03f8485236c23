"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { InboxBell } from "@/components/inbox/inbox-bell";
import { cn } from "@/components/ui/cn";
import { Jump } from "./jump";
import { ThemeToggle } from "./theme-toggle";

export type Crumb = { label: string; href?: string };
export type BarProps = { crumbs: readonly Crumb[]; live?: string };

/** Where we are, and the ways out of here. */
export function TopBar({ crumbs, live }: BarProps) {
  const t = useTranslations("shell");
  return (
    <header className="sticky top-0 z-20 flex h-[52px] shrink-0 items-center gap-2 border-line border-b bg-surface px-8 text-sm max-md:pe-1.5 max-md:ps-4">
      <nav aria-label={t("crumbs")} className="min-w-0 grow">
        <ol className="flex min-w-0 items-center">
          {crumbs.map((crumb, i) => {
            const last = i === crumbs.length - 1;
            return (
              <li
                key={crumb.label}
                className={cn("flex items-center whitespace-nowrap", last ? "min-w-0" : "shrink-0 max-md:hidden")}
              >
                {last ? (
                  <span aria-current="page" className="truncate font-semibold max-md:text-lg">
                    {crumb.label}
                  </span>
                ) : (
                  <>
                    {crumb.href ? (
                      <Link href={crumb.href} className="text-ink-3 hover:text-ink">
                        {crumb.label}
                      </Link>
                    ) : (
                      <span className="text-ink-3">{crumb.label}</span>
                    )}
                    <ChevronRight className="mx-1.5 size-3 text-ink-3" aria-hidden />
                  </>
                )}
              </li>
            );
          })}
        </ol>
      </nav>
      {live && (
        <span className="me-2 inline-flex items-center gap-1.5 whitespace-nowrap text-ink-3 text-xs max-lg:hidden">
          <i aria-hidden className="size-1.5 rounded-full bg-arrived-mark shadow-[0_0_0_3px_var(--arrived-surface)]" />
          {live}
        </span>
      )}
      <Jump />
      <InboxBell />
      <ThemeToggle />
    </header>
  );
}
