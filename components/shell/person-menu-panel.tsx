"use client";
import { Languages, LogOut, Moon, Sun, UserRound } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { Opened } from "@/components/ui/menu";
import { MenuPanel } from "@/components/ui/menu-panel";
import { isDark, setPreference, watchTheme } from "./preference";
import { signOutHere } from "./sign-out";

/** What `PersonMenu` opens. */
export function PersonMenuPanel(opened: Opened) {
  const t = useTranslations("shell");
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
  return <MenuPanel {...opened} items={items} />;
}
