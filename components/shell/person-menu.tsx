"use client";
import { Languages, LogOut, Moon, MoreHorizontal, Sun, UserRound } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { Menu } from "@/components/ui/menu";
import { Avatar } from "@/components/ui/surface";
import { setPreference } from "./preference";
import type { ShellData } from "./shell-data";
import { signOutHere } from "./sign-out";

/** Who I am, and what concerns only me: logins, language, theme, sign-out. */
export function PersonMenu({ person }: { person: ShellData["person"] }) {
  const t = useTranslations("shell");
  const c = useTranslations("common");
  const locale = useLocale();
  const items = [
    { id: "sessions", label: t("mySessions"), icon: <UserRound />, href: "/settings/sessions" },
    {
      id: "language",
      label: locale === "ko" ? "English" : "한국어",
      icon: <Languages />,
      onSelect: () => setPreference("locale", locale === "ko" ? "en" : "ko"),
    },
    { id: "light", label: t("light"), icon: <Sun />, onSelect: () => setPreference("theme", "light") },
    { id: "dark", label: t("dark"), icon: <Moon />, onSelect: () => setPreference("theme", "dark") },
    "line" as const,
    { id: "out", label: t("signOut"), icon: <LogOut />, onSelect: () => void signOutHere() },
  ];
  return (
    <Menu items={items} label={t("myMenu")} align="start">
      <button type="button" className="flex w-full items-center gap-2.5 rounded-md p-2 text-start hover:bg-hover">
        <Avatar name={person.name} />
        <span className="min-w-0 grow leading-tight">
          <b className="block truncate font-semibold text-sm">{person.name}</b>
          <small className="text-ink-3 text-xs">{`${c(`levels.${person.level}`)} ${c(`roles.${person.role}`)}`}</small>
        </span>
        <MoreHorizontal className="size-4 text-ink-3" aria-label={t("myMenu")} />
      </button>
    </Menu>
  );
}
