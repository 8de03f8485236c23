"use client";
import { Moon } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import { toLocale } from "@/lib/i18n/locale";
import { formatWhen } from "@/lib/time/format";
import type { sinceLastNight } from "./since-last-night";

type Props = { since: NonNullable<ReturnType<typeof sinceLastNight>>; now: Date };

/** What is new since the scan of last night. */
export function NightNote({ since: { at, changes }, now }: Props) {
  const t = useTranslations("imageSync.night");
  const s = useTranslations("imageSync.sums.of");
  const locale = toLocale(useLocale());
  const when = formatWhen(new Date(at), now, locale);
  const worse = changes.some(({ more }) => more > 0);
  return (
    <Note icon={<Moon aria-hidden />} {...(worse && { family: "is-deferred" })}>
      {changes.length === 0
        ? t("same", { when })
        : t("changed", {
            when,
            changes: changes
              .map(({ what, more }) => t(more > 0 ? "more" : "fewer", { what: s(what), count: Math.abs(more) }))
              .join(" · "),
          })}
    </Note>
  );
}
