"use client";
import { Bot } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { type Destination, destinations, isHere } from "./destinations";
import { Logo } from "./logo";
import { PersonMenu } from "./person-menu";
import type { ShellData } from "./shell-data";

/** The menu of a wide screen: where am I, what waits, are the bots there, who am I. */
export function Sidebar({ data }: { data: ShellData }) {
  const t = useTranslations("shell");
  const c = useTranslations("common");
  const path = usePathname();
  const { bots } = data;
  return (
    <aside className="sticky top-0 flex h-dvh w-[220px] shrink-0 flex-col overflow-y-auto border-line border-r bg-canvas px-3 pt-3 max-md:hidden">
      <Link href="/" className="flex h-10 items-center gap-2.5 rounded-md px-2 font-semibold text-lg">
        <Logo className="size-6" label="" />
        {t("brand")}
      </Link>
      <div className="mt-1 mb-2 flex items-center gap-2.5 rounded-md border border-line bg-surface px-2.5 py-2">
        <span
          aria-hidden
          className="grid size-7 shrink-0 place-items-center rounded-sm bg-accent-soft font-semibold text-accent-ink text-sm"
        >
          {[...data.person.orgName][0]}
        </span>
        <span className="min-w-0 leading-tight">
          <b className="block truncate font-semibold text-sm">{data.person.orgName}</b>
          <small className="text-ink-3 text-xs">{c(`levels.${data.person.level}`)}</small>
        </span>
      </div>
      <nav aria-label={t("mainMenu")} className="grid gap-0.5 pb-4">
        {destinations.map(({ group, items }) => (
          <div key={group} className="grid gap-0.5">
            {group !== "work" && <p className="px-2 pt-3 pb-1 text-ink-3 text-xs">{t(`groups.${group}`)}</p>}
            {items.map((item) => (
              <Item
                key={item.key}
                item={item}
                here={isHere(item, path)}
                count={item.key === "today" || item.key === "logs" ? data.attention : 0}
              />
            ))}
          </div>
        ))}
      </nav>
      <div className="sticky bottom-0 mt-auto -mx-3 bg-canvas px-3 pb-3">
        <Link
          href="/settings/rooms"
          className="flex h-10 items-center gap-2.5 rounded-md px-2 text-ink-2 text-sm hover:bg-hover"
        >
          <Bot className="size-4" aria-hidden />
          <span>{bots.total === 0 ? t("noBots") : t("bots", bots)}</span>
          {bots.connected < bots.total && <i aria-hidden className="ms-auto size-2 rounded-full bg-failed-mark" />}
        </Link>
        <div className="-mx-3 border-line border-t px-3 pt-2">
          <PersonMenu person={data.person} />
        </div>
      </div>
    </aside>
  );
}

function Item({ item, here, count }: { item: Destination; here: boolean; count: number }) {
  const t = useTranslations("shell");
  const { icon: Icon, key, href } = item;
  const look = "flex h-[34px] items-center gap-2.5 rounded-md px-2 text-sm";
  if (!href)
    return (
      <span className={cn(look, "text-ink-off")}>
        <Icon className="size-4" aria-hidden />
        {t(`to.${key}`)}
        <small className="ms-auto text-xs">{t("soon")}</small>
      </span>
    );
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      className={cn(look, here ? "bg-pressed font-semibold text-ink" : "text-ink-2 hover:bg-hover")}
    >
      <Icon className={cn("size-4", here && "text-accent")} aria-hidden />
      {t(`to.${key}`)}
      {count > 0 && (
        <em className="ms-auto text-xs not-italic">
          <span aria-hidden>{count}</span>
          <span className="sr-only">{t("waiting", { count })}</span>
        </em>
      )}
    </Link>
  );
}
