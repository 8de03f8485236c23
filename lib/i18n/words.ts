import "server-only";
import { cookies } from "next/headers";
import { wordsIn } from "./catalogue";
import { LOCALE_COOKIE, type Locale, toLocale } from "./locale";
import type { Area } from "./messages";

/** The language of the person whose request this is. */
export async function requestLocale(): Promise<Locale> {
  return toLocale((await cookies()).get(LOCALE_COOKIE)?.value);
}

/** Translator of one area in the language of this request. */
export async function words<A extends Area>(area: A) {
  return wordsIn(await requestLocale(), area);
}
