import "server-only";
import type { AppError, Issue } from "@/lib/errors";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { Locale } from "@/lib/i18n/locale";
import { allMessages } from "@/lib/i18n/messages";

type Params = Record<string, string | number>;

/** Sentence for a key of the `errors` catalogue; a key that isn't there is shown as it is, so that nothing hides. */
export function sayError(locale: Locale, key: string, params: Params = {}): string {
  if (!(key in allMessages(locale).errors)) return key;
  const say = wordsIn(locale, "errors") as unknown as (key: string, params: Params) => string;
  return say(key, params);
}

/** Sentence for a key of the `reasons` catalogue; a code that isn't there is shown as it is. */
export function sayReason(locale: Locale, reason: string, params: Params = {}): string {
  if (!(reason in allMessages(locale).reasons)) return reason;
  const say = wordsIn(locale, "reasons") as unknown as (key: string, params: Params) => string;
  return say(reason, params);
}

export function errorText(locale: Locale, { code, detail }: AppError): string {
  if (detail.message === undefined && detail.reason !== undefined)
    return sayReason(locale, detail.reason, detail.params);
  return sayError(locale, detail.message ?? code, detail.params);
}

export const issueText = (locale: Locale, issue: Issue) => ({
  path: issue.path.map((step) => (typeof step === "symbol" ? String(step) : step)),
  code: issue.message,
  message: sayError(locale, issue.message, issue.params),
});
