/** Length as people and MySQL count it: code points, so 😀 is one. */
export const textLength = (text: string): number => [...text].length;

/**
 * What may travel: NFC, LF line ends, no control characters, no bidi overrides, no lone surrogates.
 * Tabs, line breaks and the joiners of emoji stay.
 */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, "\n")
    .replace(/(?![\n\t])\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .normalize("NFC");

/** Blanks, and what Unicode says to show as nothing, are not enough to see. */
const VISIBLE = /[^\s\p{DI}\u2800]/u;

/** A single line of clean text, spaces folded and trimmed: names and titles. Empty when nothing would be visible. */
export function cleanLine(text: string): string {
  const line = cleanText(text).replace(/\s+/gu, " ").trim();
  return VISIBLE.test(line) ? line : "";
}

/** Clean text without blank edges at the end, or null when nothing would be visible. */
export function cleanBody(text: string): string | null {
  const clean = cleanText(text).replace(/\s+$/u, "");
  return VISIBLE.test(clean) ? clean : null;
}
