"use client";
import { Languages, LogOut, Moon, MoreHorizontal, Sun, UserRound } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Menu } from "@/components/ui/menu";
import { Avatar } from "@/components/ui/surface";
import { isDark, setPreference, watchTheme } from "./preference";
import type { ShellData } from "./shell-data";
import { signOutHere } from "./sign-out";

/** Who I am, and what concerns only me: logins, language, theme, sign-out. */
export function PersonMenu({ person }: { person: ShellData["person"] }) {
  const t = useTranslations("shell");
  const c = useTranslations("common");
  const locale = useLocale();
  const dark = useSyncExternalStore(watchTheme, isDark, () => false);
  const items = [
    { id: "sessions", label: t("mySessions"), icon: <UserRound aria-hidden />, href: "/settings/sessions" },
    {
      id: "language",
      label: <span lang={locale === "ko" ? "en" : "ko"}>{locale === "ko" ? "English" : "한국어"}</span>,
      icon: <Languages aria-hidden />,
      onSelect: () => setPreference("locale", locale === "ko" ? "en" : "ko"),
    },
    {
      id: "theme",
      label: dark ? t("light") : t("dark"),
      icon: dark ? <Sun aria-hidden /> : <Moon aria-hidden />,
      onSelect: () => setPreference("theme", dark ? "light" : "dark"),
    },
    "line" as const,
    { id: "out", label: t("signOut"), icon: <LogOut aria-hidden />, onSelect: () => void signOutHere() },
  ];
  return (
    <Menu items={items} label={t("myMenu")} align="start" side="top">
      <button
        type="button"
        className="flex w-full items-center gap-2 rounded-sm p-2 text-start text-sm hover:bg-hover data-[state=open]:bg-hover"
      >
        <Avatar name={person.name} />
        <span className="min-w-0 grow leading-[17px]">
          <b className="block truncate">{person.name}</b>
          <small className="block truncate text-ink-3 text-xs leading-4">
            {`${c(`levels.${person.level}`)} ${c(`roles.${person.role}`)}`}
          </small>
        </span>
        <MoreHorizontal className="size-4 shrink-0 text-ink-3" aria-hidden />
      </button>
    </Menu>
  );
}
