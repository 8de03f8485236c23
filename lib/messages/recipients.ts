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
  /** Its key is its place in the request: there is no usable number, or another row must not be kept from it (rulings 1). */
  byOrdinal: boolean;
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
  everyone: readonly C[],
  message: MessageText,
  isNight: boolean,
): Planned<C> {
  const candidates = message.purpose === "ad" ? agreeByNumber(everyone) : everyone;
  const names = variablesOf(message.rawBody);
  const carry = rememberOne((text: string) => carriageOf(message.messageMode, text, message.subject));
  const textsOf = new Map<string, string[]>();
  const rows: PlannedRow<C>[] = [];
  const duplicates: C[] = [];
  for (const candidate of candidates) {
    const text = names.length === 0 ? message.rawBody : renderText(message, candidate.variables);
    // Someone deleted stands in nobody's way who has the same number.
    const phoneId = candidate.deleted ? null : candidate.phoneId;
    const variant = phoneId === null ? 0 : variantOf(textsOf, phoneId, text);
    if (variant === null) {
      duplicates.push(candidate);
      continue;
    }
    const isTooMany = variant >= VARIANTS_MAX;
    const variables = usedVariables(names, candidate.variables);
    const own = { candidate, variant: isTooMany ? 0 : variant, variables, byOrdinal: phoneId === null || isTooMany };
    const reason =
      ownReasonOf(candidate, message, isNight) ??
      (isTooMany ? "too_many_texts" : missingIn(names, candidate.variables).length > 0 ? "variable_missing" : null);
    if (reason !== null) {
      rows.push({ ...own, channel: firstChannelOf(message.messageMode), fallback: null, length: 0, reason });
      continue;
    }
    const { issues, ...carriage } = carry(text);
    rows.push({ ...own, ...carriage, reason: textReasonOf(issues) });
  }
  return { rows, duplicates };
}

/** Which text of its number this is, from 0; null where it was there before. */
function variantOf(textsOf: Map<string, string[]>, phoneId: string, text: string): number | null {
  const texts = textsOf.get(phoneId);
  if (texts?.includes(text)) return null;
  if (!texts) textsOf.set(phoneId, [text]);
  else if (texts.length < VARIANTS_MAX) texts.push(text);
  else return VARIANTS_MAX;
  return (texts?.length ?? 1) - 1;
}

/**
 * One consent counts for a number, and a refusal stands above every consent, whoever of those who share it they are. The row is
 * then that of who agreed: it is their consent that is looked at again before it goes.
 */
function agreeByNumber<C extends Candidate>(candidates: readonly C[]): C[] {
  const known = new Map<string, Consent & { agreed: number | null }>();
  for (const { phoneId, deleted, customerId, adConsent, nightConsent, optedOut } of candidates) {
    if (phoneId === null || deleted) continue;
    const before = known.get(phoneId);
    known.set(phoneId, {
      agreed: before?.agreed ?? (adConsent ? customerId : null),
      adConsent: adConsent || (before?.adConsent ?? false),
      nightConsent: nightConsent || (before?.nightConsent ?? false),
      optedOut: optedOut || (before?.optedOut ?? false),
    });
  }
  return candidates.map((one) => {
    const shared = known.get(one.phoneId ?? "");
    if (!shared || one.deleted) return one;
    const { agreed, ...consent } = shared;
    return { ...one, ...consent, customerId: one.adConsent ? one.customerId : (agreed ?? one.customerId) };
  });
}

/** What stands against a person whatever the text is. */
function ownReasonOf(candidate: Candidate, { purpose }: MessageText, isNight: boolean): SkipReason | null {
  if (candidate.deleted) return "customer_deleted";
  if (candidate.phoneId === null) return candidate.phoneReason ?? "phone_missing";
  return purpose === "ad" ? adRefusalOf(candidate, isNight) : null;
}

/** A text that fits by itself may not, once a long name stands in it. A subject is the same for all: the message's own trouble. */
function textReasonOf(issues: Carriage["issues"]): SkipReason | null {
  const issue = issues.find(({ field }) => field === "text");
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
