import "server-only";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { Locale } from "@/lib/i18n/locale";
import type { LogWords } from "@/lib/messages/export-logs";
import { sayReason } from "./error-text";

/** The words of the ledger's file in the reader's language. */
export function logFileWords(locale: Locale): LogWords {
  const t = wordsIn(locale, "ledgerFile");
  const m = wordsIn(locale, "messages");
  return {
    title: (column) => t(`columns.${column}`),
    kind: (kind) => t(`kinds.${kind}`),
    status: (status) => t(`statuses.${status}`),
    mode: (mode) => m(`modes.${mode}`),
    messageStatus: (status) => m(`looks.${status}`),
    reason: (code) => sayReason(locale, code),
  };
}
