"use client";
import { ChevronRight, Moon, Sun } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { Jump } from "./jump";
import { setPreference } from "./preference";

export type Crumb = { label: string; href?: string };

/** Where we are, and the ways out of here. */
export function TopBar({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useTranslations("shell");
  return (
    <header className="sticky top-0 z-20 flex h-[52px] items-center gap-2 border-line border-b bg-surface px-8 max-md:px-4">
      <nav aria-label={t("crumbs")} className="min-w-0">
        <ol className="flex items-center gap-1.5 text-sm">
          {crumbs.map((crumb, i) => {
            const last = i === crumbs.length - 1;
            return (
              <li
                key={crumb.label}
                className="flex min-w-0 items-center gap-1.5"
                aria-current={last ? "page" : undefined}
              >
                {crumb.href && !last ? (
                  <Link href={crumb.href} className="text-ink-2 hover:text-ink">
                    {crumb.label}
                  </Link>
                ) : (
                  <b className="truncate font-semibold">{crumb.label}</b>
                )}
                {!last && <ChevronRight className="size-3.5 shrink-0 text-ink-3" aria-hidden />}
              </li>
            );
          })}
        </ol>
      </nav>
      <div className="ms-auto flex items-center gap-1">
        <Jump />
        <IconButton label={t("theme")} onClick={toggleTheme} className="max-md:hidden">
          <Moon className="[[data-theme=dark]_&]:hidden" />
          <Sun className="hidden [[data-theme=dark]_&]:block" />
        </IconButton>
      </div>
    </header>
  );
}

function toggleTheme(): void {
  const dark =
    document.documentElement.dataset.theme === "dark" ||
    (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  setPreference("theme", dark ? "light" : "dark");
}
