import type { PhoneChannel } from "@/db/enums";
import { cutToBytes, eucKrBytes, type Unsupported, unsupportedCharacters } from "./euc-kr";

export const SMS_BYTES = 90;
export const LMS_BYTES = 2_000;
export const SUBJECT_BYTES = 40;
/** Alimtalk counts characters, not bytes. */
export const ALIMTALK_CHARACTERS = 1_000;

export type PhoneText = {
  /** Clean and filled in: what the phone shows. */
  text: string;
  subject?: string | null;
  hasImage?: boolean;
  alimtalk?: boolean;
  /** Whether a text longer than SMS may become LMS, which costs more. */
  mayBeLong?: boolean;
};

/** `key` is one of the `errors` catalogue, `params` fills its blanks. */
export type TextIssue =
  | { key: "phoneTextRequired"; field: "text" }
  | { key: "phoneTextCharacters"; field: "text" | "subject"; params: { characters: string }; found: Unsupported[] }
  | {
      key: "smsTooLong" | "lmsTooLong" | "alimtalkTooLong";
      field: "text";
      params: { length: number; maximum: number; over: number };
    }
  | { key: "subjectTooLong"; field: "subject"; params: { length: number; maximum: number; over: number } }
  | { key: "subjectNotOnSms" | "subjectNotOnAlimtalk"; field: "subject" };

export type TextKind = {
  channel: PhoneChannel;
  /** Of the text alone; for Alimtalk its characters. */
  length: number;
  maximum: number;
  issues: TextIssue[];
};

/** Which channel a rendered text takes, and everything that keeps it from being sent so (rulings 15; Solapi's 1013, 1014, 1029, 1031). */
export function textKind({ text, subject, hasImage, alimtalk, mayBeLong = true }: PhoneText): TextKind {
  const bytes = eucKrBytes(text);
  const isLong = mayBeLong && (bytes > SMS_BYTES || Boolean(subject));
  const channel: PhoneChannel = alimtalk ? "alimtalk" : hasImage ? "mms" : isLong ? "lms" : "sms";
  const length = channel === "alimtalk" ? [...text].length : bytes;
  const { maximum, key } = LIMITS[channel];
  const issues: TextIssue[] = [];
  if (text.trim() === "") issues.push({ key: "phoneTextRequired", field: "text" });
  if (length > maximum) issues.push({ key, field: "text", params: { length, maximum, over: length - maximum } });
  // Alimtalk travels as Unicode and shows emoji.
  if (channel !== "alimtalk") issues.push(...charactersOf(text, "text"));
  if (!subject) return { channel, length, maximum, issues };
  if (channel === "sms") issues.push({ key: "subjectNotOnSms", field: "subject" });
  else if (channel === "alimtalk") issues.push({ key: "subjectNotOnAlimtalk", field: "subject" });
  else {
    const wide = eucKrBytes(subject);
    const params = { length: wide, maximum: SUBJECT_BYTES, over: wide - SUBJECT_BYTES };
    if (params.over > 0) issues.push({ key: "subjectTooLong", field: "subject", params });
    issues.push(...charactersOf(subject, "subject"));
  }
  return { channel, length, maximum, issues };
}

const LIMITS = {
  sms: { maximum: SMS_BYTES, key: "smsTooLong" },
  lms: { maximum: LMS_BYTES, key: "lmsTooLong" },
  mms: { maximum: LMS_BYTES, key: "lmsTooLong" },
  alimtalk: { maximum: ALIMTALK_CHARACTERS, key: "alimtalkTooLong" },
} as const;

const MOST_SHOWN = 5;

function charactersOf(text: string, field: "text" | "subject"): TextIssue[] {
  const found = unsupportedCharacters(text);
  if (found.length === 0) return [];
  const characters = [...new Set(found.map(({ character }) => shown(character)))].slice(0, MOST_SHOWN).join(" ");
  return [{ key: "phoneTextCharacters", field, params: { characters }, found }];
}

/** What nobody could see in a sentence is named by its number. */
const shown = (character: string): string =>
  /^[\p{L}\p{N}\p{P}\p{S}]/u.test(character)
    ? character
    : `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;

/** A subject from the first line of a text, as LMS and MMS want one: at most 40 bytes. */
export const subjectFrom = (text: string): string => cutToBytes(text.trim().split("\n")[0]!, SUBJECT_BYTES).trim();
