import "server-only";
import { cookies } from "next/headers";
import { createTranslator } from "use-intl/core";
import { LOCALE_COOKIE, type Locale, TIME_ZONE, toLocale } from "./locale";
import { type Area, allMessages } from "./messages";

/** The language of the person whose request this is. */
export async function requestLocale(): Promise<Locale> {
  return toLocale((await cookies()).get(LOCALE_COOKIE)?.value);
}

/** Translator of one area in a given language, for code outside a page. */
export const wordsIn = <A extends Area>(locale: Locale, area: A) =>
  createTranslator({ locale, messages: allMessages(locale), namespace: area, timeZone: TIME_ZONE });

/** Translator of one area in the language of this request. */
export async function words<A extends Area>(area: A) {
  return wordsIn(await requestLocale(), area);
}
