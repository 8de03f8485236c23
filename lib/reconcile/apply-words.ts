import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Db, Tx } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageRecipients } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { expectedOf, gapOf } from "@/lib/coverage/coverage";
import { phoneKey } from "@/lib/customers/phone-key";
import { sealPhone } from "@/lib/customers/sealed-phone";
import type { Env } from "@/lib/env/schema";
import { channelOfMode } from "@/lib/history/old-words";
import { addToRollups, countersOf } from "@/lib/messages/roll-up";
import { isConfirmed } from "@/lib/messages/status";
import type { ProviderWord } from "@/lib/recovery/provider-word";
import { verdictOn } from "./compare";
import { noteDifferences } from "./note-differences";
import { addTally, noTally, type Tally } from "./tally";

type Keys = Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
type Message = typeof messages.$inferSelect;
type Log = typeof messageLogs.$inferSelect;
type Word = ProviderWord & { key: Buffer };

/**
 * Makes of the provider's words what they prove of one imported message, under its lock and with its counters: inferences give way,
 * recipients we lacked a row of get one, and of a message without a list whoever the provider wrote to is one it was meant for. What
 * somebody saw otherwise is a difference for a person. Of our own messages only differences are told (their reports have a way of
 * their own), and what a recovery has inferred, which belongs to no batch any more.
 */
export const applyWords = (
  db: Db,
  env: Keys,
  messageId: number,
  words: readonly ProviderWord[],
  at: Date,
): Promise<Tally> =>
  retryDeadlocks(db, async (tx) => {
    const [message] = await tx.select().from(messages).where(eq(messages.id, messageId)).for("update");
    if (!message || words.length === 0) return noTally();
    const keyed = words.map((word): Word => ({ ...word, key: phoneKey(env.LOOKUP_KEY, word.digits) }));
    const logs = await rowsOf(tx, messageId, keyed);
    const tally = addTally(noTally(), { read: words.length });
    const after: Message = { ...message };
    const fresh: Word[] = [];
    const differing: { word: Word; log: Log | null }[] = [];
    for (const word of keyed) {
      const log = logs.get(word.key.toString("hex"));
      if (!log) {
        if (message.origin === "imported") fresh.push(word);
        else differing.push({ word, log: null });
        continue;
      }
      const said = verdictOn(log, word);
      const isReported = message.origin === "new" && log.source !== "recovery";
      const verdict = isReported && said === "apply" ? "open" : said;
      if (verdict === "apply") {
        await becomeReal(tx, after, log, word);
        tally.applied += 1;
      } else if (verdict === "differs") differing.push({ word, log });
      else tally[verdict] += 1;
    }
    const { listed, strangers } = await addRecipients(tx, env, message, fresh);
    await insertProven(tx, after, listed, at);
    tally.inserted += listed.length;
    for (const word of strangers) differing.push({ word, log: null });
    tally.differing += differing.length;
    await noteDifferences(
      tx,
      message,
      differing.map(({ word, log }) => toDifference(word, log)),
      at,
    );
    after.listedCount += message.recipientNumbers === null ? listed.filter(({ isNew }) => isNew).length : 0;
    await keepCounters(tx, message, after);
    return tally;
  });

async function rowsOf(tx: Tx, messageId: number, words: readonly Word[]): Promise<Map<string, Log>> {
  const keys = words.map(({ key }) => key);
  const rows = await tx
    .select()
    .from(messageLogs)
    .where(and(eq(messageLogs.messageId, messageId), inArray(messageLogs.recipientKey, keys)))
    .orderBy(messageLogs.attemptNo, messageLogs.leg);
  // The last attempt and leg of each is the one that stands.
  return new Map(rows.map((row) => [row.recipientKey.toString("hex"), row]));
}

async function becomeReal(tx: Tx, after: Message, log: Log, word: Word): Promise<void> {
  await tx
    .update(messageLogs)
    .set({
      ...{ status: word.status, providerCode: word.code, isInferred: false },
      // Whoever saw it first stays named; only an inference changes hands.
      ...(log.isInferred && { source: "reconcile" as const, reasonCode: null }),
      solapiMessageId: log.solapiMessageId ?? (await freeId(tx, word.solapiMessageId)),
      sentAt: word.status === "failed" ? null : (log.sentAt ?? word.at),
      finalAt: word.status === "sent" ? null : word.at,
    })
    .where(eq(messageLogs.id, log.id));
  after[`${log.status}Count`] -= 1;
  after[`${word.status}Count`] += 1;
  if (log.isInferred && log.status !== "unknown") after.inferredCount -= 1;
  if (!log.isInferred && isConfirmed(log.status, log.providerCode)) after.confirmedCount -= 1;
  if (isConfirmed(word.status, word.code)) after.confirmedCount += 1;
}

/** Of these ids of the provider those that stand in the ledger already: each does so once. */
async function takenAmong(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: messageLogs.solapiMessageId })
    .from(messageLogs)
    .where(inArray(messageLogs.solapiMessageId, [...ids]));
  return new Set(rows.flatMap(({ id }) => id ?? []));
}

async function freeId(tx: Tx, id: string): Promise<string | null> {
  return (await takenAmong(tx, [id])).has(id) ? null : id;
}

/** Who of them the message was meant for; of one without a list all of them are, from now on (C-06). */
async function addRecipients(tx: Tx, env: Keys, message: Message, words: readonly Word[]) {
  if (words.length === 0) return { listed: [], strangers: [] };
  const keys = words.map(({ key }) => key);
  const rows = await tx
    .select()
    .from(messageRecipients)
    .where(and(eq(messageRecipients.messageId, message.id), inArray(messageRecipients.recipientKey, keys)));
  const known = new Map(rows.map((row) => [row.recipientKey.toString("hex"), row]));
  const isListless = message.recipientNumbers === null;
  const strangers = words.filter(({ key }) => !known.has(key.toString("hex")));
  if (isListless)
    await insertRows(
      tx,
      messageRecipients,
      { messageId: message.id, source: "provider" },
      strangers.map(({ key, digits }, ordinal) => {
        const { phone, phoneLast4 } = sealPhone(env, digits, key);
        return { recipientKey: key, ordinal, phone, phoneLast4 };
      }),
    );
  const listed = words
    .filter(({ key }) => isListless || known.has(key.toString("hex")))
    .map((word) => {
      const row = known.get(word.key.toString("hex"));
      const { phone, phoneLast4 } = row ?? sealPhone(env, word.digits, word.key);
      return { ...word, phone, phoneLast4, name: row?.name ?? null, ordinal: row?.ordinal ?? 0, isNew: !row };
    });
  return { listed, strangers: isListless ? [] : strangers };
}

type Listed = Awaited<ReturnType<typeof addRecipients>>["listed"][number];

async function insertProven(tx: Tx, after: Message, listed: readonly Listed[], at: Date): Promise<void> {
  const rows = [];
  const taken = await takenAmong(
    tx,
    listed.map(({ solapiMessageId }) => solapiMessageId),
  );
  for (const { key, digits: _, code, isNew: _isNew, solapiMessageId, at: endedAt, status, ...own } of listed) {
    const times = {
      sentAt: status === "failed" ? null : (after.sentAt ?? after.createdAt),
      finalAt: status === "sent" ? null : (endedAt ?? at),
    };
    const free = taken.has(solapiMessageId) ? null : solapiMessageId;
    taken.add(solapiMessageId);
    rows.push({ ...own, recipientKey: key, status, providerCode: code, solapiMessageId: free, ...times });
    after.recordedCount += 1;
    after[`${status}Count`] += 1;
    if (isConfirmed(status, code)) after.confirmedCount += 1;
  }
  const { id: messageId, tenantId, sender, createdAt, messageMode } = after;
  const shared = { messageId, tenantId, sender, createdAt, channel: channelOfMode(messageMode) };
  await insertRows(tx, messageLogs, { ...shared, source: "reconcile", isInferred: false }, rows);
}

async function keepCounters(tx: Tx, before: Message, after: Message): Promise<void> {
  const fromList = after.recipientNumbers === null ? 0 : after.listedCount;
  if (after.origin === "imported") {
    after.expectedCount = expectedOf(after.listedCount, fromList, after.importedSentCount);
    after.recipientCount = after.expectedCount;
  }
  after.gap = gapOf({ expected: after.expectedCount, listed: after.listedCount, recorded: after.recordedCount });
  const columns = Object.keys(countersOf) as (keyof typeof countersOf)[];
  if (columns.every((name) => before[name] === after[name])) return;
  await tx
    .update(messages)
    .set({
      ...Object.fromEntries(columns.map((name) => [name, after[name]])),
      ...{ recipientCount: after.recipientCount, gap: after.gap },
    })
    .where(eq(messages.id, after.id));
  await addToRollups(tx, [
    { of: before, sign: -1 },
    { of: after, sign: 1 },
  ]);
}

const toDifference = ({ key, digits, status, code, solapiMessageId }: Word, log: Log | null) => ({
  kind: log ? ("status_differs" as const) : ("missing_here" as const),
  logId: log?.id ?? null,
  solapiMessageId,
  recipientKey: key,
  phoneLast4: digits.slice(-4),
  ours: log?.status ?? null,
  theirs: status,
  providerCode: code,
});
