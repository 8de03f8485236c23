/** A name as people read it: NFC, one line, no control or direction characters, blanks folded and trimmed. */
export const displayName = (text: string): string =>
  text
    .replace(/\p{Cs}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .normalize("NFC");
