"use client";
import { MessageSquareText, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import { hyphenate } from "@/lib/transports/phone-number";
import { textKind } from "@/lib/transports/text-kind";

type Props = {
  /** The template as its first recipient would read it. */
  text: string;
  sender: string;
};

/**
 * The text that follows a refused Alimtalk of `both`: the template's own words, so what is said here is where it comes
 * from and whether phones can show it (C-23). Nothing of it is anybody's to write.
 */
export function FallbackText({ text, sender }: Props) {
  const t = useTranslations("messageCompose.alimtalk.text");
  const e = useTranslations("errors");
  const { channel, length, issues } = textKind({ text, subject: null, hasImage: false, alimtalk: false });
  const wrong = issues.filter(({ key }) => key !== "phoneTextRequired");
  if (wrong.length > 0)
    return (
      <Note family="is-failed" icon={<TriangleAlert aria-hidden />} title={t("cannotTitle")}>
        {[...wrong.map((issue) => e(issue.key, "params" in issue ? issue.params : {})), t("cannot")].join(" ")}
      </Note>
    );
  return (
    <section aria-label={t("title")} className="grid gap-1.5 rounded-xl border border-line p-4 text-sm">
      <p className="flex flex-wrap items-center gap-1.5 font-medium">
        <MessageSquareText className="size-3.5 text-ink-3" aria-hidden />
        {t("title")}
        <span className="font-normal text-ink-3 text-xs">
          {t("kind", { channel: channel === "sms" ? t("sms") : t("lms"), bytes: length })}
        </span>
      </p>
      <p className="text-ink-2">{sender ? t("from", { sender: hyphenate(sender) }) : t("noSender")}</p>
    </section>
  );
}
