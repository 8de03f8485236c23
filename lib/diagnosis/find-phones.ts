import "server-only";
import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { LogSource, MessageLogStatus, PhoneChannel } from "@/db/enums";
import { sendBatches as batches, messageLogs as logs, messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { endsOf, headsOf, messageWalks, sendersAmong } from "@/lib/messages/queries";
import { rawInstant } from "@/lib/time/raw-instant";
import type { FindWindow } from "./find-window";

/** Recipients, or occurrences, one search puts together. */
export const MOST_FOUND = 2_000;
/** Rows of recipients one search looks through for words, codes or four digits. */
export const MOST_LOOKED = 20_000;
/** Messages whose recipients are looked through, and how many of them at once. */
const MOST_MESSAGES = 500;
const AT_ONCE = 25;

/** One recipient who fits: nothing of them but the four digits everybody may see. */
export type PhoneFind = {
  id: number;
  messageId: number;
  tenantId: number;
  batchId: number | null;
  status: MessageLogStatus;
  reasonCode: string | null;
  providerCode: string | null;
  channel: PhoneChannel;
  leg: number;
  attemptNo: number;
  source: LogSource;
  isInferred: boolean;
  last4: string | null;
  at: Date;
};
/** `isCut`: more would have fitted, or might have, beyond what one search looks through. */
export type Found<T> = { rows: T[]; isCut: boolean };

export type Sought = { codes: readonly string[] | null; text: string | null };

/** Whoever was sent to again counts by the row that stands. */
const stands = sql`not exists (select 1 from ${logs} as later where later.message_id = ${logs.messageId}
  and later.recipient_key = ${logs.recipientKey} and later.variant = ${logs.variant}
  and (later.attempt_no > ${logs.attemptNo} or (later.attempt_no = ${logs.attemptNo} and later.leg > ${logs.leg})))`;

const says = ({ codes, text }: Sought): SQL | undefined => {
  if (codes === null && text === null) return undefined;
  const known = codes?.length
    ? or(
        inArray(logs.providerCode, [...codes]),
        inArray(logs.reasonCode, [...codes]),
        inArray(batches.heldReason, [...codes]),
      )
    : undefined;
  const told = text
    ? or(sql`instr(${logs.failureReason}, ${text}) > 0`, sql`instr(${batches.detail}, ${text}) > 0`)
    : undefined;
  return or(known, told) ?? sql`false`;
};

const columns = {
  ...{ id: logs.id, messageId: logs.messageId, tenantId: logs.tenantId, batchId: logs.batchId },
  ...{ status: logs.status, reasonCode: logs.reasonCode, providerCode: logs.providerCode },
  ...{ channel: logs.channel, leg: logs.leg, attemptNo: logs.attemptNo },
  ...{ source: logs.source, isInferred: logs.isInferred, last4: logs.phoneLast4, at: logs.createdAt },
};

const cut = <T>(rows: T[], isCut = false): Found<T> => ({
  rows: rows.slice(0, MOST_FOUND),
  isCut: isCut || rows.length > MOST_FOUND,
});

/** What one number was sent, newest first: one walk of its own index. */
export const ofNumber = (db: Executor, scope: OrgScope, key: Buffer, { from, to }: FindWindow, sought: Sought) =>
  db
    .select(columns)
    .from(logs)
    .innerJoin(messages, eq(messages.id, logs.messageId))
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .leftJoin(batches, eq(batches.id, logs.batchId))
    .where(
      and(
        eq(logs.recipientKey, key),
        sql`${logs.createdAt} between ${from} and ${to}`,
        inScope(scope),
        stands,
        says(sought),
      ),
    )
    .orderBy(sql`${logs.createdAt} desc`, sql`${logs.id} desc`)
    .limit(MOST_FOUND + 1);

export async function findOfNumber(...asked: Parameters<typeof ofNumber>): Promise<Found<PhoneFind>> {
  return cut(await ofNumber(...asked));
}

/** The recipients of one message, whatever became of them; none of a foreign or absent one. */
export async function findOfMessage(
  db: Executor,
  scope: OrgScope,
  messageId: number,
  sought: Sought,
): Promise<Found<PhoneFind>> {
  const rows = await db
    .select(columns)
    .from(logs)
    .innerJoin(messages, eq(messages.id, logs.messageId))
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .leftJoin(batches, eq(batches.id, logs.batchId))
    .where(and(eq(logs.messageId, messageId), inScope(scope), stands, says(sought)))
    .limit(MOST_FOUND + 1);
  return cut(rows);
}

/** Not arrived, and nobody took it back. */
const OPEN_OR_BAD: readonly MessageLogStatus[] = ["queued", "sending", "sent", "failed", "skipped", "unknown"];

/** The newest messages of a time with recipients whom they haven't reached; reads no more than a share of each organisation. */
async function newestMessages(db: Executor, scope: OrgScope, window: FindWindow, last4: string | null) {
  const orgIds = await sendersAmong(db, await orgIdsIn(db, scope));
  const all = messageWalks(orgIds, window);
  if (all.length === 0) return { ids: [], isCut: false };
  const [[end]] = (await db.execute(endsOf(all))) as unknown as [{ id: number; created_at: Date | string }[]];
  const createdAt = end ? rawInstant(end.created_at) : null;
  const unreached = sql`${messages.recipientCount} > ${messages.deliveredCount} + ${messages.cancelledCount}`;
  const rest = and(
    last4 === null ? unreached : undefined,
    end && createdAt
      ? sql`${messages.createdAt} >= ${createdAt} and (${messages.createdAt} > ${createdAt} or ${messages.id} >= ${end.id})`
      : undefined,
  );
  const walks = rest ? all.map(({ index, where }) => ({ index, where: sql`${where} and ${rest}` })) : all;
  const [rows] = await db.execute(headsOf(walks, MOST_MESSAGES + 1));
  const ids = (rows as unknown as { id: number }[]).map(({ id }) => Number(id));
  return { ids: ids.slice(0, MOST_MESSAGES), isCut: end !== undefined || ids.length > MOST_MESSAGES };
}

/** Rows of some messages, by their index, no more of them than `most`; what fits is told afterwards. */
export const rowsOfMessages = (ids: readonly number[], last4: string | null, most: number): SQL =>
  last4 === null
    ? sql`select id from ${logs} force index (ix_message_logs_message) where ${inArray(logs.messageId, [...ids])}
        and ${inArray(logs.status, [...OPEN_OR_BAD])} limit ${sql.raw(String(most))}`
    : sql`select id from ${logs} force index (ix_message_logs_message_id) where ${inArray(logs.messageId, [...ids])}
        limit ${sql.raw(String(most))}`;

/** Of the newest messages of a time, whom they haven't reached, or whose number ends so. */
export async function findInTime(
  db: Executor,
  scope: OrgScope,
  window: FindWindow,
  sought: Sought & { last4: string | null },
): Promise<Found<PhoneFind>> {
  const newest = await newestMessages(db, scope, window, sought.last4);
  const found: PhoneFind[] = [];
  let left = MOST_LOOKED;
  for (let at = 0; at < newest.ids.length && left > 0 && found.length <= MOST_FOUND; at += AT_ONCE) {
    const [near] = await db.execute(rowsOfMessages(newest.ids.slice(at, at + AT_ONCE), sought.last4, left));
    const ids = (near as unknown as { id: number }[]).map(({ id }) => Number(id));
    left -= ids.length;
    if (ids.length === 0) continue;
    const rows = await db
      .select(columns)
      .from(logs)
      .leftJoin(batches, eq(batches.id, logs.batchId))
      .where(
        and(inArray(logs.id, ids), sought.last4 === null ? undefined : eq(logs.phoneLast4, sought.last4), says(sought)),
      );
    const inOrder = rows.sort((a, b) => b.id - a.id);
    found.push(...(await standingOf(db, inOrder, MOST_FOUND + 1 - found.length)));
  }
  return cut(found, newest.isCut || left <= 0);
}

/** Of rows that fit those that stand, the first of them: a look beside every row that was only looked through would cost as much again. */
async function standingOf(db: Executor, rows: readonly PhoneFind[], most: number): Promise<PhoneFind[]> {
  const found: PhoneFind[] = [];
  for (let at = 0; at < rows.length && found.length < most; at += most) {
    const next = rows.slice(at, at + most);
    const ids = next.map(({ id }) => id);
    const standing = await db
      .select({ id: logs.id })
      .from(logs)
      .where(and(inArray(logs.id, ids), stands));
    const known = new Set(standing.map(({ id }) => id));
    found.push(...next.filter(({ id }) => known.has(id)));
  }
  return found.slice(0, most);
}
