/**
 * CP949, what Excel in Korea calls CSV: KS X 1001 as the platform's decoder knows it, and the 8,822 syllables Microsoft
 * put beside it, which that decoder leaves out. Those stand in the order of Unicode, so they need no table either.
 */
const LEADS = { first: 0x81, last: 0xfe };
const TRAILS = 0x100;
const REPLACEMENT = 0xfffd;
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** The trail bytes of the added syllables, letters first; beyond lead 0xa0 only those below KS X 1001's own. */
const ADDED_TRAILS = [...range(0x41, 0x5a), ...range(0x61, 0x7a), ...range(0x81, 0xfe)];
const LAST_NARROW_TRAIL = 0xa0;
/** Added to the standard after the platform's decoder was made. */
const ADDED_SIGNS = [
  [0xe6, "€"],
  [0xe7, "®"],
] as const;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

let table: Uint16Array | null = null;

function cp949(): Uint16Array {
  if (table) return table;
  const codes = new Uint16Array((LEADS.last - LEADS.first + 1) * TRAILS).fill(REPLACEMENT);
  const at = (lead: number, trail: number) => (lead - LEADS.first) * TRAILS + trail;
  const decoder = new TextDecoder("euc-kr");
  const known = new Set<number>();
  for (const lead of range(0xa1, LEADS.last))
    for (const trail of range(0xa1, 0xfe)) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length !== 1) continue;
      codes[at(lead, trail)] = text.charCodeAt(0);
      known.add(text.charCodeAt(0));
    }
  const added = range(FIRST_SYLLABLE, LAST_SYLLABLE).filter((code) => !known.has(code));
  let next = 0;
  for (const lead of range(LEADS.first, 0xc6))
    for (const trail of ADDED_TRAILS) {
      if (lead > 0xa0 && trail > LAST_NARROW_TRAIL) break;
      const code = added[next++];
      if (code !== undefined) codes[at(lead, trail)] = code;
    }
  for (const [trail, sign] of ADDED_SIGNS) codes[at(0xa2, trail)] = sign.charCodeAt(0);
  table = codes;
  return codes;
}

const CHUNK = 8192;

/** Decodes bytes that come in pieces; a character may be cut between two of them. */
export function createCp949Decoder(): { decode: (bytes: Uint8Array) => string; end: () => string } {
  const codes = cp949();
  let lead = 0;
  return {
    decode(bytes) {
      let text = "";
      for (let from = 0; from < bytes.length; from += CHUNK) {
        const part = bytes.subarray(from, from + CHUNK);
        const out: number[] = [];
        for (const byte of part) {
          if (lead !== 0) {
            const code = codes[(lead - LEADS.first) * TRAILS + byte] ?? REPLACEMENT;
            out.push(code);
            // A broken pair doesn't swallow the comma or the line break behind it.
            if (code === REPLACEMENT && byte < 0x80) out.push(byte);
            lead = 0;
          } else if (byte < 0x80) out.push(byte);
          else if (byte >= LEADS.first && byte <= LEADS.last) lead = byte;
          else out.push(REPLACEMENT);
        }
        text += String.fromCharCode(...out);
      }
      return text;
    },
    end: () => (lead === 0 ? "" : String.fromCharCode(REPLACEMENT)),
  };
}
