"use client";
import { Languages } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { setPreference } from "@/components/shell/preference";

/** The other language of the interface, in its own words. */
export function LanguageLink() {
  const t = useTranslations("auth");
  const other = useLocale() === "ko" ? "en" : "ko";
  return (
    <button
      type="button"
      lang={other}
      onClick={() => setPreference("locale", other)}
      className="inline-flex min-h-8 items-center gap-1.5 rounded-sm px-1 text-ink-2 hover:text-ink max-md:min-h-11"
    >
      <Languages className="size-3.5 text-ink-3" aria-hidden />
      {t("otherLanguage")}
    </button>
  );
}
