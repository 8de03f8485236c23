import "server-only";
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageLogs as logs, messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { tenants } from "@/db/schema/tenants";
import { unionAllOf } from "@/db/union-all";
import type { UserActor } from "@/lib/access/actor";
import { inScope, scopeOf } from "@/lib/access/scope";
import { shownNumber } from "@/lib/customers/shown-number";
import { encodeLogCursor } from "@/lib/deliveries/log-cursor";
import { AppError } from "@/lib/errors";
import { tenantsWithin } from "@/lib/tenants/tenant-of";
import type { NotificationFilter } from "./list-schema";
import type { NotificationDto } from "./message-dto";

export type NotificationPage = { items: NotificationDto[]; nextCursor: string | null };

/**
 * The newest rows of the tenants one may act for, as the seed's NotificationLog told them (S1-12, S3-19): of each, whether it
 * went, what it cost and why it didn't.
 * @throws AppError not_found for a tenant one may not act for
 */
export async function listNotifications(
  db: Executor,
  actor: UserActor,
  { tenantId, cursor, limit }: NotificationFilter,
): Promise<NotificationPage> {
  const all = (await tenantsWithin(db, actor)).map(({ id }) => id);
  if (tenantId !== undefined && !all.includes(tenantId)) throw new AppError("not_found");
  const asked = tenantId === undefined ? all : [tenantId];
  if (asked.length === 0) return { items: [], nextCursor: null };
  const before =
    cursor &&
    sql`${logs.createdAt} <= ${cursor.scheduledAt} and (${logs.createdAt} < ${cursor.scheduledAt} or ${logs.id} < ${cursor.id})`;
  const seen = sql`exists (select 1 from ${messages} inner join ${orgs} on ${orgs.id} = ${messages.orgId} where ${messages.id} = ${logs.messageId} and ${inScope(scopeOf(actor))})`;
  const [found] = await db.execute(notificationIds(asked, and(before, seen), limit + 1));
  const ids = (found as unknown as { id: number }[]).map((row) => Number(row.id));
  const items = await byIds(db, ids.slice(0, limit));
  const last = items.at(-1);
  const more = ids.length > limit && last;
  return { items, nextCursor: more ? encodeLogCursor({ scheduledAt: new Date(last.createdAt), id: last.id }) : null };
}

/** The newest rows of several tenants, merged from one index walk each. */
export function notificationIds(tenantIds: readonly number[], where: SQL | undefined, limit: number): SQL {
  const most = sql.raw(String(limit));
  const walks = tenantIds.map(
    (id) =>
      sql`(select id, created_at from ${logs} force index (ix_message_logs_tenant) where ${and(eq(logs.tenantId, id), where)} order by ${logs.createdAt} desc, ${logs.id} desc limit ${most})`,
  );
  return sql`select id from (${unionAllOf(walks)}) as heads order by created_at desc, id desc limit ${most}`;
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
      tenant: { id: tenants.id, code: tenants.code },
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
    .where(inArray(logs.id, [...ids]))
    .orderBy(desc(logs.createdAt), desc(logs.id));
  return rows.map(({ amount, last4, reasonCode, failureReason, createdAt, ...row }) => ({
    ...row,
    success: SUCCESS[row.status] ?? null,
    amountDeducted: PAID.includes(row.status) ? amount : "0.00",
    recipientSummary: last4 === null ? "" : shownNumber(last4),
    failureReason: failureReason ?? reasonCode,
    createdAt: createdAt.toISOString(),
  }));
}
