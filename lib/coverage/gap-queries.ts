import "server-only";
import { eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { MessageStatus } from "@/db/enums";
import { messageRecipients } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { phoneKey } from "@/lib/customers/phone-key";
import { encodeLogCursor } from "@/lib/deliveries/log-cursor";
import { headsOf, type MessageWalk, sendersAmong } from "@/lib/messages/queries";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { pctOf } from "./coverage";
import type { GapDto, GapReason } from "./coverage-dto";
import { providerRemembersUntil, STUCK_MS } from "./ended";
import { type GapFilter, type GapFilterKind, gapFilters } from "./schema";

export type GapPage = { items: GapDto[]; nextCursor: string | null };
const TITLE_CHARS = 40;
const MOST_OF_NUMBER = 1_000;

/** A page of messages that lack rows, newest first; each kind and organisation is one walk along its index. */
export async function listGaps(
  db: Executor,
  scope: OrgScope,
  lookupKey: string,
  filter: GapFilter,
  now: Date,
): Promise<GapPage> {
  const orgIds = await sendersAmong(db, await orgIdsIn(db, scope, filter.orgId));
  const stuckBefore = new Date(now.getTime() - STUCK_MS);
  const walks = walksOf(orgIds, filter, await searchOf(db, lookupKey, filter.q), stuckBefore);
  if (walks.length === 0) return { items: [], nextCursor: null };
  const [rows] = await db.execute(headsOf(walks, filter.limit + 1));
  const ids = [...new Set((rows as unknown as { id: number }[]).map((row) => Number(row.id)))];
  const items = await gapsByIds(db, ids.slice(0, filter.limit), stuckBefore);
  const last = items.at(-1);
  const more = ids.length > filter.limit && last;
  return {
    items,
    nextCursor: more ? encodeLogCursor({ scheduledAt: new Date(last.createdAt), id: last.messageId }) : null,
  };
}

function walksOf(
  orgIds: readonly number[],
  filter: GapFilter,
  search: SQL | undefined,
  stuckBefore: Date,
): MessageWalk[] {
  const { cursor, from, to, mode, status, origin, kind = gapFilters } = filter;
  const rest = [
    from && sql`created_at >= ${from}`,
    to && sql`created_at <= ${to}`,
    cursor && sql`created_at <= ${cursor.scheduledAt} and (created_at < ${cursor.scheduledAt} or id < ${cursor.id})`,
    mode?.length && sql`message_mode in ${mode}`,
    status?.length && sql`status in ${status}`,
    origin && sql`origin = ${origin}`,
    search,
  ].filter((rule) => typeof rule === "object");
  const where = (...own: SQL[]) => sql.join([...own, ...rest], sql` and `);
  return orgIds.flatMap((orgId) =>
    kind.map((word): MessageWalk => {
      if (word !== "stuck") return { index: "ix_messages_gap", where: where(sql`org_id = ${orgId} and gap = ${word}`) };
      // One that has a gap as well is found by that, once.
      const isStuck = sql`org_id = ${orgId} and status = 'sending' and created_at < ${stuckBefore}`;
      const others = kind.filter((other) => other !== "stuck");
      const alone = others.length > 0 ? sql`gap not in ${others}` : sql`true`;
      return { index: "ix_messages_org_status", where: where(isStuck, alone) };
    }),
  );
}

async function searchOf(db: Executor, lookupKey: string, q: string | undefined): Promise<SQL | undefined> {
  if (q === undefined) return undefined;
  const reading = normaliseKoreanNumber(q);
  if (reading.kind !== "mobile") {
    // Old ids are plain letters: the server refuses to hold any others against them.
    const byId = /^[\x20-\x7e]+$/.test(q) ? sql`or legacy_id = ${q}` : sql``;
    return sql`(instr(raw_body, ${q}) > 0 or instr(coalesce(subject, ''), ${q}) > 0 ${byId})`;
  }
  const key = phoneKey(lookupKey, reading.number);
  const [rows] = await db.execute(sql`select message_id as id from ${messageRecipients} where recipient_key = ${key}
    union select message_id from ${messageLogs} where recipient_key = ${key} limit ${sql.raw(String(MOST_OF_NUMBER))}`);
  const ids = (rows as unknown as { id: number }[]).map(({ id }) => Number(id));
  return sql`id in (${sql.raw(ids.join() || "null")})`;
}

async function gapsByIds(db: Executor, ids: readonly number[], stuckBefore: Date): Promise<GapDto[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ message: messages, orgName: orgs.name })
    .from(messages)
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .where(inArray(messages.id, [...ids]));
  const rowOf = new Map(rows.map((row) => [row.message.id, row]));
  return ids.flatMap((id) => {
    const row = rowOf.get(id);
    return row ? [toGap(row.message, row.orgName, stuckBefore)] : [];
  });
}

type Message = typeof messages.$inferSelect;

function toGap(message: Message, orgName: string, stuckBefore: Date): GapDto {
  const { id, legacyId, subject, rawBody, orgId, origin, messageMode, status, isTest, createdAt } = message;
  const { expectedCount: expected, listedCount: listed, recordedCount: recorded, extraCount: extra } = message;
  const isStuck = status === "sending" && createdAt < stuckBefore;
  return {
    ...{ messageId: id, legacyId, orgId, orgName, origin, mode: messageMode, status, isTest, isStuck },
    title: subject || [...rawBody.replace(/\s+/g, " ").trim()].slice(0, TITLE_CHARS).join(""),
    reason: reasonOf(message, isStuck),
    createdAt: createdAt.toISOString(),
    ...{ expected, listed, recorded, missing: listed - recorded, unrecoverable: expected - listed, extra },
    pct: pctOf(recorded, expected),
    hasGroup: message.solapiGroupId !== null,
    providerAskedAt: message.providerAskedAt?.toISOString() ?? null,
    providerUntil: providerRemembersUntil(createdAt).toISOString(),
  };
}

/** Why it is so, as the old system's own causes were (S0 원인 1–3). */
function reasonOf({ gap, status, isTest, recordedCount }: Message, isStuck: boolean): GapReason {
  if (gap === "unrecoverable") return "list_lost";
  if (gap === "none" && isStuck) return "stuck";
  if (isTest) return "test_unlogged";
  const failed: MessageStatus = "failed";
  if (status === failed) return "failed_unlogged";
  return recordedCount > 0 ? "partly_logged" : "never_logged";
}

/** How many messages there are of each kind of gap. */
export async function countGaps(db: Executor, scope: OrgScope, orgId: number | undefined, now: Date) {
  const orgIds = await orgIdsIn(db, scope, orgId);
  const counts: Record<GapFilterKind, number> = { missing: 0, partial: 0, unrecoverable: 0, stuck: 0 };
  if (orgIds.length === 0) return counts;
  const among = sql`org_id in (${sql.raw(orgIds.join())})`;
  const [rows] = await db.execute(
    sql`select gap, count(*) as n from ${messages} where ${among} and gap <> 'none' group by gap`,
  );
  for (const { gap, n } of rows as unknown as { gap: Exclude<GapFilterKind, "stuck">; n: number }[])
    counts[gap] = Number(n);
  const [stuck] = await db.execute(sql`select count(*) as n from ${messages} where ${among} and status = 'sending'
    and created_at < ${new Date(now.getTime() - STUCK_MS)}`);
  counts.stuck = Number((stuck as unknown as { n: number }[])[0]?.n ?? 0);
  return counts;
}
