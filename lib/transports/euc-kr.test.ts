import fc from "fast-check";
import { expect, test } from "vitest";
import { cutToBytes, eucKrBytes, unsupportedCharacters } from "./euc-kr";

test.each([
  ["", 0],
  ["abc 123", 7],
  ["가나다", 6],
  ["안녕\nHi", 7],
  ["①★℃", 6],
  ["（광고）", 8],
])("%j takes %i bytes", (text, bytes) => {
  expect(eucKrBytes(text)).toBe(bytes);
  expect(unsupportedCharacters(text)).toEqual([]);
});

test("what a phone can't show is found where it stands, an emoji of several parts as one", () => {
  expect(unsupportedCharacters("안녕😀 뷁\t€ 👨‍👩‍👧!")).toEqual([
    { character: "😀", index: 2 },
    { character: "뷁", index: 5 },
    { character: "\t", index: 6 },
    { character: "€", index: 7 },
    { character: "👨‍👩‍👧", index: 9 },
  ]);
});

test("exactly KS X 1001 is sent: every pair of bytes it defines, and nothing of what lies beside it", () => {
  const decoder = new TextDecoder("euc-kr", { fatal: true });
  const decode = (pair: number[]) => {
    try {
      return decoder.decode(new Uint8Array(pair));
    } catch {
      return null;
    }
  };
  let hangul = 0;
  let all = 0;
  for (let lead = 0xa1; lead <= 0xfe; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const character = decode([lead, trail]);
      const isPrivate = !character || /[\ue000-\uf8ff\u3164€®㉾]/.test(character);
      if (isPrivate) continue;
      all++;
      if (/^[가-힣]$/.test(character)) hangul++;
      expect(unsupportedCharacters(character), character).toEqual([]);
      expect(eucKrBytes(character)).toBe(2);
    }
  expect({ hangul, all }).toEqual({ hangul: 2350, all: 8223 });
  let syllables = 0;
  for (let code = 0xac00; code <= 0xd7a3; code++)
    if (unsupportedCharacters(String.fromCharCode(code)).length === 0) syllables++;
  expect(syllables).toBe(2350);
});

const texts = fc.string({
  unit: fc.oneof(fc.constantFrom(..."가나 ab1\n①뷁😀"), fc.string({ unit: "grapheme", maxLength: 1 })),
});

test("bytes add up, and a cut is the longest beginning that fits", () => {
  fc.assert(
    fc.property(texts, texts, fc.nat(60), (a, b, maxBytes) => {
      expect(eucKrBytes(a + b)).toBe(eucKrBytes(a) + eucKrBytes(b));
      const cut = cutToBytes(a, maxBytes);
      expect(a.startsWith(cut)).toBe(true);
      expect(eucKrBytes(cut)).toBeLessThanOrEqual(maxBytes);
      const next = [...a.slice(cut.length)][0];
      if (next) expect(eucKrBytes(cut + next)).toBeGreaterThan(maxBytes);
    }),
  );
});

test("what is found stands where it says", () => {
  fc.assert(
    fc.property(texts, (text) => {
      for (const { character, index } of unsupportedCharacters(text))
        expect(text.slice(index, index + character.length)).toBe(character);
    }),
  );
});
