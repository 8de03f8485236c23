"use client";
import { Bot, ChevronRight } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { type DestinationKey, destinationsOf, isHere } from "./destinations";
import { Logo } from "./logo";
import { NavItem } from "./nav-item";
import { PersonMenu } from "./person-menu";
import type { ShellData } from "./shell-data";

/** Which figure stands beside which item. */
export const countOf = (key: DestinationKey, { counts }: ShellData): number =>
  key === "today" ? counts.attention : key === "logs" || key === "diagnosis" ? counts[key] : 0;

/** The menu of a wide screen: where am I, what waits, are the bots there, who am I. */
export function Sidebar({ data }: { data: ShellData }) {
  const t = useTranslations("shell");
  const c = useTranslations("common");
  const path = usePathname();
  const { bots, person } = data;
  const silent = bots.total - bots.connected;
  return (
    <aside className="w-[220px] shrink-0 border-line border-r bg-canvas text-sm max-md:hidden">
      <div className="sticky top-0 flex h-dvh max-h-[900px] flex-col gap-2 overflow-y-auto p-3">
        <Link
          href="/"
          className="flex shrink-0 items-center gap-2 rounded-sm px-2 pt-1.5 pb-0.5 font-bold text-[15px] leading-6 tracking-[-0.018em]"
        >
          <Logo className="size-6" />
          {t("brand")}
        </Link>
        <Link
          href="/settings/orgs"
          className="my-1 flex shrink-0 items-center gap-2 rounded-md border border-line bg-surface px-2 py-[7px] hover:bg-hover"
        >
          <Avatar name={person.orgName} org />
          <span className="min-w-0 grow leading-[17px]">
            <b className="block truncate">{person.orgName}</b>
            <small className="block truncate text-ink-3 text-xs leading-4">{c(`levels.${person.level}`)}</small>
          </span>
          <ChevronRight className="size-4 shrink-0 text-ink-3" aria-hidden />
        </Link>
        <nav aria-label={t("mainMenu")} className="shrink-0">
          {destinationsOf(data.person).map(({ group, items }) => (
            <div key={group}>
              {group !== "work" && (
                <p id={`nav-${group}`} className="px-2 pt-3 pb-1 text-ink-3 text-xs">
                  {t(`groups.${group}`)}
                </p>
              )}
              <ul className="grid gap-px" aria-labelledby={group === "work" ? undefined : `nav-${group}`}>
                {items.map((item) => (
                  <li key={item.key}>
                    <NavItem item={item} here={isHere(item, path)} count={countOf(item.key, data)} />
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className="mt-auto grid shrink-0 gap-1">
          <Link
            href="/settings/rooms"
            className="flex items-center gap-2 rounded-sm p-2 text-ink-2 hover:bg-hover [&_svg]:size-4"
          >
            <Bot aria-hidden />
            <span className="grow">{bots.total === 0 ? t("noBots") : t("bots", bots)}</span>
            {bots.total > 0 && (
              <i
                role="img"
                aria-label={silent > 0 ? t("botsSilent", { count: silent }) : t("botsFine")}
                className={`size-2 rounded-full ${silent > 0 ? "bg-failed-mark" : "bg-arrived-mark"}`}
              />
            )}
          </Link>
          <div className="border-line border-t pt-1">
            <PersonMenu person={person} />
          </div>
        </div>
      </div>
    </aside>
  );
}
