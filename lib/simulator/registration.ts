import { cutToBytes, eucKrBytes } from "@/lib/transports/euc-kr";
import type { Account, Template } from "./account";
import { charsetRefusal, stripped } from "./charset";
import { MESSAGE_TYPES, type MessageInput } from "./message";

export type Registration = {
  type: string;
  text: string;
  subject: string | null;
  /** Solapi's code for why it isn't taken, or null. */
  refusal: string | null;
};
/** The account at one moment, arranged for looking up. */
export type Registry = {
  activeSenders: ReadonlySet<string>;
  channels: ReadonlySet<string>;
  templates: ReadonlyMap<string, Template>;
  blocked: ReadonlySet<string>;
  /** `<sender> <recipient>` */
  denials: ReadonlySet<string>;
  files: ReadonlySet<string>;
};

export const registryOf = (account: Account, files: ReadonlySet<string>): Registry => ({
  activeSenders: new Set(account.senders.filter((one) => one.status === "ACTIVE").map((one) => one.phoneNumber)),
  channels: new Set(account.channels.map((one) => one.channelId)),
  templates: new Map(account.templates.map((one) => [one.templateId, one])),
  blocked: new Set(account.blocked),
  denials: new Set(account.denials.map((one) => `${one.senderNumber} ${one.recipientNumber}`)),
  files,
});

const SMS_BYTES = 90;
const LMS_BYTES = 2_000;
const SUBJECT_BYTES = 40;
const KAKAO_CHARS = { ATA: 1_000, CTA: 1_000, CTI: 400 };

/** Explicit type, else template → ATA, kakaoOptions → CTA/CTI, picture → MMS, subject or more than 90 bytes → LMS, else SMS. */
function typeOf({ type, kakaoOptions, imageId, subject }: MessageInput, text: string): string {
  if (type) return type;
  if (kakaoOptions?.templateId) return "ATA";
  if (kakaoOptions) return kakaoOptions.imageId ? "CTI" : "CTA";
  if (imageId) return "MMS";
  return subject || eucKrBytes(text) > SMS_BYTES ? "LMS" : "SMS";
}

/** What Solapi makes of one message when it is added: its type, its text after `strict`'s cleaning, or why not. */
export function register(
  input: MessageInput,
  to: string,
  from: string,
  registry: Registry,
  strict: boolean,
): Registration {
  const isKakao = input.kakaoOptions !== undefined || /^(ATA|CTA|CTI)$/.test(input.type ?? "");
  const given = textOf(input, registry);
  const text = isKakao || strict ? given : stripped(given);
  const type = typeOf(input, text);
  const subject = subjectOf(input, type, text, strict);
  const { customFields, kakaoOptions, imageId } = input;
  const facts = { customFields, kakaoOptions, imageId, type, text, subject, to, from };
  const refusal =
    formRefusal(facts) ??
    numberRefusal(to, from, registry) ??
    (isKakao ? kakaoRefusal(facts, registry) : smsRefusal(facts, registry, strict));
  return { type, text, subject, refusal };
}

/** A template's text is made from its variables where the caller left it out. */
function textOf({ text, kakaoOptions }: MessageInput, registry: Registry): string {
  if (text !== undefined) return text;
  const template = registry.templates.get(kakaoOptions?.templateId ?? "");
  if (!template) return "";
  const variables = kakaoOptions?.variables ?? {};
  return template.content.replace(
    /#\{([^}]+)\}/g,
    (whole, name: string) => variables[whole] ?? variables[name] ?? whole,
  );
}

function subjectOf({ subject }: MessageInput, type: string, text: string, strict: boolean): string | null {
  if (subject !== undefined && subject !== "") return strict ? subject : stripped(subject);
  return type === "LMS" || type === "MMS" ? cutToBytes(text.split("\n", 1)[0] ?? "", SUBJECT_BYTES) : null;
}

type Facts = Pick<MessageInput, "customFields" | "kakaoOptions" | "imageId"> & {
  to: string;
  from: string;
  type: string;
  text: string;
  subject: string | null;
};

function formRefusal({ to, from, text, type, customFields, kakaoOptions }: Facts): string | null {
  if (!(MESSAGE_TYPES as readonly string[]).includes(type)) return "1025";
  if (to === "" || text === "" || (from === "" && kakaoOptions?.disableSms !== true)) return "1010";
  if (!/^\d{8,12}$/.test(to)) return "1011";
  const fields = Object.entries(customFields ?? {});
  const isField = ([key, value]: [string, unknown]) =>
    key.length <= 30 && typeof value === "string" && value.length <= 1_000;
  return fields.every(isField) ? null : "1032";
}

function numberRefusal(to: string, from: string, registry: Registry): string | null {
  if (from !== "" && !registry.activeSenders.has(from)) return "1062";
  if (registry.blocked.has(to)) return "1060";
  return registry.denials.has(`${from} ${to}`) ? "1061" : null;
}

function smsRefusal({ type, text, subject, imageId }: Facts, registry: Registry, strict: boolean): string | null {
  if (type === "SMS" && subject !== null) return "1013";
  if (subject !== null && eucKrBytes(subject) > SUBJECT_BYTES) return "1014";
  if (strict) {
    const refused = charsetRefusal(text) ?? charsetRefusal(subject ?? "");
    if (refused) return refused;
  }
  if (eucKrBytes(text) > (type === "SMS" ? SMS_BYTES : LMS_BYTES)) return "1031";
  if (type !== "MMS") return null;
  if (!imageId) return "1034";
  return registry.files.has(imageId) ? null : "1023";
}

function kakaoRefusal({ type, text, kakaoOptions }: Facts, registry: Registry): string | null {
  if (!(type in KAKAO_CHARS)) return "1033";
  if (!registry.channels.has(kakaoOptions?.pfId ?? "")) return "1041";
  if (text.length > KAKAO_CHARS[type as keyof typeof KAKAO_CHARS]) return "1031";
  if (type === "CTI") return registry.files.has(kakaoOptions?.imageId ?? "") ? null : "1034";
  if (type !== "ATA") return null;
  const template = registry.templates.get(kakaoOptions?.templateId ?? "");
  if (template?.status !== "APPROVED" || template.channelId !== kakaoOptions?.pfId) return "1042";
  return matches(template.content, text) ? null : "1043";
}

/** Whether a text is the template with something in place of each `#{name}`, to the line break. */
export function matches(template: string, text: string): boolean {
  const literal = template.split(/#\{[^}]+\}/);
  if (literal.length === 1) return text === template;
  const [first, last] = [literal[0]!, literal.at(-1)!];
  if (!text.startsWith(first) || !text.endsWith(last) || /#\{[^}]+\}/.test(text)) return false;
  let at = first.length;
  for (const part of literal.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
