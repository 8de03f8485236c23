import * as en from "./en/all";
import * as ko from "./ko/all";
import type { Locale } from "./locale";

type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> };

/** Korean is the original: English must have exactly its keys. */
export type Messages = typeof ko;
export type Area = keyof Messages;

const english: { [A in Area]: Words<Messages[A]> } = en;
const catalogues: Record<Locale, { [A in Area]: Words<Messages[A]> }> = { ko, en: english };

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

/** Everything in one language. */
export const allMessages = (locale: Locale): Messages => catalogues[locale] as Messages;
