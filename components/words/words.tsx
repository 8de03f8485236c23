import type { ReactNode } from "react";
import { messagesOf } from "@/lib/i18n/catalogue";
import type { Area } from "@/lib/i18n/messages";
import { requestLocale } from "@/lib/i18n/words";
import { WordsProvider } from "./words-provider";

/** Gives the client components inside it the catalogues they speak and `common`, and no more, so that pages stay small. */
export async function Words({ areas, children }: { areas: readonly Area[]; children: ReactNode }) {
  const locale = await requestLocale();
  return (
    <WordsProvider locale={locale} messages={messagesOf(locale, ["common", ...areas])}>
      {children}
    </WordsProvider>
  );
}
