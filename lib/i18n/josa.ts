const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const RIEUL = 8;
/** Final sound of a digit read in Korean: 영 일 이 삼 사 오 육 칠 팔 구. 0 = open, 8 = ㄹ. */
const DIGIT_FINALS = [21, RIEUL, 0, 16, 0, 0, 1, RIEUL, RIEUL, 0];

/** Final sound of the last letter a reader hears: 0 = a vowel, 8 = ㄹ, null = not known (Latin letters, signs). */
function finalOf(word: string): number | null {
  const last = [...word.replace(/[^\p{L}\p{N}]+$/u, "")].at(-1) ?? "";
  const code = last.codePointAt(0) ?? 0;
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) return (code - HANGUL_FIRST) % 28;
  return /^\d$/.test(last) ? (DIGIT_FINALS[Number(last)] ?? null) : null;
}

const PAIRS: Record<string, [closed: string, open: string]> = {
  "을(를)": ["을", "를"],
  "이(가)": ["이", "가"],
  "은(는)": ["은", "는"],
  "과(와)": ["과", "와"],
  "(으)로": ["으로", "로"],
};

/** Chooses each `을(를)`, `이(가)`, `은(는)`, `과(와)`, `(으)로` of a finished sentence by the sound before it; unknown sounds keep both. */
export const josa = (sentence: string): string =>
  sentence.replace(/(\S+?)(을\(를\)|이\(가\)|은\(는\)|과\(와\)|\(으\)로)/gu, (_, word: string, both: string) => {
    const final = finalOf(word);
    const [closed, open] = PAIRS[both]!;
    if (final === null) return `${word}${both}`;
    const isOpen = final === 0 || (both === "(으)로" && final === RIEUL);
    return `${word}${isOpen ? open : closed}`;
  });
