import { commonWords } from "./common-passwords";

/** Lengths in code points (security.md §1c). There are no rules about kinds of characters. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;
/** Other characters a password needs beside known words, digits and signs. */
const LEFT_MIN = 4;
/** Letters that say the same again and again are one idea, from this many on. */
const REPEATED_MIN = 8;

export type PasswordIssue = "passwordShort" | "passwordLong" | "passwordCommon" | "passwordPersonal";

const letters = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}]/gu, "");

const without = (text: string, words: readonly string[]) =>
  words.reduce((rest, word) => (word.length >= 2 ? rest.replaceAll(word, "") : rest), text);

const longestFirst = (words: readonly string[]) => [...words].sort((a, b) => b.length - a.length);

/** Long figures are hard to guess too, unless they run or repeat: 12 digits that count up are one idea. */
function digitsAreRandom(password: string): boolean {
  const digits = password.replace(/\D/g, "");
  const steps = new Set([...digits].slice(1).map((digit, i) => (Number(digit) - Number(digits[i]) + 10) % 10));
  return digits.length >= 10 && steps.size >= 5;
}

const repeats = (password: string) => /^(.{1,6}?)\1+.{0,3}$/su.test(password);

/**
 * Why a password may not be used, or null. Long is enough, unless it is one of those everybody tries first.
 * @param about what a stranger would guess about this person: id, name, organisation, brand
 */
export function passwordIssue(password: string, about: readonly string[] = []): PasswordIssue | null {
  const canonical = password.normalize("NFC");
  const length = [...canonical].length;
  if (length < PASSWORD_MIN) return "passwordShort";
  if (length > PASSWORD_MAX) return "passwordLong";
  const text = letters(canonical);
  // The figures of one's own id are no secret either.
  const figures = without(canonical.toLowerCase(), longestFirst(about.map((word) => word.toLowerCase())));
  const isLeftTooLittle = (rest: string) => [...rest].length < LEFT_MIN && !digitsAreRandom(figures);
  const personal = [
    "dochak",
    "도착",
    ...about.flatMap((word) => [letters(word), ...word.split(/[^\p{L}]+/u).map(letters)]),
  ];
  const anonymous = without(text, longestFirst(personal));
  if (anonymous !== text && isLeftTooLittle(without(anonymous, commonWords))) return "passwordPersonal";
  const doesRepeat = repeats(canonical.toLowerCase()) || (text.length >= REPEATED_MIN && repeats(text));
  return doesRepeat || isLeftTooLittle(without(text, commonWords)) ? "passwordCommon" : null;
}
