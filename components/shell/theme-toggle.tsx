"use client";
import { Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { isDark, setPreference, watchTheme } from "./preference";

/** Light or dark; kept in a cookie, so that the next page comes right at once. */
export function ThemeToggle() {
  const t = useTranslations("shell");
  const dark = useSyncExternalStore(watchTheme, isDark, () => false);
  return (
    <IconButton
      label={t("dark")}
      aria-pressed={dark}
      onClick={() => setPreference("theme", dark ? "light" : "dark")}
      className="max-md:hidden"
    >
      {dark ? <Sun aria-hidden /> : <Moon aria-hidden />}
    </IconButton>
  );
}
