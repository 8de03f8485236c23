"use client";
import { House, List, MoreHorizontal, Plus, Repeat } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Sheet } from "@/components/ui/overlay";
import { destinations } from "./destinations";
import { PersonMenu } from "./person-menu";
import type { ShellData } from "./shell-data";

const TABS = [
  { key: "today", href: "/", icon: House },
  { key: "schedules", href: "/schedules", icon: Repeat },
  { key: "write", href: "/schedules/new", icon: Plus },
  { key: "logs", href: "/logs", icon: List },
] as const;

/** The menu of a phone. */
export function TabBar({ data }: { data: ShellData }) {
  const t = useTranslations("shell");
  const path = usePathname();
  const [open, setOpen] = useState(false);
  const tab = "grid justify-items-center content-center gap-0.5 text-xs h-14";
  return (
    <nav
      aria-label={t("bottomMenu")}
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {TABS.map(({ key, href, icon: Icon }) => {
        const here = path === href;
        return (
          <Link
            key={key}
            href={href}
            aria-current={here ? "page" : undefined}
            className={cn(tab, here ? "font-semibold text-accent-ink" : "text-ink-2")}
          >
            <Icon
              className={cn("size-5", key === "write" && "rounded-md bg-accent p-0.5 text-on-accent")}
              aria-hidden
            />
            {t(`tabs.${key}`)}
          </Link>
        );
      })}
      <button type="button" onClick={() => setOpen(true)} className={cn(tab, "text-ink-2")}>
        <MoreHorizontal className="size-5" aria-hidden />
        {t("tabs.more")}
      </button>
      <Sheet open={open} onOpenChange={setOpen} title={t("mainMenu")}>
        <ul className="mb-4 grid gap-0.5">
          {destinations
            .flatMap(({ items }) => items)
            .map(({ key, href, icon: Icon }) => (
              <li key={key}>
                {href ? (
                  <Link
                    href={href}
                    onClick={() => setOpen(false)}
                    className="flex h-11 items-center gap-3 rounded-md px-2 hover:bg-hover"
                  >
                    <Icon className="size-4" aria-hidden />
                    {t(`to.${key}`)}
                  </Link>
                ) : (
                  <span className="flex h-11 items-center gap-3 px-2 text-ink-off">
                    <Icon className="size-4" aria-hidden />
                    {t(`to.${key}`)}
                    <small className="ms-auto">{t("soon")}</small>
                  </span>
                )}
              </li>
            ))}
        </ul>
        <PersonMenu person={data.person} />
      </Sheet>
    </nav>
  );
}
