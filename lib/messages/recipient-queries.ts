import "server-only";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageLogs as logs } from "@/db/schema/messages";
import { unionAllOf } from "@/db/union-all";
import type { OrgScope } from "@/lib/access/scope";
import { phoneKey } from "@/lib/customers/phone-key";
import { shownNumber } from "@/lib/customers/shown-number";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import type { RecipientFilter } from "./list-schema";
import { maskName } from "./masks";
import type { RecipientDto } from "./message-dto";
import { messageOwner } from "./message-owner";

export type RecipientPage = { items: RecipientDto[]; nextCursor: string | null };

/**
 * A page of a message's recipients in the order asked for, by index whatever the status (message, status, id).
 * @param lookupKey LOOKUP_KEY, for a `q` that is a whole number
 * @throws AppError not_found for a foreign or absent message
 */
export async function listRecipients(
  db: Executor,
  scope: OrgScope,
  lookupKey: string,
  { id, status, q, cursor, limit }: RecipientFilter,
): Promise<RecipientPage> {
  await messageOwner(db, scope, id);
  const rest = [cursor === undefined ? undefined : sql`${logs.id} > ${cursor}`, searchOf(lookupKey, q)];
  const [found] = await db.execute(recipientIds(id, status, and(...rest), limit + 1));
  const ids = (found as unknown as { id: number }[]).map((row) => Number(row.id));
  const items = await recipientsByIds(db, ids.slice(0, limit));
  const last = items.at(-1);
  return { items, nextCursor: ids.length > limit && last ? String(last.id) : null };
}

/** The next ids of a message's rows: one index walk for each status, or one for all. */
export function recipientIds(
  messageId: number,
  status: RecipientFilter["status"],
  where: SQL | undefined,
  limit: number,
): SQL {
  const most = sql.raw(String(limit));
  const walk = (index: string, also: SQL | undefined) =>
    sql`(select id from ${logs} force index (${sql.raw(index)}) where ${and(eq(logs.messageId, messageId), also, where)} order by ${logs.id} limit ${most})`;
  const walks = status?.length
    ? status.map((word) => walk("ix_message_logs_message", eq(logs.status, word)))
    : [walk("ix_message_logs_message_id", undefined)];
  return sql`select id from (${unionAllOf(walks)}) as found order by id limit ${most}`;
}

function searchOf(lookupKey: string, q: string | undefined): SQL | undefined {
  if (q === undefined) return undefined;
  const reading = normaliseKoreanNumber(q);
  if (reading.kind === "mobile") return eq(logs.recipientKey, phoneKey(lookupKey, reading.number));
  if (/^\d{4}$/.test(q)) return eq(logs.phoneLast4, q);
  return sql`instr(${logs.name}, ${q}) > 0`;
}

export async function recipientsByIds(db: Executor, ids: readonly number[]): Promise<RecipientDto[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      id: logs.id,
      ordinal: logs.ordinal,
      name: logs.name,
      last4: logs.phoneLast4,
      channel: logs.channel,
      status: logs.status,
      reasonCode: logs.reasonCode,
      failureReason: logs.failureReason,
      providerCode: logs.providerCode,
      amount: logs.amount,
      variant: logs.variant,
      leg: logs.leg,
      attemptNo: logs.attemptNo,
      retryOf: logs.retryOf,
      customerId: logs.customerId,
      sentAt: logs.sentAt,
      finalAt: logs.finalAt,
    })
    .from(logs)
    .where(inArray(logs.id, [...ids]))
    .orderBy(logs.id);
  return rows.map(({ name, last4, sentAt, finalAt, ...row }) => ({
    ...row,
    name: name === null ? null : maskName(name),
    phone: last4 === null ? null : shownNumber(last4),
    sentAt: sentAt?.toISOString() ?? null,
    finalAt: finalAt?.toISOString() ?? null,
  }));
}
