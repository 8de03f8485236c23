import type { MessageMode, PhoneChannel } from "@/db/enums";
import { type PhoneText, type TextIssue, textKind } from "@/lib/transports/text-kind";

/** What carries a message whose text isn't known, and to what its first leg counts. */
const FIRST: Record<MessageMode, PhoneChannel> = {
  sms: "sms",
  lms: "lms",
  mms: "mms",
  alimtalk: "alimtalk",
  both: "alimtalk",
};

export type Carriage = {
  channel: PhoneChannel;
  /** `both`: what carries the text where Alimtalk certainly refuses it (C-23); null else. */
  fallback: PhoneChannel | null;
  /** In bytes as carriers count; of Alimtalk, in characters. */
  length: number;
  /** Everything that keeps it from being sent so. */
  issues: TextIssue[];
};

export const firstChannelOf = (mode: MessageMode): PhoneChannel => FIRST[mode];

const carriageBy = (text: PhoneText): Omit<Carriage, "fallback"> => {
  const { channel, length, issues } = textKind(text);
  return { channel, length, issues };
};

/**
 * What carries one rendered text (rulings 15). `sms` stays SMS whatever happens; `lms` becomes LMS over 90 bytes or with a
 * subject and costs an SMS otherwise; `mms` always carries its image; the text behind an Alimtalk may be long.
 */
export function carriageOf(mode: MessageMode, text: string, subject: string | null): Carriage {
  if (mode !== "alimtalk" && mode !== "both")
    return { ...carriageBy({ text, subject, hasImage: mode === "mms", mayBeLong: mode !== "sms" }), fallback: null };
  const first = carriageBy({ text, alimtalk: true });
  if (mode === "alimtalk") return { ...first, fallback: null };
  const second = carriageBy({ text, subject });
  return { ...first, fallback: second.channel, issues: [...first.issues, ...second.issues] };
}
