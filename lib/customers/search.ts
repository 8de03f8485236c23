import { bareDigits, normaliseKoreanNumber } from "@/lib/transports/phone-number";

/** What a person looks for: one number in any writing of it, its last four digits, or words of a name or a code (S0-26). */
export type CustomerSearch =
  | { kind: "number"; digits: string }
  | { kind: "last4"; digits: string }
  | { kind: "words"; words: string };

/** Null where nothing is looked for. A number that can't get a text is no number to us, so it is looked for as words. */
export function readSearch(text: string | undefined): CustomerSearch | null {
  const words = (text ?? "").normalize("NFC").trim();
  if (words === "") return null;
  const reading = normaliseKoreanNumber(words);
  if (reading.kind === "mobile") return { kind: "number", digits: reading.number };
  const digits = bareDigits(words);
  return /^\d{4}$/.test(digits) ? { kind: "last4", digits } : { kind: "words", words };
}
