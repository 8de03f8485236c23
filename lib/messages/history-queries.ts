import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { LogSource, MessageLogStatus, MessageOrigin } from "@/db/enums";
import { messageLogs, messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { foreignSends } from "@/db/schema/reconcile";
import type { OrgScope } from "@/lib/access/scope";
import { decodeLogCursor, encodeLogCursor } from "@/lib/deliveries/log-cursor";

/** One line of what a number was sent, whoever sent it and however it is known. */
export type HistoryItem = {
  /** `log:12` or `foreign:3`. */
  id: string;
  messageId: number | null;
  /** The subject, or how the text begins; null of what was sent elsewhere. */
  title: string | null;
  orgId: number;
  channel: string;
  status: MessageLogStatus;
  reasonCode: string | null;
  providerCode: string | null;
  /** `foreign` = 외부 발송: sent with the same account, but not from here. */
  source: LogSource | "foreign";
  isInferred: boolean;
  origin: MessageOrigin | null;
  isTest: boolean;
  /** Won, as `12.00`; null of what was sent elsewhere. */
  amount: string | null;
  at: string;
};
export type HistoryPage = { items: HistoryItem[]; nextCursor: string | null };

const TITLE_CHARS = 40;
/** More come only to a number that was written to every day for years. */
const MOST_EACH = 500;

/**
 * Everything that was sent to some numbers, newest first: by us, brought in from an old system, recovered, or sent with the same
 * account from elsewhere; only of organisations in scope.
 * @param keys of the numbers (`phoneKey`)
 */
export async function historyOf(
  db: Executor,
  scope: OrgScope,
  keys: readonly Buffer[],
  { cursor, limit, messageId }: { cursor?: string | null | undefined; limit: number; messageId?: number },
): Promise<HistoryPage> {
  if (keys.length === 0) return { items: [], nextCursor: null };
  const after = cursor ? decodeLogCursor(cursor) : null;
  const most = sql.raw(String(Math.min(limit, MOST_EACH) + 1));
  const walks = keys.flatMap((key): SQL[] => [
    ofLedger(scope, key, after?.scheduledAt ?? null, messageId, most),
    ofElsewhere(scope, key, after?.scheduledAt ?? null, messageId, most),
  ]);
  const [rows] = await db.execute(
    sql`select * from (${sql.join(walks, sql` union all `)}) all_of_it order by at desc, kind desc, id desc limit ${most}`,
  );
  const all = (rows as unknown as Row[]).filter((row) => !after || isBehind(row, after));
  const items = all.slice(0, limit);
  const last = items.at(-1);
  const more = all.length > limit && last;
  return {
    items: items.map(toItem),
    nextCursor: more ? encodeLogCursor({ scheduledAt: new Date(last.at), id: Number(last.id) * 2 + last.kind }) : null,
  };
}

type Row = {
  kind: 0 | 1;
  id: number;
  at: Date;
  messageId: number | null;
  subject: string | null;
  rawBody: string | null;
  orgId: number;
  channel: string;
  status: MessageLogStatus;
  reasonCode: string | null;
  providerCode: string | null;
  source: LogSource | null;
  isInferred: number;
  origin: MessageOrigin | null;
  isTest: number;
  amount: string | null;
};

/** Those of the very moment a page ended at are told apart by their kind and id. */
const isBehind = (row: Row, { scheduledAt, id }: { scheduledAt: Date; id: number }): boolean =>
  new Date(row.at) < scheduledAt || row.kind < id % 2 || (row.kind === id % 2 && Number(row.id) < Math.floor(id / 2));

const ofLedger = (scope: OrgScope, key: Buffer, upTo: Date | null, messageId: number | undefined, most: SQL) =>
  sql`(select 1 as kind, l.id, l.created_at as at, l.message_id as messageId, m.subject, m.raw_body as rawBody, m.org_id as orgId, l.channel,
      l.status, l.reason_code as reasonCode, l.provider_code as providerCode, l.source, l.is_inferred as isInferred, m.origin, m.is_test as isTest, l.amount
    from ${messageLogs} l join ${messages} m on m.id = l.message_id join ${orgs} o on o.id = m.org_id
    where l.recipient_key = ${key} and o.path like ${`${scope.path}%`} ${upTo ? sql`and l.created_at <= ${upTo}` : sql``}
      ${messageId === undefined ? sql`` : sql`and l.message_id = ${messageId}`}
    order by l.created_at desc, l.id desc limit ${most})`;

const ofElsewhere = (scope: OrgScope, key: Buffer, upTo: Date | null, messageId: number | undefined, most: SQL) =>
  sql`(select 0 as kind, f.id, f.sent_at as at, null as messageId, null as subject, null as rawBody, f.org_id as orgId, f.type as channel,
      f.status, null as reasonCode, f.provider_code as providerCode, null as source, 0 as isInferred, null as origin, 0 as isTest, null as amount
    from ${foreignSends} f join ${orgs} o on o.id = f.org_id
    where f.recipient_key = ${key} and o.path like ${`${scope.path}%`} ${upTo ? sql`and f.sent_at <= ${upTo}` : sql``}
      ${messageId === undefined ? sql`` : sql`and false`}
    order by f.sent_at desc, f.id desc limit ${most})`;

function toItem({ kind, id, at, subject, rawBody, source, isInferred, isTest, ...row }: Row): HistoryItem {
  const title =
    subject || (rawBody === null ? null : [...rawBody.replace(/\s+/g, " ").trim()].slice(0, TITLE_CHARS).join(""));
  return {
    ...row,
    id: `${kind === 1 ? "log" : "foreign"}:${id}`,
    messageId: row.messageId === null ? null : Number(row.messageId),
    orgId: Number(row.orgId),
    channel: row.channel ?? "",
    title,
    source: source ?? "foreign",
    isInferred: Number(isInferred) === 1,
    isTest: Number(isTest) === 1,
    at: new Date(at).toISOString(),
  };
}
