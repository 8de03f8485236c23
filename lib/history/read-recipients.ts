import { bareDigits, normaliseKoreanNumber } from "@/lib/transports/phone-number";

/** Somebody an old message was meant for. */
export type OldRecipient = {
  /** What the same number has in common however it was written; null where it can't be read at all. */
  digits: string | null;
  name: string | null;
  /** Why no text could go there, in the words of our own rows. */
  reason: string | null;
};

const REASONS = {
  empty: "phone_missing",
  too_short: "phone_short",
  landline: "phone_landline",
  foreign: "phone_foreign",
  invalid: "phone_invalid",
} as const;
/** Shorter is no number anybody dialled. */
const LEAST_DIGITS = 7;
const LEFT_OUT_ZERO = /^1[016789]\d{7,8}$/;

/** One number of an old list: hyphens, blanks, +82 and the leading zero a spreadsheet left out (C-08). */
export function readOldNumber(text: string, name: string | null = null): OldRecipient {
  const bare = bareDigits(text);
  const reading = normaliseKoreanNumber(LEFT_OUT_ZERO.test(bare) ? `0${bare}` : text);
  if (reading.kind === "mobile") return { digits: reading.number, name, reason: null };
  const digits = /^\+?\d+$/.test(bare) ? bare.replace(/^\+/, "") : "";
  return { digits: digits.length >= LEAST_DIGITS ? digits : null, name, reason: REASONS[reading.reason] };
}

/**
 * The list an old message kept in one cell: JSON of numbers or of people, or numbers with anything between them. Null where
 * there is none: that message can't be recovered from itself (C-06).
 */
export function readOldList(cell: string): OldRecipient[] | null {
  const text = cell.trim();
  if (text === "" || /^(null|none|nan|undefined|\[\s*\]|\{\s*\})$/i.test(text)) return null;
  const list = /^[[{]/.test(text) ? fromJson(text) : text.split(/[,;|\n\r\t]+/).map((part) => readOldNumber(part));
  const people = list.filter(({ digits, reason }) => digits !== null || reason !== REASONS.empty);
  return people.length > 0 ? people : null;
}

const PHONE_KEYS = ["phone", "to", "number", "phoneNumber", "phone_number", "recipient", "recipientNumber", "mobile"];

function fromJson(text: string): OldRecipient[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Python's lists, and JSON with single quotes: what stands between the quotes is what matters.
    return (text.match(/\+?\d[\d\s().-]{5,}\d/g) ?? []).map((part) => readOldNumber(part));
  }
  return (Array.isArray(value) ? value : [value]).map((entry: unknown) => {
    if (typeof entry === "string" || typeof entry === "number") return readOldNumber(String(entry));
    const fields = typeof entry === "object" && entry !== null ? (entry as Record<string, unknown>) : {};
    const key = PHONE_KEYS.find((name) => fields[name] !== undefined && fields[name] !== null);
    const name = typeof fields.name === "string" && fields.name !== "" ? fields.name.slice(0, 60) : null;
    return readOldNumber(key ? String(fields[key]) : "", name);
  });
}
