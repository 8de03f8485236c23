"use client";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { IntlProvider } from "use-intl";
import { type Locale, TIME_ZONE } from "@/lib/i18n/locale";
import type { Messages } from "@/lib/i18n/messages";

type Props = { locale: Locale; messages: Partial<Messages>; children: ReactNode };

/** What the providers further out brought: IntlProvider itself would hide it. */
const Outer = createContext<Partial<Messages>>({});

export function WordsProvider({ locale, messages, children }: Props) {
  const outer = useContext(Outer);
  const all = useMemo(() => ({ ...outer, ...messages }), [outer, messages]);
  return (
    <Outer value={all}>
      <IntlProvider locale={locale} messages={all as Messages} timeZone={TIME_ZONE}>
        {children}
      </IntlProvider>
    </Outer>
  );
}
