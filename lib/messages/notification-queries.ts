import "server-only";
import { and, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageLogs as logs, messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { tenants } from "@/db/schema/tenants";
import { unionAllOf } from "@/db/union-all";
import type { UserActor } from "@/lib/access/actor";
import { orgIdsIn, scopeOf } from "@/lib/access/scope";
import { shownNumber } from "@/lib/customers/shown-number";
import { encodeLogCursor } from "@/lib/deliveries/log-cursor";
import { AppError } from "@/lib/errors";
import { tenantsWithin } from "@/lib/tenants/tenant-of";
import type { NotificationFilter } from "./list-schema";
import type { NotificationDto } from "./message-dto";
import { headsOf, messageWalks, sendersAmong } from "./queries";

export type NotificationPage = { items: NotificationDto[]; nextCursor: string | null };

/** Messages whose rows one statement reads; some have none, as an import leaves them. */
const AT_ONCE = 25;

type Cursor = NonNullable<NotificationFilter["cursor"]>;
type Head = { id: number; createdAt: Date };

/**
 * The recipients of the newest messages of the tenants one may act for, as the seed's NotificationLog told them (S1-12, S3-19): of
 * each, whether it went, what it cost and why it didn't. By message and not by row: a branch finds its few among the millions of
 * who pays for it.
 * @throws AppError not_found for a tenant one may not act for
 */
export async function listNotifications(
  db: Executor,
  actor: UserActor,
  { tenantId, status, cursor, limit }: NotificationFilter,
): Promise<NotificationPage> {
  const all = (await tenantsWithin(db, actor)).map(({ id }) => id);
  if (tenantId !== undefined && !all.includes(tenantId)) throw new AppError("not_found");
  const asked = tenantId === undefined ? all : [tenantId];
  if (asked.length === 0) return { items: [], nextCursor: null };
  const found: { id: number; head: Head }[] = [];
  const orgIds = await sendersAmong(db, await orgIdsIn(db, scopeOf(actor)));
  let after = cursor && (await placeOf(db, cursor));
  for (let isMore = true, isFirst = true; isMore && found.length <= limit; isFirst = false) {
    const heads = await newestMessages(db, orgIds, and(inArray(messages.tenantId, asked), hasRowsIn(status)), after);
    isMore = heads.length === AT_ONCE;
    const last = heads.at(-1);
    if (!last) break;
    after = { scheduledAt: last.createdAt, id: last.id };
    const [rows] = await db.execute(notificationIds(heads, status, isFirst ? cursor : undefined, limit + 1));
    const ofMessages = rows as unknown as { id: number; message_id: number }[];
    for (const head of heads) {
      const own = ofMessages.filter((row) => Number(row.message_id) === head.id).map((row) => Number(row.id));
      for (const id of own.sort((a, b) => b - a)) found.push({ id, head });
    }
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await byIds(
      db,
      page.map(({ id }) => id),
    ),
    nextCursor:
      found.length > limit && last ? encodeLogCursor({ scheduledAt: last.head.createdAt, id: last.id }) : null,
  };
}

/** Just before the message of the row a page ended with: some of its rows may still be to come. */
async function placeOf(db: Executor, { scheduledAt, id }: Cursor): Promise<Cursor> {
  const [row] = await db.select({ messageId: logs.messageId }).from(logs).where(eq(logs.id, id));
  return { scheduledAt, id: (row?.messageId ?? 0) + 1 };
}

/** The next messages, newest first, after a place among them. */
async function newestMessages(
  db: Executor,
  orgIds: readonly number[],
  where: SQL | undefined,
  after: Cursor | undefined,
): Promise<Head[]> {
  const walks = messageWalks(orgIds, after ? { cursor: after } : {}, where);
  if (walks.length === 0) return [];
  const [found] = await db.execute(headsOf(walks, AT_ONCE));
  const ids = (found as unknown as { id: number }[]).map((row) => Number(row.id));
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: messages.id, createdAt: messages.createdAt })
    .from(messages)
    .where(inArray(messages.id, ids));
  const headOf = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => headOf.get(id) ?? []);
}

/** Messages without a row of these are passed over, by one step of an index each. */
const hasRowsIn = (status: NotificationFilter["status"]): SQL | undefined =>
  status?.length
    ? sql`exists (select 1 from ${logs} where ${logs.messageId} = ${messages.id} and ${inArray(logs.status, status)})`
    : undefined;

/** The last rows of several messages: one index walk for each of them and each status. */
export function notificationIds(
  heads: readonly Pick<Head, "id">[],
  status: NotificationFilter["status"],
  cursor: NotificationFilter["cursor"],
  limit: number,
): SQL {
  const most = sql.raw(String(limit));
  const before = cursor && lt(logs.id, cursor.id);
  const walk = (index: string, where: SQL | undefined) =>
    sql`(select id, message_id from ${logs} force index (${sql.raw(index)}) where ${where} order by ${logs.id} desc limit ${most})`;
  const walks = heads.flatMap(({ id }, i) => {
    const ofMessage = and(eq(logs.messageId, id), i === 0 ? before : undefined);
    if (!status?.length) return [walk("ix_message_logs_message_id", ofMessage)];
    return status.map((word) => walk("ix_message_logs_message", and(ofMessage, eq(logs.status, word))));
  });
  return unionAllOf(walks);
}

/** Paid for: it arrived, or nobody could say for 72 hours (rulings 16). */
const PAID: readonly string[] = ["delivered", "unknown"];
const SUCCESS: Partial<Record<string, boolean>> = { delivered: true, failed: false, skipped: false, cancelled: false };

async function byIds(db: Executor, ids: readonly number[]): Promise<NotificationDto[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      id: logs.id,
      messageId: logs.messageId,
      tenant: { id: tenants.id, code: tenants.code, orgName: orgs.name },
      channel: logs.channel,
      status: logs.status,
      amount: logs.amount,
      last4: logs.phoneLast4,
      reasonCode: logs.reasonCode,
      failureReason: logs.failureReason,
      providerCode: logs.providerCode,
      createdAt: logs.createdAt,
    })
    .from(logs)
    .innerJoin(tenants, eq(tenants.id, logs.tenantId))
    .innerJoin(orgs, eq(orgs.id, tenants.orgId))
    .where(inArray(logs.id, [...ids]));
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const inOrder = ids.flatMap((id) => rowOf.get(id) ?? []);
  return inOrder.map(({ amount, last4, reasonCode, failureReason, createdAt, ...row }) => ({
    ...row,
    success: SUCCESS[row.status] ?? null,
    amountDeducted: PAID.includes(row.status) ? amount : "0.00",
    recipientSummary: last4 === null ? "" : shownNumber(last4),
    reasonCode,
    failureReason: failureReason ?? reasonCode,
    createdAt: createdAt.toISOString(),
  }));
}
