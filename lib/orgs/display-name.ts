/** Blanks, and what Unicode says to show as nothing, are not enough to see. */
const VISIBLE = /[^\s\p{DI}\u2800]/u;

/**
 * A name as people read it: NFC, one line, no control or direction characters, blanks folded and trimmed. Empty when
 * nothing would be visible.
 */
export function displayName(text: string): string {
  const name = text
    .replace(/\p{Cs}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .normalize("NFC");
  return VISIBLE.test(name) ? name : "";
}
