import type { MessageMode, MessagePurpose, PhoneChannel } from "@/db/enums";
import type { PhoneRefusal } from "@/lib/transports/phone-number";
import { adRefusalOf, type Consent } from "./ad-rules";
import { type Carriage, carriageOf, firstChannelOf } from "./channel";
import type { SkipReason } from "./reasons";
import { missingIn, renderText, usedVariables, type Variables, variablesOf } from "./template";

/** What stands against a number, as a row says it. */
export const phoneReasons: Record<PhoneRefusal, SkipReason> = {
  empty: "phone_missing",
  too_short: "phone_short",
  landline: "phone_landline",
  foreign: "phone_foreign",
  invalid: "phone_invalid",
};

/** Someone a message was asked for, before any rule was asked. */
export type Candidate = Consent & {
  /** Their place in the request, from 0. */
  ordinal: number;
  customerId: number | null;
  name: string | null;
  variables: Variables;
  /** What the same number has in common wherever it appears; null where there is no usable one. */
  phoneId: string | null;
  phoneReason: SkipReason | null;
  deleted: boolean;
};

export type MessageText = {
  messageMode: MessageMode;
  purpose: MessagePurpose;
  rawBody: string;
  subject: string | null;
};

export type PlannedRow<C extends Candidate = Candidate> = {
  candidate: C;
  /** 1, 2, …: the same number with another text. */
  variant: number;
  channel: PhoneChannel;
  fallback: PhoneChannel | null;
  length: number;
  /** Only those the text uses. */
  variables: Record<string, string> | null;
  /** Null: it goes. */
  reason: SkipReason | null;
};

export type Planned<C extends Candidate = Candidate> = {
  /** One for each row of the ledger, in the order asked for. */
  rows: PlannedRow<C>[];
  /** The same number with the same text as an earlier one: no row, and nothing sent twice (rulings 1). */
  duplicates: C[];
};

/** Texts of one number beyond this aren't a message any more; they also fit the column. */
const VARIANTS_MAX = 20;

/**
 * Who gets which text by which channel, and why not (C-21, S3-10). Every candidate is either a row or a duplicate:
 * nobody disappears (S0-01, D-15).
 * @param isNight whether it would go out between 21:00 and 08:00
 */
export function planRecipients<C extends Candidate>(
  candidates: readonly C[],
  message: MessageText,
  isNight: boolean,
): Planned<C> {
  const names = variablesOf(message.rawBody);
  const carry = rememberOne((text: string) => carriageOf(message.messageMode, text, message.subject));
  const textsOf = new Map<string, string[]>();
  const rows: PlannedRow<C>[] = [];
  const duplicates: C[] = [];
  for (const candidate of candidates) {
    const text = names.length === 0 ? message.rawBody : renderText(message, candidate.variables);
    const { phoneId } = candidate;
    let variant = 0;
    if (phoneId !== null) {
      const texts = textsOf.get(phoneId);
      if (texts?.includes(text)) {
        duplicates.push(candidate);
        continue;
      }
      if (texts) variant = texts.push(text) - 1;
      else textsOf.set(phoneId, [text]);
    }
    const variables = usedVariables(names, candidate.variables);
    const ownReason = ownReasonOf(candidate, message, isNight, variant);
    const missing = ownReason === null && missingIn(names, candidate.variables).length > 0;
    if (ownReason !== null || missing) {
      const reason = ownReason ?? "variable_missing";
      const channel = firstChannelOf(message.messageMode);
      rows.push({ candidate, variant, channel, fallback: null, length: 0, variables, reason });
      continue;
    }
    const { issues, ...carriage } = carry(text);
    rows.push({ candidate, variant, ...carriage, variables, reason: textReasonOf(issues) });
  }
  return { rows, duplicates };
}

/** What stands against a person whatever the text is. */
function ownReasonOf(candidate: Candidate, { purpose }: MessageText, isNight: boolean, variant: number) {
  if (candidate.deleted) return "customer_deleted";
  if (candidate.phoneId === null) return candidate.phoneReason ?? "phone_missing";
  if (variant >= VARIANTS_MAX) return "too_many_texts";
  return purpose === "ad" ? adRefusalOf(candidate, isNight) : null;
}

/** A text that fits by itself may not, once a long name stands in it. */
function textReasonOf(issues: Carriage["issues"]): SkipReason | null {
  const [issue] = issues;
  if (!issue) return null;
  return issue.key === "phoneTextCharacters" ? "unsupported_characters" : "text_too_long";
}

/** Most messages are one text for all: what was found for it is found once. */
function rememberOne<R>(find: (text: string) => R): (text: string) => R {
  let last: { text: string; found: R } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, found: find(text) };
    return last.found;
  };
}
