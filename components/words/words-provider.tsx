"use client";
import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { type Locale, TIME_ZONE } from "@/lib/i18n/locale";
import type { Messages } from "@/lib/i18n/messages";

type Props = { locale: Locale; messages: Partial<Messages>; children: ReactNode };

export function WordsProvider({ locale, messages, children }: Props) {
  return (
    <IntlProvider locale={locale} messages={messages as Messages} timeZone={TIME_ZONE}>
      {children}
    </IntlProvider>
  );
}
