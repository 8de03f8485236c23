import "server-only";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import type { Executor } from "@/db/client";
import { messageRecipients } from "@/db/schema/coverage";
import { deliveryEvents } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { messageLogs as logs, messages, sendBatches } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { creditLedger, tenantSenders, tenants } from "@/db/schema/tenants";
import { unionAllOf } from "@/db/union-all";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { tenantLane } from "@/lib/tenants/park-tenant";
import { rawInstant } from "@/lib/time/raw-instant";

/**
 * The message with whoever pays for it, as both stand now.
 * @throws AppError not_found, the same for a foreign and an absent one
 */
export async function messageForXray(db: Executor, scope: OrgScope, id: number) {
  const payer = alias(orgs, "payer");
  const [row] = await db
    .select({
      message: {
        ...{ id: messages.id, orgId: messages.orgId, tenantId: messages.tenantId, sender: messages.sender },
        ...{ status: messages.status, reasonCode: messages.reasonCode, origin: messages.origin },
        ...{ sendAt: messages.sendAt, createdAt: messages.createdAt, isSandbox: messages.isSandbox },
        ...{ recipientCount: messages.recipientCount, duplicateCount: messages.duplicateCount },
        ...{ expectedCount: messages.expectedCount, recordedCount: messages.recordedCount },
        ...{ skippedCount: messages.skippedCount, importSource: messages.importSource },
        hasTemplate: sql<boolean>`${messages.templateId} is not null`.mapWith(Boolean),
      },
      orgPath: orgs.path,
      payerPath: payer.path,
      tenant: {
        ...{ id: tenants.id, isActive: tenants.messagingIsActive },
        ...{ balance: tenants.creditBalance, reserved: tenants.creditReserved },
        ...{ basePrice: tenants.basePrice, priceLms: tenants.priceLms },
        ...{ priceMms: tenants.priceMms, priceAlimtalk: tenants.priceAlimtalk },
        hasKey: sql<boolean>`${tenants.solapiKey} is not null`.mapWith(Boolean),
        keyHint: tenants.solapiKeyHint,
      },
      sender: {
        ...{ id: tenantSenders.id, status: tenantSenders.status, expiresAt: tenantSenders.expiresAt },
        providerStatus: tenantSenders.providerStatus,
      },
    })
    .from(messages)
    .innerJoin(orgs, eq(orgs.id, messages.orgId))
    .innerJoin(tenants, eq(tenants.id, messages.tenantId))
    .innerJoin(payer, eq(payer.id, tenants.orgId))
    .leftJoin(tenantSenders, and(eq(tenantSenders.tenantId, tenants.id), eq(tenantSenders.number, messages.sender)))
    .where(and(eq(messages.id, id), inScope(scope)));
  if (!row) throw new AppError("not_found");
  return row;
}
export type XrayMessage = Awaited<ReturnType<typeof messageForXray>>;

/** Why everything of a tenant waits; null where it doesn't. */
export async function parkReasonOfTenant(db: Executor, tenantId: number): Promise<string | null> {
  const [lane] = await db
    .select({ parkReason: lanes.parkReason })
    .from(lanes)
    .where(eq(lanes.laneKey, tenantLane(tenantId)));
  return lane?.parkReason ?? null;
}

/** What of a recipient's row is looked at: nothing that says who it is. */
const rowColumns = {
  ...{ id: logs.id, batchId: logs.batchId, channel: logs.channel, leg: logs.leg, attemptNo: logs.attemptNo },
  ...{ status: logs.status, reasonCode: logs.reasonCode, providerCode: logs.providerCode },
  ...{ source: logs.source, isInferred: logs.isInferred, amount: logs.amount },
  ...{ createdAt: logs.createdAt, sentAt: logs.sentAt, finalAt: logs.finalAt },
};

/** As many rows of one recipient as are told of: the first send, what followed it, and what a person sent again. */
const MOST_OF_RECIPIENT = 20;

/** All rows of the recipient one of whose rows is `recipient`, newest first; none where it isn't one of this message. */
export function rowsOfRecipient(db: Executor, messageId: number, recipient: number) {
  const asked = alias(logs, "asked");
  return db
    .select(rowColumns)
    .from(asked)
    .innerJoin(
      logs,
      and(
        ...[eq(logs.messageId, asked.messageId), eq(logs.recipientKey, asked.recipientKey)],
        eq(logs.variant, asked.variant),
      ),
    )
    .where(and(eq(asked.id, recipient), eq(asked.messageId, messageId)))
    .orderBy(sql`${logs.attemptNo} desc`, sql`${logs.leg} desc`)
    .limit(MOST_OF_RECIPIENT);
}
export type XrayRow = Awaited<ReturnType<typeof rowsOfRecipient>>[number];

export const rowsByIds = (db: Executor, ids: readonly number[]) =>
  db
    .select(rowColumns)
    .from(logs)
    .where(inArray(logs.id, [...ids]));

/** Groups one look tells apart; beyond it a message is a case for its list. */
export const MOST_GROUPS = 500;

/**
 * The recipients of a message, put together by all that can make one verdict differ from another, with a row of each.
 * @param onlyStanding whoever was sent to again counts by the row that stands; asked only where there is one, for it costs a
 * look beside every row
 */
export const recipientGroups = (messageId: number, onlyStanding: boolean): SQL => {
  const later = sql`select 1 from ${logs} as later where later.message_id = ${logs.messageId} and later.recipient_key = ${logs.recipientKey}
    and later.variant = ${logs.variant} and (later.attempt_no > ${logs.attemptNo} or (later.attempt_no = ${logs.attemptNo} and later.leg > ${logs.leg}))`;
  return sql`select min(${logs.id}) as sample, count(*) as recipients, max(${logs.leg} + ${logs.attemptNo}) as again from ${logs} force index (ix_message_logs_message_id)
    where ${logs.messageId} = ${messageId}${onlyStanding ? sql` and not exists (${later})` : sql``}
    group by ${logs.batchId}, ${logs.status}, ${logs.reasonCode}, ${logs.providerCode}, ${logs.channel}, ${logs.leg}, ${logs.attemptNo},
      ${logs.source}, ${logs.isInferred}
    order by recipients desc, sample limit ${sql.raw(String(MOST_GROUPS))}`;
};

export async function readGroups(db: Executor, messageId: number): Promise<{ sample: number; count: number }[]> {
  const read = async (onlyStanding: boolean) => {
    const [rows] = await db.execute(recipientGroups(messageId, onlyStanding));
    return rows as unknown as { sample: number; recipients: number; again: number }[];
  };
  const all = await read(false);
  const standing = all.some(({ again }) => Number(again) > 0) ? await read(true) : all;
  return standing.map(({ sample, recipients }) => ({ sample: Number(sample), count: Number(recipients) }));
}

/** Whether anybody is on the list of an imported message who has no row: one look at most. */
export async function isOnOldList(db: Executor, messageId: number): Promise<boolean> {
  const [row] = await db
    .select({ id: messageRecipients.messageId })
    .from(messageRecipients)
    .where(eq(messageRecipients.messageId, messageId))
    .limit(1);
  return row !== undefined;
}

export const batchesByIds = (db: Executor, ids: readonly number[]) => {
  const b = sendBatches;
  return db
    .select({
      ...{ id: b.id, channel: b.channel, leg: b.leg, size: b.size, phase: b.phase, heldReason: b.heldReason },
      ...{ attempt: b.attempt, lostBuilds: b.lostBuilds, groupId: b.groupId, availableAt: b.availableAt },
      ...{ sendBefore: b.sendBefore, leaseOwner: b.leaseOwner, leaseUntil: b.leaseUntil, publishedAt: b.publishedAt },
      ...{ createdAt: b.createdAt, committedAt: b.committedAt, sentAt: b.sentAt, doneAt: b.doneAt },
      ...{ polls: b.polls, pollAt: b.pollAt },
    })
    .from(b)
    .where(inArray(b.id, [...ids]))
    .orderBy(asc(b.id));
};
export type XrayBatch = Awaited<ReturnType<typeof batchesByIds>>[number];

/** Lines read of one trail: what it began with, and what came last. A batch that is tried for a day leaves hundreds. */
const FIRST_LINES = 20;
const LAST_LINES = 120;

export type TrailSubject = { kind: "batch" | "message_log"; id: number };

export function trailWalks(subjects: readonly TrailSubject[]): SQL {
  const e = deliveryEvents;
  const columns = sql`id, subject_kind, subject_id, layer, event, code, detail, http_status, ms, at`;
  const walk = ({ kind, id }: TrailSubject, order: SQL, most: number) =>
    sql`(select ${columns} from ${e} force index (ix_events_subject) where ${e.subjectKind} = ${kind} and ${e.subjectId} = ${id} order by ${order} limit ${sql.raw(String(most))})`;
  const up = sql`at, id`;
  const down = sql`at desc, id desc`;
  const walks = subjects.flatMap((one) => [walk(one, up, FIRST_LINES), walk(one, down, LAST_LINES)]);
  return sql`select distinct ${columns} from (${unionAllOf(walks)}) as trail order by at, id`;
}

type EventLine = {
  id: number;
  subject_kind: TrailSubject["kind"];
  subject_id: number;
  layer: typeof deliveryEvents.$inferSelect.layer;
  event: string;
  code: string | null;
  detail: string | null;
  http_status: number | null;
  ms: number | null;
  at: Date | string;
};

/** What the trail says of these, oldest first. */
export async function readTrails(db: Executor, subjects: readonly TrailSubject[]) {
  if (subjects.length === 0) return [];
  const [rows] = await db.execute(trailWalks(subjects));
  return (rows as unknown as EventLine[]).map(({ http_status, ms, ...row }) => ({
    subject: { kind: row.subject_kind, id: Number(row.subject_id) },
    fact: {
      ...{ id: Number(row.id), layer: row.layer, event: row.event, code: row.code, detail: row.detail },
      ...{ httpStatus: http_status, ms, at: rawInstant(row.at) ?? new Date(0) },
    },
  }));
}

/** What was held for a batch, paid and given back: a line for each kind, with the first of its entries. */
export const creditOfBatch = (batchId: number): SQL => {
  const l = creditLedger;
  return sql`select ${l.kind} as kind, cast(sum(${l.amount}) as char) as amount, min(${l.id}) as id, max(${l.at}) as at
    from ${l} force index (ix_ledger_batch) where ${l.batchId} = ${batchId} group by ${l.kind} order by id`;
};

export async function readCredit(db: Executor, batchId: number) {
  const [rows] = await db.execute(creditOfBatch(batchId));
  type Line = { kind: typeof creditLedger.$inferSelect.kind; amount: string; id: number; at: Date | string };
  return (rows as unknown as Line[]).map(({ id, at, ...line }) => ({
    ...line,
    id: Number(id),
    at: rawInstant(at) ?? new Date(0),
  }));
}

/** Batches that stand before one in the queue, and no more of them than this. */
export const MOST_AHEAD = 1_000;

export const batchesAhead = (batch: { id: number; availableAt: Date }): SQL => {
  const b = sendBatches;
  return sql`select count(*) as ahead from (select ${b.id} from ${b} force index (ix_batches_available)
    where ${b.availableAt} <= ${batch.availableAt} and (${b.availableAt} < ${batch.availableAt} or ${b.id} < ${batch.id})
    limit ${sql.raw(String(MOST_AHEAD))}) as waiting`;
};

export async function readAhead(db: Executor, batch: { id: number; availableAt: Date }): Promise<number> {
  const [rows] = await db.execute(batchesAhead(batch));
  return Number((rows as unknown as { ahead: number }[])[0]?.ahead ?? 0);
}
