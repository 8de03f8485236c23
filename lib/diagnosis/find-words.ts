import type { Locale } from "@/lib/i18n/locale";
import { allMessages } from "@/lib/i18n/messages";
import type { FindResult, FindWords, SaidResult } from "./find-dto";

type Causes = Record<string, { title: string; why: string } | undefined>;
type Fixes = Record<string, { title: string; how: string; ask: string } | undefined>;

/** Groups with the words of their cause and fix: what one may not do is said by whom to ask. */
export function saidResult(result: FindResult, locale: Locale): SaidResult {
  const { cause: causes, fix: fixes } = allMessages(locale).diagnosisCauses as { cause: Causes; fix: Fixes };
  const wordsOf = ({ cause, fix, may }: FindResult["groups"][number]): FindWords | null => {
    const found = cause === null ? undefined : causes[cause];
    if (!found) return null;
    const todo = fix === null ? undefined : fixes[fix];
    return { title: found.title, why: found.why, fix: todo?.title ?? "", how: (may ? todo?.how : todo?.ask) ?? "" };
  };
  return { ...result, groups: result.groups.map((group) => ({ ...group, words: wordsOf(group) })) };
}
