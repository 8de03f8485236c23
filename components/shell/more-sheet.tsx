"use client";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { Sheet } from "@/components/ui/overlay";
import { destinationsOf, isHere } from "./destinations";
import { NavItem } from "./nav-item";
import { PersonMenu } from "./person-menu";
import type { ShellData } from "./shell-data";
import { countOf } from "./sidebar";

/** 더보기: the whole menu on a phone, and who I am. */
export function MoreSheet({ data, onClose }: { data: ShellData; onClose: () => void }) {
  const t = useTranslations("shell");
  const path = usePathname();
  const { bots } = data;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={data.person.orgName}
      description={bots.total === 0 ? t("noBots") : t("bots", bots)}
    >
      <nav aria-label={t("mainMenu")} className="-mx-2 grid gap-2">
        {destinationsOf(data.person).map(({ group, items }) => (
          <div key={group}>
            {group !== "work" && <p className="px-2 pt-2 pb-1 text-ink-3 text-xs">{t(`groups.${group}`)}</p>}
            <ul className="grid gap-px">
              {items.map((item) => (
                <li key={item.key}>
                  <NavItem item={item} here={isHere(item, path)} count={countOf(item.key, data)} onGo={onClose} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="-mx-2 mt-4 border-line border-t pt-2">
        <PersonMenu person={data.person} />
      </div>
    </Sheet>
  );
}
