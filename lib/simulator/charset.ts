/** The characters of KS X 1001 beside ASCII: what EUC-KR can write in two bytes. Built once, when first asked. */
let twoByte: Set<string> | null = null;

function ksX1001(): Set<string> {
  const decoder = new TextDecoder("euc-kr");
  const found = new Set<string>();
  for (let lead = 0xa1; lead <= 0xfe; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (char.length === 1 && char !== "\ufffd") found.add(char);
    }
  return found;
}

const isPrintable = (code: number) => (code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d || code === 0x09;

/** Bytes in EUC-KR, with one byte for what it can't write. */
export function eucKrBytes(text: string): number {
  let bytes = 0;
  for (const char of text) bytes += char.charCodeAt(0) < 0x80 ? 1 : 2;
  return bytes;
}

/** 1028 for a control character, 1029 for one EUC-KR can't write, null where all is well. */
export function charsetRefusal(text: string): "1028" | "1029" | null {
  twoByte ??= ksX1001();
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code < 0x80 ? !isPrintable(code) : false) return "1028";
    if (code >= 0x80 && !twoByte.has(char)) return "1029";
  }
  return null;
}

/** The text without what EUC-KR can't write, as Solapi cuts it where `strict` is off. */
export function stripped(text: string): string {
  twoByte ??= ksX1001();
  const known = twoByte;
  return [...text].filter((char) => (char < "\u0080" ? isPrintable(char.charCodeAt(0)) : known.has(char))).join("");
}

/** As many whole characters from the front as fit into `bytes` of EUC-KR. */
export function firstBytes(text: string, bytes: number): string {
  let taken = 0;
  let out = "";
  for (const char of text) {
    taken += char < "\u0080" ? 1 : 2;
    if (taken > bytes || char === "\n") break;
    out += char;
  }
  return out;
}
