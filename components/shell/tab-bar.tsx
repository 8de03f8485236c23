"use client";
import { House, List, MoreHorizontal, Plus, Repeat } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { partOf, usePart } from "@/components/ui/load-part";
import type { ShellData } from "./shell-data";

const moreSheet = partOf(() => import("./more-sheet").then((module) => module.MoreSheet));

const WRITE = "/schedules/new";
const TABS = [
  { key: "today", href: "/", icon: House },
  { key: "schedules", href: "/schedules", icon: Repeat },
  { key: "write", href: WRITE, icon: Plus },
  { key: "logs", href: "/logs", icon: List },
] as const;

const isTabHere = (href: string, path: string) =>
  href === "/" || href === WRITE ? path === href : path !== WRITE && (path === href || path.startsWith(`${href}/`));

/** The menu of a phone. */
export function TabBar({ data }: { data: ShellData }) {
  const t = useTranslations("shell");
  const path = usePathname();
  const [open, setOpen] = useState(false);
  const MoreSheet = usePart(moreSheet, open);
  const tab = "grid h-[52px] content-center justify-items-center gap-0.5 rounded-sm text-xs leading-[15px]";
  const mayWrite = data.person.role !== "viewer";
  return (
    <nav
      aria-label={t("bottomMenu")}
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-line border-t bg-surface px-1.5 pb-[max(4px,env(safe-area-inset-bottom))] md:hidden"
    >
      {TABS.map(({ key, href, icon: Icon }) => {
        const write = key === "write";
        const inside = (
          <>
            <Icon
              aria-hidden
              className={write ? "-my-0.5 size-6 rounded-full bg-accent p-[3px] text-on-accent" : "size-5"}
            />
            {t(`tabs.${key}`)}
          </>
        );
        if (write && !mayWrite)
          return (
            <span
              key={key}
              title={t("viewerCannot")}
              className={cn(tab, "font-medium text-ink-3 [&_svg]:bg-pressed [&_svg]:text-ink-3")}
            >
              {inside}
              <span className="sr-only">{t("viewerCannot")}</span>
            </span>
          );
        const here = isTabHere(href, path);
        return (
          <Link
            key={key}
            href={href}
            aria-current={here ? "page" : undefined}
            className={cn(tab, here ? "font-semibold text-accent-ink" : "font-medium text-ink-3")}
          >
            {inside}
          </Link>
        );
      })}
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={cn(tab, "font-medium text-ink-3")}
      >
        <MoreHorizontal className="size-5" aria-hidden />
        {t("tabs.more")}
      </button>
      {MoreSheet && open && <MoreSheet data={data} onClose={() => setOpen(false)} />}
    </nav>
  );
}
