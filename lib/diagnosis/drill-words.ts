import type { Locale } from "@/lib/i18n/locale";
import { allMessages } from "@/lib/i18n/messages";
import type { DrillList } from "./drill-dto";

type Causes = Record<string, { title: string; why: string } | undefined>;

const causesOf = (locale: Locale) => allMessages(locale).diagnosisCauses.cause as Causes;

/** What a cause is called. */
export const causeTitle = (cause: string, locale: Locale): string => causesOf(locale)[cause]?.title ?? cause;

/** Drills with what the diagnosis says of each, in the reader's words. */
export function saidDrills(list: DrillList, locale: Locale): DrillList {
  const causes = causesOf(locale);
  const said = (rows: DrillList["open"]) =>
    rows.map((row) => ({ ...row, words: row.verdict?.cause ? (causes[row.verdict.cause] ?? null) : null }));
  return { ...list, open: said(list.open), past: said(list.past) };
}
