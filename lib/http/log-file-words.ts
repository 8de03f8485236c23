import "server-only";
import type { Layer } from "@/db/enums";
import { conditionOf, conditionOfRun } from "@/lib/diagnosis/of-reason";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { Locale } from "@/lib/i18n/locale";
import { allMessages } from "@/lib/i18n/messages";
import type { LogWords } from "@/lib/messages/export-logs";
import { sayReason } from "./error-text";

/** The words of the ledger's file in the reader's language. */
export function logFileWords(locale: Locale): LogWords {
  const t = wordsIn(locale, "ledgerFile");
  const m = wordsIn(locale, "messages");
  const x = wordsIn(locale, "xray");
  const layer = (found: Layer | undefined) => (found === undefined ? "" : x(`layers.${found}`));
  return {
    title: (column) => t(`columns.${column}`),
    kind: (kind) => t(`kinds.${kind}`),
    status: (status) => t(`statuses.${status}`),
    mode: (mode) => m(`modes.${mode}`),
    messageStatus: (status) => m(`looks.${status}`),
    runStop: ({ status, reasonCode }) => ({
      layer: layer(conditionOfRun(status, reasonCode)?.layer),
      reason: reasonCode === null ? "" : runReason(locale, reasonCode),
    }),
    messageStop: (code) => ({
      layer: code === null ? "" : layer(conditionOf("phone", code)?.layer),
      reason: code === null ? "" : sayReason(locale, code),
    }),
  };
}

/** A run's own words: those of a text would speak of Solapi where a bot is meant. */
function runReason(locale: Locale, code: string): string {
  const { reasons, rules } = allMessages(locale).logs;
  return ({ ...rules, ...reasons } as Record<string, string>)[code] ?? code;
}
