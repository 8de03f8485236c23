import * as z from "zod";
import { messageStatusOf, statusMessageOf } from "./codes";

export const MESSAGE_TYPES = ["SMS", "LMS", "MMS", "ATA", "CTA", "CTI"] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

const KakaoOptions = z.looseObject({
  pfId: z.string().optional(),
  templateId: z.string().optional(),
  variables: z.record(z.string(), z.string()).optional(),
  disableSms: z.boolean().optional(),
  imageId: z.string().optional(),
});

/** One entry of `messages` as callers send it; what is wrong beyond its shape is a refusal with a code, not an error. */
export const MessageInput = z.looseObject({
  to: z.union([z.string(), z.array(z.string())]).optional(),
  from: z.string().optional(),
  text: z.string().optional(),
  type: z.string().optional(),
  subject: z.string().optional(),
  imageId: z.string().optional(),
  country: z.string().optional(),
  kakaoOptions: KakaoOptions.optional(),
  customFields: z.record(z.string(), z.unknown()).optional(),
});
export type MessageInput = z.output<typeof MessageInput>;

/** A message as the stand-in keeps it; times are ms since 1970, 0 = not yet, null = never. Its state follows from them. */
export type Message = {
  messageId: string;
  groupId: string;
  accountId: string;
  to: string;
  from: string;
  type: string;
  country: string;
  text: string;
  subject: string | null;
  imageId: string | null;
  kakaoOptions: Record<string, unknown> | null;
  customFields: Record<string, string>;
  /** Why it was refused when added (1xxx), else null. */
  refusal: string | null;
  createdAt: number;
  sentAt: number;
  finalAt: number | null;
  finalCode: string;
  /** Delivered as SMS because Kakao couldn't. */
  replaced: boolean;
  price: number;
};

/** What Solapi shows as its code at that instant. */
export function codeAt(message: Message, at: number): string {
  if (message.refusal) return message.refusal;
  if (message.sentAt === 0 || at < message.sentAt) return "2000";
  return message.finalAt === null || at < message.finalAt ? "3000" : message.finalCode;
}

/** When it last changed, as of that instant. */
export function updatedAt(message: Message, at: number): number {
  if (message.finalAt !== null && message.finalAt > 0 && at >= message.finalAt) return message.finalAt;
  return message.sentAt > 0 && at >= message.sentAt ? message.sentAt : message.createdAt;
}

const iso = (ms: number) => new Date(ms).toISOString();

/** A message in a list, as of that instant. */
export function messageView(message: Message, at: number): Record<string, unknown> {
  const code = codeAt(message, at);
  const isSent = message.sentAt > 0 && at >= message.sentAt;
  const isFinal = isSent && code !== "3000";
  return {
    _id: message.messageId,
    messageId: message.messageId,
    groupId: message.groupId,
    accountId: message.accountId,
    type: message.type,
    country: message.country,
    subject: message.subject,
    imageId: message.imageId,
    text: message.text,
    from: message.from,
    to: message.to,
    status: messageStatusOf(code),
    statusCode: code,
    reason: message.refusal || (isFinal && code !== "4000") ? statusMessageOf(code) : null,
    networkCode: isFinal ? "00001" : null,
    networkName: isFinal ? "SIM" : "ETC",
    log: [],
    queues: [],
    currentQueue: null,
    replacement: isFinal && message.replaced,
    autoTypeDetect: true,
    resendCount: 0,
    customFields: message.customFields,
    kakaoOptions: message.kakaoOptions,
    naverOptions: null,
    rcsOptions: null,
    dateProcessed: isSent ? iso(message.sentAt) : null,
    dateReported: isFinal && message.finalAt ? iso(message.finalAt) : null,
    dateReceived: isFinal && message.finalAt ? iso(message.finalAt) : null,
    dateCreated: iso(message.createdAt),
    dateUpdated: iso(updatedAt(message, at)),
  };
}

/** A message in the answer to adding it. */
export const addedView = (message: Message): Record<string, unknown> => ({
  to: message.to,
  from: message.from,
  type: message.type,
  country: message.country,
  messageId: message.messageId,
  statusCode: message.refusal ?? "2000",
  statusMessage: statusMessageOf(message.refusal ?? "2000"),
  accountId: message.accountId,
  customFields: message.customFields,
});
