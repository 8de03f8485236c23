import "server-only";
import { and, asc, eq, getTableColumns, inArray, type SQL, sql, sum } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { tenants } from "@/db/schema/tenants";
import { users } from "@/db/schema/users";
import { unionAllOf } from "@/db/union-all";
import { orgsHaving } from "@/lib/access/orgs-having";
import { inScope, type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { phoneKey } from "@/lib/customers/phone-key";
import { encodeLogCursor } from "@/lib/deliveries/log-cursor";
import { AppError } from "@/lib/errors";
import { rawInstant } from "@/lib/time/raw-instant";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import type { MessageFilter } from "./list-schema";
import { type BatchDto, type BatchSums, type MessageDetailDto, type MessageDto, toMessageDto } from "./message-dto";
import { CANCEL_REQUESTED } from "./status";

export type MessagePage = { items: MessageDto[]; nextCursor: string | null };

/** As many messages to one number as a search looks through. */
const MOST_OF_NUMBER = 1_000;

/** Messages one request looks through for words, all walks together; the next page goes on from there. */
export const LOOKED_THROUGH = 5_000;
/** And of one walk at least, however many there are. */
const LEAST_LOOKED = 50;

/**
 * A page of messages, newest first: a top-k merge of one index walk for each organisation and status (rulings 34). Where words are
 * looked for, one request looks through so many and no more: a page may be short, or empty, and still name the next.
 * @param lookupKey LOOKUP_KEY, for a `q` that is a whole number
 */
export async function listMessages(
  db: Executor,
  scope: OrgScope,
  lookupKey: string,
  query: MessageFilter,
): Promise<MessagePage> {
  const orgIds = await orgIdsIn(db, scope, query.orgId);
  const senders = await sendersAmong(db, orgIds);
  const all = messageWalks(senders, query);
  if (all.length === 0) return { items: [], nextCursor: null };
  const search = await searchOf(db, lookupKey, query.q);
  const until = search?.isSifted ? await farthestOf(db, all) : null;
  const rest = and(search?.where, until ? upTo(until) : undefined);
  const walks = rest ? all.map(({ index, where }) => ({ index, where: sql`${where} and ${rest}` })) : all;
  const [rows] = await db.execute(headsOf(walks, query.limit + 1));
  const ids = (rows as unknown as { id: number }[]).map((row) => Number(row.id));
  const items = await messagesByIds(db, ids.slice(0, query.limit));
  const last = items.at(-1);
  const more = ids.length > query.limit && last;
  return {
    items,
    nextCursor: more
      ? encodeLogCursor({ scheduledAt: new Date(last.createdAt), id: last.id })
      : until && encodeLogCursor({ scheduledAt: until.createdAt, id: until.id }),
  };
}

type Place = { createdAt: Date; id: number };

/** The last message every walk comes to within its share, read in the index alone; null where all of them are looked through. */
async function farthestOf(db: Executor, walks: readonly MessageWalk[]): Promise<Place | null> {
  const [[row]] = (await db.execute(endsOf(walks))) as unknown as [{ id: number; created_at: Date | string }[]];
  const createdAt = row ? rawInstant(row.created_at) : null;
  return row && createdAt ? { createdAt, id: Number(row.id) } : null;
}

export function endsOf(walks: readonly MessageWalk[]): SQL {
  const share = Math.max(LEAST_LOOKED, Math.floor(LOOKED_THROUGH / walks.length));
  const ends = walks.map(
    ({ index, where }) =>
      sql`(select id, created_at from ${messages} force index (${sql.raw(index)}) where ${where} order by ${messages.createdAt} desc, ${messages.id} desc limit 1 offset ${sql.raw(String(share - 1))})`,
  );
  return sql`select id, created_at from (${unionAllOf(ends)}) as ends order by created_at desc, id desc limit 1`;
}

const upTo = ({ createdAt, id }: Place): SQL =>
  sql`${messages.createdAt} >= ${createdAt} and (${messages.createdAt} > ${createdAt} or ${messages.id} >= ${id})`;

/** Those of these organisations that have messages at all. */
export const sendersAmong = (db: Executor, orgIds: readonly number[]): Promise<number[]> =>
  orgsHaving(db, messages, "ix_messages_org", orgIds);

/** `isSifted`: no index finds it, so that message after message is looked at. */
async function searchOf(db: Executor, lookupKey: string, q: string | undefined) {
  if (q === undefined) return null;
  const reading = normaliseKoreanNumber(q);
  if (reading.kind !== "mobile")
    return {
      where: sql`(instr(${messages.rawBody}, ${q}) > 0 or instr(coalesce(${messages.subject}, ''), ${q}) > 0)`,
      isSifted: true,
    };
  const rows = await db
    .select({ messageId: messageLogs.messageId })
    .from(messageLogs)
    .where(eq(messageLogs.recipientKey, phoneKey(lookupKey, reading.number)))
    .orderBy(sql`${messageLogs.createdAt} desc`)
    .limit(MOST_OF_NUMBER);
  const ids = [...new Set(rows.map((row) => row.messageId))];
  return { where: ids.length === 0 ? sql`false` : inArray(messages.id, ids), isSifted: false };
}

export type MessageWalk = { index: "ix_messages_org" | "ix_messages_org_status" | "ix_messages_gap"; where: SQL };

/** The index walks whose merged heads are a page. */
export function messageWalks(
  orgIds: readonly number[],
  query: Omit<MessageFilter, "limit">,
  search?: SQL,
): MessageWalk[] {
  const { cursor, from, to, test, status } = query;
  const rest = [
    from && sql`${messages.createdAt} >= ${from}`,
    to && sql`${messages.createdAt} <= ${to}`,
    cursor &&
      sql`${messages.createdAt} <= ${cursor.scheduledAt} and (${messages.createdAt} < ${cursor.scheduledAt} or ${messages.id} < ${cursor.id})`,
    test === undefined ? undefined : eq(messages.isTest, test),
    search,
  ];
  return orgIds.flatMap((orgId): MessageWalk[] => {
    const ofOrg = eq(messages.orgId, orgId);
    if (!status?.length) return [{ index: "ix_messages_org", where: and(ofOrg, ...rest) ?? ofOrg }];
    return status.map((word) => ({
      index: "ix_messages_org_status",
      where: and(ofOrg, eq(messages.status, word), ...rest) ?? ofOrg,
    }));
  });
}

/** The newest `limit` of several walks, merged; none of them sorts. */
export function headsOf(walks: readonly MessageWalk[], limit: number): SQL {
  const most = sql.raw(String(limit));
  const heads = walks.map(
    ({ index, where }) =>
      sql`(select id, created_at from ${messages} force index (${sql.raw(index)}) where ${where} order by ${messages.createdAt} desc, ${messages.id} desc limit ${most})`,
  );
  return sql`select id from (${unionAllOf(heads)}) as heads order by created_at desc, id desc limit ${most}`;
}

/**
 * One message, with the batches it goes in.
 * @throws AppError not_found, the same for a foreign and an absent one
 */
export async function getMessage(db: Executor, scope: OrgScope, id: number): Promise<MessageDetailDto> {
  const [message] = await messagesByIds(db, [id], inScope(scope));
  if (!message) throw new AppError("not_found");
  return { ...message, batches: await batchesIn(db, id) };
}

async function batchesIn(db: Executor, messageId: number): Promise<BatchDto[]> {
  const { id, channel, leg, size, phase, heldReason, groupId, availableAt } = sendBatches;
  const rows = await db
    .select({ id, channel, leg, size, phase, heldReason, groupId, availableAt })
    .from(sendBatches)
    .where(eq(sendBatches.messageId, messageId))
    .orderBy(asc(sendBatches.id));
  return rows.map((row) => ({ ...row, availableAt: row.availableAt?.toISOString() ?? null }));
}

async function messagesByIds(db: Executor, ids: readonly number[], where?: SQL): Promise<MessageDto[]> {
  if (ids.length === 0) return [];
  const {
    recipientNumbers: _,
    answer: _answer,
    requestHash: _hash,
    requestedBy,
    ...columns
  } = getTableColumns(messages);
  const rows = await db
    .select({
      ...columns,
      requestedById: requestedBy,
      tenantCode: tenants.code,
      orgName: orgs.name,
      requesterName: users.name,
    })
    .from(messages)
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .innerJoin(tenants, eq(tenants.id, messages.tenantId))
    .leftJoin(users, eq(users.id, messages.requestedBy))
    .where(and(inArray(messages.id, [...ids]), where));
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const sums = await batchSumsOf(db, [...rowOf.keys()]);
  return ids.flatMap((id) => {
    const row = rowOf.get(id);
    return row ? [toMessageDto(row, sums.get(id))] : [];
  });
}

/** What a message's batches come to together, and why one of them is held; one that is only wanted back isn't. */
async function batchSumsOf(db: Executor, ids: readonly number[]): Promise<Map<number, BatchSums>> {
  if (ids.length === 0) return new Map();
  const { phase, heldReason } = sendBatches;
  const rows = await db
    .select({
      messageId: sendBatches.messageId,
      reserved: sum(sendBatches.reservedAmount),
      settled: sum(sendBatches.settledAmount),
      released: sum(sendBatches.releasedAmount),
      heldReason: sql<
        string | null
      >`min(case when ${phase} = 'held' then nullif(${heldReason}, ${CANCEL_REQUESTED}) end)`,
    })
    .from(sendBatches)
    .where(inArray(sendBatches.messageId, [...ids]))
    .groupBy(sendBatches.messageId);
  return new Map(
    rows.map(({ messageId, reserved, settled, released, heldReason }) => [
      messageId,
      {
        amounts: { reserved: reserved ?? "0.00", settled: settled ?? "0.00", released: released ?? "0.00" },
        heldReason,
      },
    ]),
  );
}
