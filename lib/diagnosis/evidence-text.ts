/** Longer words of a program say no more. */
const LONGEST = 200;

/**
 * Words of a program or a provider, as they may leave the house: without values of statements, quoted text, numbers long enough
 * to be somebody's, and addresses.
 */
export function safeText(text: string): string {
  const words = text
    .split(/\b(?:params?|values?)\s*[:(]/i)[0]!
    .replace(/(["'`])(?:(?!\1)[^\\]|\\.)*\1/g, "…")
    .replace(/\bhttps?:\/\/\S+/gi, "…")
    .replace(/\+?\d(?:[\d\s().-]{5,}\d)/g, "***")
    .replace(/\s+/g, " ")
    .trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

/** The shape of a number as it is shown, or of one that is whole: `010-****-5678` stays, `010-0000-5678` doesn't. */
const WHOLE_NUMBER = /(?<![\d*])(?:\+82[- ]?|0)\d{1,3}[-. ]?\d{3,4}[-. ]?\d{4}(?![\d-])/g;

/** Whatever was gathered, once more: no whole phone number leaves in any text, wherever it came from. */
export function withoutNumbers<T>(value: T): T {
  const walk = (one: unknown): unknown => {
    if (typeof one === "string") return one.replace(WHOLE_NUMBER, "***");
    if (one instanceof Date) return one.toISOString();
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one === "object" && one !== null)
      return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner)]));
    return one;
  };
  return walk(value) as T;
}
