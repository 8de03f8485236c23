/** Why a number can't get a text; each has its words in the `phones` catalogue (C-21). */
export const phoneRefusals = ["empty", "too_short", "landline", "foreign", "invalid"] as const;
export type PhoneRefusal = (typeof phoneRefusals)[number];

export type PhoneReading =
  /** Digits only, ten or eleven, beginning with 01. */
  { kind: "mobile"; number: string } | { kind: "refused"; reason: PhoneRefusal };

/** What people put between digits: blanks, full stops and whatever looks like a dash. A comma may part two numbers, so it stays. */
const SEPARATORS = /[\s\p{Pd}\p{Cf}.−ーᅳ]/gu;
/** (010)1234-5678 and +82(0)10: brackets further back hold something else, an extension perhaps. */
const LEADING_BRACKETS = /^(\+?\d{0,2})\((\d{1,4})\)/;
const MOBILE = /^01[016789]\d{7,8}$/;
/** Area codes, and numbers that ring but read nothing: 070, 050x, 080, 060, 030 and the eight digits of a company. */
const RINGS_ONLY = /^(?:02\d{7,8}|0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])\d{7,8}|0(?:[35678]0)\d{7,9}|1[568]\d{6})$/;
/** Fewer is no whole number (S3-10). */
const LEAST_DIGITS = 10;

/** Digits as a person typed them: full-width ones become plain, what separates them goes; letters stay and are seen. */
export const bareDigits = (text: string): string =>
  text.normalize("NFKC").replace(SEPARATORS, "").replace(LEADING_BRACKETS, "$1$2");

/** A Korean number as it is dialled at home, from +82, 0082, 82 or nothing in front; null for another country's. */
function domestic(bare: string): string | null {
  const abroad = /^(?:\+|00(?=[1-9]))(?<rest>.*)$/.exec(bare)?.groups?.rest;
  if (abroad === undefined) return /^820?1[016789]\d{7,8}$/.test(bare) ? trunk(bare.slice(2)) : bare;
  return abroad.startsWith("82") ? trunk(abroad.slice(2)) : null;
}
const trunk = (digits: string): string => (digits === "" || digits.startsWith("0") ? digits : `0${digits}`);

/**
 * Reads a recipient's number as people write it: hyphens, blanks, full-width digits, +82.
 * Only a mobile number can get a text; any other is refused with its reason (C-21, S3-10).
 */
export function normaliseKoreanNumber(text: string | null | undefined): PhoneReading {
  const refused = (reason: PhoneRefusal): PhoneReading => ({ kind: "refused", reason });
  const bare = bareDigits(text ?? "");
  if (bare === "") return refused("empty");
  if (!/^\+?\d+$/.test(bare)) return refused("invalid");
  const number = domestic(bare);
  if (number === null) return refused("foreign");
  if (MOBILE.test(number)) return { kind: "mobile", number };
  if (RINGS_ONLY.test(number)) return refused("landline");
  return refused(number.length < LEAST_DIGITS ? "too_short" : "invalid");
}

/** Groups of a number of digits as Korea writes them; one that fits no pattern stays as it is. */
function groups(digits: string): string[] {
  const match =
    /^(1[568]\d\d)(\d{4})$/.exec(digits) ??
    /^(02)(\d{3,4})(\d{4})$/.exec(digits) ??
    /^(0[35]0\d)(\d{3,4})(\d{4})$/.exec(digits.length > 11 ? digits : "") ??
    /^(0\d\d)(\d{3,4})(\d{4})$/.exec(digits);
  return match ? match.slice(1) : [digits];
}

/** `01000005678` → `010-0000-5678`. */
export const hyphenate = (digits: string): string => groups(digits).join("-");

/** `01000005678` → `010-****-5678` (product.md 17). What has no known shape shows at most its last four digits. */
export function maskNumber(digits: string): string {
  const parts = groups(digits);
  if (parts.length === 3) return `${parts[0]}-${"*".repeat(parts[1]!.length)}-${parts[2]}`;
  return digits.length >= 8 ? `****${last4(digits)}` : "****";
}

/** By what a person finds a number again without seeing all of it. */
export const last4 = (digits: string): string => digits.slice(-4);
