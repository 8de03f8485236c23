"use client";
import { useLocale, useTranslations } from "use-intl";
import { formatDateTime } from "@/lib/time/format";
import { hyphenate } from "@/lib/transports/phone-number";

type Props = {
  sender: string;
  /** Whose phone this is; null while nobody is chosen. */
  name: string | null;
  at: Date;
  subject: string | null;
  text: string;
  /** What the law put around the words: shown, as it can't be taken away. */
  marked: readonly string[];
  pictureUrl: string | null;
  isAlimtalk: boolean;
};

/** The message as the recipient's phone will show it. */
export function MessagePhone({ sender, name, at, subject, text, marked, pictureUrl, isAlimtalk }: Props) {
  const t = useTranslations("messageCompose.preview");
  const locale = useLocale();
  return (
    <section aria-labelledby="phone-preview" className="grid gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="phone-preview" className="font-semibold text-lg">
          {t("heading")}
        </h2>
        {name && <p className="text-ink-3 text-sm">{t("whose", { name })}</p>}
      </div>
      <div className="overflow-hidden rounded-[18px] border border-line-strong bg-sunken">
        <p className="border-line border-b bg-surface px-4 py-2.5 text-center font-semibold text-sm">
          {isAlimtalk ? t("alimtalkFrom") : sender ? hyphenate(sender) : t("noSender")}
        </p>
        <div className="grid min-h-44 content-start gap-2.5 p-4">
          <p className="text-center text-ink-3 text-xs">{formatDateTime(at, locale)}</p>
          <div className="max-w-[92%] justify-self-start whitespace-pre-wrap break-words rounded-[14px] rounded-tl-[4px] border border-line bg-surface px-3.5 py-2.5 text-sm leading-[22px]">
            {isAlimtalk && <p className="mb-1.5 font-semibold text-ink-3 text-xs">{t("alimtalk")}</p>}
            {pictureUrl && (
              // biome-ignore lint/performance/noImgElement: thumbnails are already small, and the optimizer is off
              <img src={pictureUrl} alt={t("picture")} className="mb-2 w-full rounded-md" />
            )}
            {subject && <p className="mb-1 font-semibold">{subject}</p>}
            {text === "" ? <span className="text-ink-3">{t("empty")}</span> : <Marked text={text} marked={marked} />}
          </div>
        </div>
      </div>
    </section>
  );
}

function Marked({ text, marked }: { text: string; marked: readonly string[] }) {
  const first = marked.find((part) => part !== "" && text.includes(part));
  if (!first) return text;
  const at = text.indexOf(first);
  const rest = marked.filter((part) => part !== first);
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-sm bg-deferred-surface text-deferred">{first}</mark>
      <Marked text={text.slice(at + first.length)} marked={rest} />
    </>
  );
}
