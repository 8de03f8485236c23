import { maskNumber, normaliseKoreanNumber } from "@/lib/transports/phone-number";
import type { Preview } from "./compose-types";
import type { Draft } from "./draft";

export type Verdict = "send" | "skip" | "mend" | "ask" | "waiting";
export type ResultRow = {
  key: string;
  /** Its line among the typed ones; null for people of a list. */
  line: number | null;
  name: string | null;
  phone: string;
  verdict: Verdict;
  reason: string | null;
};

/** Someone can put the number right; what the law or the recipient decided, nobody here can. */
const MEND = /^phone_/;
const ASK = /consent/;
const verdictOf = (reason: string): Verdict => (MEND.test(reason) ? "mend" : ASK.test(reason) ? "ask" : "skip");

const SHOWN = 2_000;

/** Every typed line with what the server says of it, then those of lists and customers who are left out. */
export function resultRows(draft: Draft, preview: Preview | null): ResultRow[] {
  const refused = new Map(preview?.skipped.map((row) => [row.ordinal, row]));
  const typed = draft.rows.slice(0, SHOWN).map((row, i): ResultRow => {
    const said = refused.get(i);
    return {
      key: `line-${i}`,
      line: i + 1,
      name: row.name ?? null,
      phone: shownNumber(row.phone),
      verdict: said ? verdictOf(said.reason) : preview ? "send" : "waiting",
      reason: said?.reason ?? null,
    };
  });
  const others = (preview?.skipped ?? [])
    .filter((row) => row.ordinal >= draft.rows.length)
    .slice(0, SHOWN)
    .map((row): ResultRow => {
      const verdict = verdictOf(row.reason);
      return {
        key: `other-${row.ordinal}`,
        line: null,
        name: row.name ?? null,
        phone: row.recipient,
        verdict,
        reason: row.reason,
      };
    });
  return [...typed, ...others];
}

/** Masked like everywhere, and never longer than a number. */
function shownNumber(typed: string): string {
  const read = normaliseKoreanNumber(typed);
  return read.kind === "mobile" ? maskNumber(read.number) : maskNumber(typed.replace(/\D/g, ""));
}
