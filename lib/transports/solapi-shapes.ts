import * as z from "zod";
import type { PhoneChannel } from "@/db/enums";
import {
  groupStatuses,
  type OptOut,
  type PhoneGroup,
  type ReportedMessage,
  type Sender,
  type Template,
} from "./phone-port";

/** What Solapi answers, read so that one strange field never costs a whole page (solapi.md 0.8). */
const word = z
  .unknown()
  .optional()
  .transform((value) =>
    typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : null,
  );
const figure = z
  .unknown()
  .optional()
  .transform((value) => {
    const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof read === "number" && Number.isFinite(read) ? read : null;
  });
const instant = z
  .unknown()
  .optional()
  .transform((value) => {
    const at = typeof value === "string" || typeof value === "number" ? new Date(value) : null;
    return at && !Number.isNaN(at.getTime()) ? at : null;
  });
const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const fields = z
  .unknown()
  .optional()
  .transform((value) => {
    const strings = Object.entries(asRecord(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return Object.fromEntries(strings);
  });
const bag = <S extends z.core.$ZodLooseShape>(shape: S) => z.preprocess(asRecord, z.object(shape));
const id = z.string().min(1);

const MessageShape = z.object({
  messageId: id,
  groupId: word,
  type: word,
  to: word,
  from: word,
  text: word,
  subject: word,
  status: word,
  statusCode: word,
  reason: word,
  networkName: word,
  customFields: fields,
  dateCreated: instant,
  dateUpdated: instant,
  dateProcessed: instant,
  dateReported: instant,
  dateReceived: instant,
});

function toMessage(value: unknown): ReportedMessage | null {
  const given = asRecord(value);
  const read = MessageShape.safeParse({ ...given, messageId: given.messageId ?? given._id });
  if (!read.success) return null;
  const { dateCreated, dateUpdated, dateProcessed, dateReported, dateReceived, ...rest } = read.data;
  return {
    ...rest,
    logId: rest.customFields.logId ?? null,
    installationId: rest.customFields.installationId ?? null,
    createdAt: dateCreated,
    updatedAt: dateUpdated,
    processedAt: dateProcessed,
    reportedAt: dateReported,
    receivedAt: dateReceived,
  };
}

const Unit = bag({ sms: figure, lms: figure, mms: figure, ata: figure });
const Money = bag({ requested: figure, replacement: figure, refund: figure });

const GroupShape = z.object({
  groupId: id,
  status: word,
  count: bag({
    total: figure,
    registeredSuccess: figure,
    registeredFailed: figure,
    sentSuccess: figure,
    sentFailed: figure,
    sentPending: figure,
  }),
  balance: Money,
  point: Money,
  price: z.preprocess(asRecord, z.object({ "82": Unit })),
  log: z.array(bag({ createAt: instant, message: word })).catch([]),
  customFields: fields,
  dateCreated: instant,
  dateSent: instant,
  dateCompleted: instant,
});

/** A group, or null where not even its id can be read. */
export function toGroup(value: unknown): PhoneGroup | null {
  const given = asRecord(value);
  const read = GroupShape.safeParse({ ...given, groupId: given.groupId ?? given._id });
  if (!read.success) return null;
  const { groupId, status, count, balance, point, price, log, customFields, ...dates } = read.data;
  const spent = [balance, point].filter((purse) => purse.requested !== null);
  return {
    groupId,
    status: groupStatuses.find((known) => known === status) ?? "OTHER",
    count: {
      total: count.total ?? 0,
      registered: count.registeredSuccess ?? 0,
      refused: count.registeredFailed ?? 0,
      sent: count.sentSuccess ?? 0,
      failed: count.sentFailed ?? 0,
      pending: count.sentPending ?? 0,
    },
    price:
      spent.length === 0
        ? null
        : spent.reduce((sum, p) => sum + (p.requested ?? 0) + (p.replacement ?? 0) - (p.refund ?? 0), 0),
    unitPrices: pricesOf(price["82"]),
    log: log.map(({ createAt, message }) => ({ at: createAt, message: message ?? "" })),
    customFields,
    createdAt: dates.dateCreated,
    sentAt: dates.dateSent,
    completedAt: dates.dateCompleted,
  };
}

function pricesOf(unit: z.output<typeof Unit>): Partial<Record<PhoneChannel, number>> {
  const entries = [
    ["sms", unit.sms],
    ["lms", unit.lms],
    ["mms", unit.mms],
    ["alimtalk", unit.ata],
  ] as const;
  return Object.fromEntries(entries.filter(([, price]) => price !== null));
}

/** Prices of Korea, out of one object or a list of countries. */
export function toPrices(body: unknown): Partial<Record<PhoneChannel, number>> | null {
  const all = Array.isArray(body) ? body : [body];
  const korea = all.map(asRecord).find(({ countryId }) => String(countryId ?? "82") === "82");
  if (!korea) return null;
  const prices = pricesOf(Unit.parse(korea));
  return Object.keys(prices).length > 0 ? prices : null;
}

export type Read<T> = { items: T[]; nextKey: string | null; unread: number };

/** The entries under `name`, whether they come as a list or keyed by id; null where there is nothing of the kind. */
function pageOf<T>(body: unknown, name: string, read: (value: unknown) => T | null): Read<T> | null {
  const given = asRecord(body);
  const list = given[name];
  if (typeof list !== "object" || list === null) return null;
  const all = Object.values(list).map(read);
  const items = all.filter((item): item is Awaited<T> & T => item !== null);
  const nextKey = typeof given.nextKey === "string" && given.nextKey !== "" ? given.nextKey : null;
  return { items, nextKey, unread: all.length - items.length };
}

export const toMessagePage = (body: unknown) => pageOf(body, "messageList", toMessage);
export const toGroupPage = (body: unknown) => pageOf(body, "groupList", toGroup);

const SenderShape = z.object({ phoneNumber: id, status: word, expireAt: instant });
export const toSenderPage = (body: unknown) =>
  pageOf(body, "senderIds", (value): Sender | null => {
    const read = SenderShape.safeParse(typeof value === "string" ? { phoneNumber: value, status: "ACTIVE" } : value);
    if (!read.success) return null;
    const { phoneNumber, status, expireAt } = read.data;
    return { number: phoneNumber.replace(/\D/g, ""), status: status ?? "OTHER", expiresAt: expireAt };
  });

const TemplateShape = z.object({
  templateId: id,
  name: word,
  channelId: word,
  content: word,
  status: word,
  variables: z.array(bag({ name: word })).catch([]),
  comments: z.array(bag({ content: word, isAdmin: z.unknown() })).catch([]),
});
export const toTemplatePage = (body: unknown) =>
  pageOf(body, "templateList", (value): Template | null => {
    const read = TemplateShape.safeParse(value);
    if (!read.success) return null;
    const { templateId, name, channelId, content, status, variables, comments } = read.data;
    const names = variables.flatMap((variable) => variable.name ?? []);
    return {
      templateId,
      name: name ?? templateId,
      channelId,
      content: content ?? "",
      status: status ?? "OTHER",
      variables: names,
      comment: comments.findLast(({ isAdmin }) => isAdmin === true)?.content ?? null,
    };
  });

const OptOutShape = z.object({ recipientNumber: id, senderNumber: word, dateCreated: instant });
export const toOptOutPage = (body: unknown) =>
  pageOf(body, "blackList", (value): OptOut | null => {
    const read = OptOutShape.safeParse(value);
    if (!read.success) return null;
    const { recipientNumber, senderNumber, dateCreated } = read.data;
    return { number: recipientNumber.replace(/\D/g, ""), senderNumber, at: dateCreated };
  });

const BalanceShape = bag({ balance: figure, point: figure, accountId: word });
/** Null where the answer names no balance. */
export function toBalance(body: unknown): { balance: number; point: number; accountId: string | null } | null {
  const { balance, point, accountId } = BalanceShape.parse(body);
  return balance === null ? null : { balance, point: point ?? 0, accountId };
}

const FileShape = z.object({ fileId: id });
export const toFileId = (body: unknown): string | null => FileShape.safeParse(body).data?.fileId ?? null;

const DroppedShape = z.object({ resultList: z.array(bag({ messageId: word, resultCode: word })) });
/** Ids of the messages that were taken out of a group just now; null where the answer is none. */
export const toDropped = (body: unknown): Set<string> | null => {
  const list = DroppedShape.safeParse(body).data?.resultList;
  return list ? new Set(list.flatMap((one) => (one.resultCode === "Success" ? (one.messageId ?? []) : []))) : null;
};

const AddedShape = z.object({
  resultList: z.array(
    bag({ messageId: word, to: word, statusCode: word, statusMessage: word, accountId: word, customFields: fields }),
  ),
});
export type Added = z.output<typeof AddedShape>["resultList"][number];
/** What became of each message put into a group; null where the answer isn't one. */
export const toAdded = (body: unknown): Added[] | null => AddedShape.safeParse(body).data?.resultList ?? null;
