import "server-only";
import compile from "icu-minify/compile";
import { createTranslator } from "use-intl/core";
import formatMessage from "use-intl/format-message";
import { type Locale, TIME_ZONE } from "./locale";
import { type Area, allMessages, type Messages } from "./messages";

type Tree = { [key: string]: string | Tree };

/** As plain objects: the parser's own have no prototype, and React passes no such thing to the browser. */
const parsed = (message: string): unknown => JSON.parse(JSON.stringify(compile(message)));

/** Every ICU message of a catalogue, parsed. */
export const compiled = (tree: Tree): unknown =>
  Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, typeof value === "string" ? parsed(value) : compiled(value)]),
  );

const ready = new Map<string, unknown>();

function readyArea(locale: Locale, area: Area): unknown {
  const key = `${locale}/${area}`;
  if (!ready.has(key)) ready.set(key, compiled(allMessages(locale)[area]));
  return ready.get(key);
}

/**
 * Some areas in one language as use-intl takes them. In the app's build it only fills messages in (next.config.ts), so
 * they are parsed here and no page loads the parser; elsewhere it parses them itself.
 */
export function messagesOf(locale: Locale, areas: readonly Area[]): Messages {
  if (formatMessage.raw) return allMessages(locale);
  return Object.fromEntries(areas.map((area) => [area, readyArea(locale, area)])) as Messages;
}

/** Translator of one area in a given language, for code outside a page. */
export const wordsIn = <A extends Area>(locale: Locale, area: A) =>
  createTranslator({ locale, messages: messagesOf(locale, [area]), namespace: area, timeZone: TIME_ZONE });
