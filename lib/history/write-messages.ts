import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { type Db, type Executor, isDuplicateKey, type Tx } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageRecipients } from "@/db/schema/coverage";
import { messages } from "@/db/schema/messages";
import { updateRows } from "@/db/update-rows";
import { seal } from "@/lib/access/sealed";
import { expectedOf, gapOf } from "@/lib/coverage/coverage";
import { ordinalKey, phoneKey } from "@/lib/customers/phone-key";
import { sealPhone } from "@/lib/customers/sealed-phone";
import type { Env } from "@/lib/env/schema";
import { enterRollup } from "@/lib/messages/roll-up";
import { numbersPlace } from "@/lib/messages/write-message";
import type { Payers } from "./payers";
import type { OldRecipient } from "./read-recipients";
import type { Bad, OldMessage } from "./read-record";

export type HistoryKeys = Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
export type Written = { added: number; unchanged: number; recipients: number; duplicates: number; bad: Bad[] };
export type MessageOrder = { env: HistoryKeys; source: string; payers: Payers; execute: boolean };

/** Whom one message was meant for: each number once, in the order of the list (C-08). */
export function distinctRecipients(env: Pick<Env, "LOOKUP_KEY">, list: readonly OldRecipient[]) {
  const found = new Map<string, { key: Buffer; ordinal: number; one: OldRecipient }>();
  for (const [ordinal, one] of list.entries()) {
    const key = one.digits === null ? ordinalKey(env.LOOKUP_KEY, ordinal) : phoneKey(env.LOOKUP_KEY, one.digits);
    const name = key.toString("latin1");
    if (!found.has(name)) found.set(name, { key, ordinal, one });
  }
  return [...found.values()];
}

/**
 * Writes old messages with everybody they were meant for, in one transaction; those that are here already stay as they are, so
 * that the same file twice changes nothing. No row of the ledger is made: what is missing shows as missing.
 */
export async function writeMessages(db: Db, order: MessageOrder, batch: readonly OldMessage[]): Promise<Written> {
  for (let attempt = 1; ; attempt++)
    try {
      return await (order.execute
        ? retryDeadlocks(db, (tx) => writeNew(tx, order, batch))
        : writeNew(db, order, batch));
    } catch (error) {
      // Somebody brings the same file in at the same moment: what they have written is unchanged the second time.
      if (attempt > 3 || !isDuplicateKey(error)) throw error;
    }
}

async function writeNew(tx: Executor, order: MessageOrder, batch: readonly OldMessage[]): Promise<Written> {
  const { source, payers, env, execute } = order;
  const known = new Set(
    await knownIds(
      tx,
      source,
      batch.map(({ legacyId }) => legacyId),
    ),
  );
  const written: Written = { added: 0, unchanged: 0, recipients: 0, duplicates: 0, bad: [] };
  const fresh: { old: OldMessage; payer: { tenantId: number; orgId: number }; people: People }[] = [];
  for (const old of batch) {
    if (known.has(old.legacyId)) {
      written.unchanged += 1;
      continue;
    }
    known.add(old.legacyId);
    const payer = payers.of(old);
    if ("reason" in payer) {
      written.bad.push({ bad: true, line: old.line, ...payer });
      continue;
    }
    const people = distinctRecipients(env, old.recipients ?? []);
    written.added += 1;
    written.recipients += people.length;
    written.duplicates += (old.recipients?.length ?? 0) - people.length;
    fresh.push({ old, payer, people });
  }
  if (!execute || fresh.length === 0) return written;
  await insertRows(
    tx,
    messages,
    shared(source),
    fresh.map(({ old, payer, people }) => toMessage(old, payer, people.length)),
  );
  const ids = await idsOf(
    tx,
    source,
    fresh.map(({ old }) => old.legacyId),
  );
  await updateRows(tx, messages, sealedLists(env, fresh, ids));
  await insertRows(tx, messageRecipients, { source: "import" }, recipientRows(env, fresh, ids));
  await enterRollup(tx, ...ids.values());
  return written;
}

type People = ReturnType<typeof distinctRecipients>;

/** The lists as they were, for whoever asks what a message was meant for; a message without one has none (C-06). */
const sealedLists = (
  env: HistoryKeys,
  fresh: readonly { old: OldMessage; people: People }[],
  ids: ReadonlyMap<string, number>,
) =>
  fresh.flatMap(({ old, people }) => {
    const id = ids.get(old.legacyId)!;
    const numbers = JSON.stringify(people.flatMap(({ one }) => one.digits ?? []));
    const recipientNumbers = seal(env.ENCRYPTION_KEYS, numbersPlace(id), numbers);
    return old.recipients ? [{ id, recipientNumbers }] : [];
  });

function* recipientRows(
  env: HistoryKeys,
  fresh: readonly { old: OldMessage; people: People }[],
  ids: ReadonlyMap<string, number>,
) {
  for (const { old, people } of fresh)
    for (const { key, ordinal, one } of people)
      yield {
        messageId: ids.get(old.legacyId)!,
        recipientKey: key,
        ordinal,
        name: one.name,
        ...sealedOf(env, one, key),
        reasonCode: one.reason,
      };
}

export function sealedOf(env: HistoryKeys, { digits }: OldRecipient, key: Buffer) {
  if (digits === null) return { phone: null, phoneLast4: null };
  const { phone, phoneLast4 } = sealPhone(env, digits, key);
  return { phone, phoneLast4 };
}

const shared = (source: string) => ({ origin: "imported" as const, importSource: source, purpose: "info" as const });

function toMessage(old: OldMessage, payer: { tenantId: number; orgId: number }, listed: number) {
  const expected = expectedOf(listed, listed, old.sentCount);
  return {
    ...payer,
    messageMode: old.mode,
    subject: old.subject,
    rawBody: old.body,
    sender: old.sender,
    recipientCount: expected,
    expectedCount: expected,
    listedCount: listed,
    gap: gapOf({ expected, listed, recorded: 0 }),
    status: old.status,
    isTest: old.isTest,
    legacyId: old.legacyId,
    importedSentCount: old.sentCount,
    solapiGroupId: old.groupId,
    createdAt: old.createdAt,
    sentAt: old.sentAt,
    completedAt: old.sentAt ?? old.createdAt,
  };
}

/** Which of these ids of an old system are here. */
export async function idsOf(
  db: Pick<Tx, "select">,
  source: string,
  legacyIds: readonly string[],
): Promise<Map<string, number>> {
  if (legacyIds.length === 0) return new Map();
  const rows = await db
    .select({ id: messages.id, legacyId: messages.legacyId })
    .from(messages)
    .where(and(eq(messages.importSource, source), inArray(messages.legacyId, [...legacyIds])));
  return new Map(rows.map(({ id, legacyId }) => [legacyId ?? "", id]));
}

const knownIds = async (db: Pick<Tx, "select">, source: string, legacyIds: readonly string[]) =>
  (await idsOf(db, source, legacyIds)).keys();
