import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { type Db, isDuplicateKey, type Tx } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageRecipients } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { updateRows } from "@/db/update-rows";
import { expectedOf, gapOf } from "@/lib/coverage/coverage";
import { phoneKey } from "@/lib/customers/phone-key";
import { addToRollups, countersOf, rollupColumns } from "@/lib/messages/roll-up";
import { isConfirmed } from "@/lib/messages/status";
import { channelOfMode } from "./old-words";
import type { OldLog } from "./read-record";
import { type HistoryKeys, sealedOf } from "./write-messages";

export type LogOrder = {
  env: HistoryKeys;
  source: string;
  execute: boolean;
  /** Whether this file itself has brought a message: in a dry run it isn't in the tables. */
  isComing: (legacyId: string) => boolean;
};
export type LogsWritten = {
  added: number;
  /** In the ledger already, or the same number twice. */
  unchanged: number;
  /** Of the added, those of nobody the message was meant for (초과 기록). */
  extra: number;
  bad: { bad: true; line: number; reason: string; column: string }[];
};

/**
 * Writes rows of an old log beside their messages, in one transaction with the counters. A recipient who has a row keeps it, so
 * that the same file twice changes nothing; of a message without a list, whoever was logged is one it was meant for.
 */
export async function writeLogs(db: Db, order: LogOrder, batch: readonly OldLog[]): Promise<LogsWritten> {
  for (let attempt = 1; ; attempt++)
    try {
      return await retryDeadlocks(db, (tx) => writeNew(tx, order, batch));
    } catch (error) {
      if (attempt > 3 || !isDuplicateKey(error)) throw error;
    }
}

type Message = Awaited<ReturnType<typeof lockMessages>>[number];
type Keyed = { log: OldLog; message: Message; key: Buffer; name: string };

async function writeNew(tx: Tx, order: LogOrder, batch: readonly OldLog[]): Promise<LogsWritten> {
  const { env, source, execute, isComing } = order;
  const all = await lockMessages(tx, source, [...new Set(batch.map(({ messageId }) => messageId))], execute);
  const messageOf = new Map(all.map((message) => [message.legacyId, message]));
  const written: LogsWritten = { added: 0, unchanged: 0, extra: 0, bad: [] };
  const keyed: Keyed[] = [];
  for (const log of batch) {
    const message = messageOf.get(log.messageId);
    if (message) {
      const key = phoneKey(env.LOOKUP_KEY, log.recipient.digits ?? "");
      keyed.push({ log, message, key, name: `${message.id}/${key.toString("hex")}` });
    } else if (!execute && isComing(log.messageId)) written.added += 1;
    else written.bad.push({ bad: true, line: log.line, reason: "message_unknown", column: "message_id" });
  }
  if (keyed.length === 0) return written;
  const known = await namesIn(tx, messageLogs, keyed);
  const meant = await namesIn(tx, messageRecipients, keyed);
  const fresh: (Keyed & { isMeant: boolean; isListedNow: boolean })[] = [];
  for (const one of keyed) {
    if (known.has(one.name)) {
      written.unchanged += 1;
      continue;
    }
    known.add(one.name);
    const isListedNow = !meant.has(one.name) && !one.message.hasList;
    fresh.push({ ...one, isMeant: isListedNow || meant.has(one.name), isListedNow });
  }
  written.added += fresh.length;
  written.extra += fresh.filter(({ isMeant }) => !isMeant).length;
  if (!execute || fresh.length === 0) return written;
  const listed = fresh.filter(({ isListedNow }) => isListedNow);
  await insertRows(
    tx,
    messageRecipients,
    { source: "log" },
    listed.map((one) => toRecipient(env, one)),
  );
  const taken = await takenIds(tx, fresh);
  await insertRows(
    tx,
    messageLogs,
    { source: "import", isInferred: false },
    fresh.map((one) => toRow(env, one, taken)),
  );
  await count(tx, fresh);
  return written;
}

const lockMessages = async (tx: Tx, source: string, legacyIds: readonly string[], lock: boolean) => {
  const { id, legacyId, tenantId, sender, sentAt, importedSentCount } = messages;
  const asked = tx
    .select({
      ...{ ...rollupColumns, ...countersOf, id, legacyId, tenantId, sender, sentAt, importedSentCount },
      hasList: sql<boolean>`${messages.recipientNumbers} is not null`.mapWith(Boolean),
    })
    .from(messages)
    .where(and(eq(messages.importSource, source), inArray(messages.legacyId, [...legacyIds])))
    .orderBy(asc(id));
  return lock ? asked.for("update") : asked;
};

/** Which of these recipients of these messages a table has. */
async function namesIn(tx: Tx, table: typeof messageLogs | typeof messageRecipients, keyed: readonly Keyed[]) {
  const keysOf = new Map<number, string[]>();
  for (const { message, key } of keyed) {
    const known = keysOf.get(message.id);
    if (known) known.push(`x'${key.toString("hex")}'`);
    else keysOf.set(message.id, [`x'${key.toString("hex")}'`]);
  }
  // Message by message: not every server finds its way along an index by pairs.
  const pairs = sql.raw(
    [...keysOf].map(([id, keys]) => `(message_id = ${id} and recipient_key in (${keys.join()}))`).join(" or "),
  );
  const [rows] = await tx.execute(
    sql`select distinct message_id as id, lower(hex(recipient_key)) as k from ${table} where ${pairs}`,
  );
  return new Set((rows as unknown as { id: number; k: string }[]).map(({ id, k }) => `${id}/${k}`));
}

/** Ids of the provider that a row has already: one stands once in the ledger, whatever an old log repeats. */
async function takenIds(tx: Tx, fresh: readonly Keyed[]): Promise<Set<string>> {
  const ids = fresh.flatMap(({ log }) => log.solapiMessageId ?? []);
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: messageLogs.solapiMessageId })
    .from(messageLogs)
    .where(inArray(messageLogs.solapiMessageId, ids));
  return new Set(rows.flatMap(({ id }) => id ?? []));
}

const toRecipient = (env: HistoryKeys, { log, message, key }: Keyed) => ({
  messageId: message.id,
  recipientKey: key,
  name: log.recipient.name,
  ...sealedOf(env, log.recipient, key),
  reasonCode: log.recipient.reason,
});

const FINAL = ["delivered", "failed", "skipped", "cancelled", "unknown"];

function toRow(env: HistoryKeys, { log, message, key }: Keyed, taken: Set<string>) {
  const at = log.at ?? message.createdAt;
  const solapiMessageId = log.solapiMessageId !== null && !taken.has(log.solapiMessageId) ? log.solapiMessageId : null;
  if (solapiMessageId !== null) taken.add(solapiMessageId);
  return {
    messageId: message.id,
    tenantId: message.tenantId,
    recipientKey: key,
    name: log.recipient.name,
    ...sealedOf(env, log.recipient, key),
    channel: channelOfMode(message.messageMode),
    sender: message.sender,
    status: log.status,
    failureReason: log.reason,
    providerCode: log.code,
    solapiMessageId,
    createdAt: at,
    sentAt: log.status === "sent" || log.status === "delivered" ? at : null,
    finalAt: FINAL.includes(log.status) ? at : null,
  };
}

/** What the new rows change of their messages, which are locked. */
async function count(tx: Tx, fresh: readonly (Keyed & { isMeant: boolean; isListedNow: boolean })[]): Promise<void> {
  const changed = new Map<number, { before: Message; after: Message }>();
  for (const { log, message, isMeant, isListedNow } of fresh) {
    const change = changed.get(message.id) ?? { before: message, after: { ...message } };
    changed.set(message.id, change);
    const { after } = change;
    if (!isMeant) {
      after.extraCount += 1;
      continue;
    }
    if (isListedNow) after.listedCount += 1;
    after.recordedCount += 1;
    after[`${log.status}Count`] += 1;
    if (isConfirmed(log.status, log.code)) after.confirmedCount += 1;
  }
  for (const { after } of changed.values()) {
    const fromList = after.hasList ? after.listedCount : 0;
    after.expectedCount = expectedOf(after.listedCount, fromList, after.importedSentCount);
    after.gap = gapOf({ expected: after.expectedCount, listed: after.listedCount, recorded: after.recordedCount });
  }
  const columns = Object.keys(countersOf) as (keyof typeof countersOf)[];
  await updateRows(
    tx,
    messages,
    [...changed.values()].map(({ after }) => ({
      id: after.id,
      ...Object.fromEntries(columns.map((name) => [name, after[name]])),
      recipientCount: after.expectedCount,
      gap: after.gap,
    })),
  );
  await addToRollups(
    tx,
    [...changed.values()].flatMap(({ before, after }) => [
      { of: before, sign: -1 as const },
      { of: after, sign: 1 as const },
    ]),
  );
}
