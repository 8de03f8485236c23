import type { ReactNode } from "react";
import { Screen } from "@/components/shell/screen";
import { words } from "@/lib/i18n/words";
import { type SettingsKey, SettingsNav } from "./settings-nav";

/**
 * One settings screen: its headline across the whole width, the settings menu beside its content.
 * @param head usually a PageHeader
 */
export async function SettingsScreen({
  here,
  head,
  children,
}: {
  here: SettingsKey;
  head: ReactNode;
  children: ReactNode;
}) {
  const t = await words("orgs");
  return (
    <Screen crumbs={[{ label: t("settings.label"), href: "/settings/orgs" }, { label: t(`settings.${here}`) }]}>
      {head}
      <div className="grid grid-cols-[116px_minmax(0,1fr)] items-start gap-6 max-xl:grid-cols-[minmax(0,1fr)] max-xl:gap-4">
        <SettingsNav here={here} className="max-xl:-mx-2" />
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4">{children}</div>
      </div>
    </Screen>
  );
}
