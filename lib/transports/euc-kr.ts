/** A character a phone of any carrier can't show: an emoji, a rare syllable (뷁), a sign outside KS X 1001. */
export type Unsupported = {
  character: string;
  /** Where it begins in the text, counted as a text field counts (UTF-16). */
  index: number;
};

/** Added to the standard later (€ ®) or shown as nothing: carriers don't take them, and decoders disagree on them. */
const LEFT_OUT = /[€®㉾\u3164\ue000-\uf8ff\ufffd]/;
const FIRST = 0xa1;
const LAST = 0xfe;

let table: Set<string> | null = null;

/** KS X 1001, read once out of the decoder that browsers and Node carry: no table of 8,000 characters travels. */
function ksX1001(): Set<string> {
  if (table) return table;
  const decoder = new TextDecoder("euc-kr");
  const size = LAST - FIRST + 1;
  const row = new Uint8Array(size * 2);
  const all = new Set<string>();
  for (let lead = FIRST; lead <= LAST; lead++) {
    for (let i = 0; i < size; i++) row.set([lead, FIRST + i], i * 2);
    for (const character of decoder.decode(row))
      if (character > "\x7f" && !LEFT_OUT.test(character)) all.add(character);
  }
  table = all;
  return all;
}

const isAscii = (character: string) => (character >= " " && character <= "~") || character === "\n";
const isSupported = (character: string) => isAscii(character) || ksX1001().has(character);

/**
 * Bytes as carriers count them: Korean, full-width and signs two, the rest one, a line break one.
 * Takes clean text (NFC, LF); what can't be sent counts two as well, see unsupportedCharacters.
 */
export function eucKrBytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += isAscii(character) ? 1 : 2;
  return bytes;
}

/** The first so many bytes of a text, never half a character. */
export function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += isAscii(character) ? 1 : 2;
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/**
 * Everything in a text that would arrive as ??? or not at all, in order; an emoji made of several code points is one.
 * Solapi drops such characters in silence (solapi.md 0.10), so they are found before.
 */
export function unsupportedCharacters(text: string): Unsupported[] {
  const seen: Unsupported[] = [];
  if ([...text].every(isSupported)) return seen;
  for (const { segment, index } of new Intl.Segmenter("ko", { granularity: "grapheme" }).segment(text))
    if (![...segment].every(isSupported)) seen.push({ character: segment, index });
  return seen;
}
