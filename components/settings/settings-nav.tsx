import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { words } from "@/lib/i18n/words";

/** Every settings screen in the order of the drawings; without `href` it doesn't exist yet. */
const items = [
  { key: "orgs", href: "/settings/orgs" },
  { key: "rooms", href: "/settings/rooms" },
  { key: "limits" },
  { key: "templates", href: "/settings/templates" },
  { key: "senders", href: "/settings/messaging/senders" },
  { key: "prices", href: "/settings/messaging" },
  { key: "alerts", href: "/settings/alerts" },
  { key: "audit" },
  { key: "sessions", href: "/settings/sessions" },
] as const;
export type SettingsKey = (typeof items)[number]["key"];

const ROW = "flex h-8 items-center whitespace-nowrap rounded-sm px-2 font-medium text-sm max-md:h-11 max-md:px-3";

/** The side menu of the settings; a strip to swipe through on a phone. */
export async function SettingsNav({ here, className }: { here: SettingsKey; className?: string }) {
  const t = await words("orgs");
  return (
    <nav aria-label={t("settings.label")} className={cn("min-w-0", className)}>
      <ul className="grid gap-px max-xl:flex max-xl:overflow-x-auto max-xl:[scrollbar-width:none]">
        {items.map((item) => (
          <li key={item.key}>
            {"href" in item ? (
              <Link
                href={item.href}
                aria-current={item.key === here ? "page" : undefined}
                className={cn(
                  ROW,
                  "text-ink-2 hover:bg-hover max-xl:aria-[current]:[scroll-initial-target:nearest] aria-[current]:bg-pressed aria-[current]:font-semibold aria-[current]:text-ink",
                )}
              >
                {t(`settings.${item.key}`)}
              </Link>
            ) : (
              <span className={cn(ROW, "justify-between gap-2 text-ink-3")}>
                {t(`settings.${item.key}`)}
                <small className="text-xs">{t("settings.soon")}</small>
              </span>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
