import "server-only";
import { inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { applyResults } from "@/lib/batches/apply-results";
import { installationId } from "@/lib/batches/installation";
import type { ProviderRuntime } from "@/lib/recovery/ask-provider";
import { wordsOf } from "@/lib/recovery/provider-word";
import type { ReportedMessage } from "@/lib/transports/phone-port";
import { applyWords } from "./apply-words";
import { addTally, noTally, type Tally } from "./tally";
import { type Payer, writeForeign } from "./write-foreign";

/**
 * Holds a page of the provider's messages against the ledger: by their own ids, else by the group and number (solapi.md §6.3). What
 * belongs to no message of ours was sent from elsewhere.
 */
export async function comparePage(
  rt: ProviderRuntime,
  payers: readonly Payer[],
  items: readonly ReportedMessage[],
): Promise<Tally> {
  const tally = noTally();
  const at = await rt.clock();
  // Reports of our own batches end them first; what then still differs does so for good.
  await applyResults(rt, items);
  const { known, own, foreign } = await sortOut(rt.db, items);
  for (const [messageId, reports] of [...known].sort(([a], [b]) => a - b)) {
    const words = wordsOf(reports);
    addTally(tally, await applyWords(rt.db, rt.env, messageId, words, at));
    addTally(tally, { read: reports.length - words.length, open: reports.length - words.length });
  }
  addTally(tally, { read: own + foreign.length, open: own, foreign: await writeForeign(rt, payers, foreign, at) });
  return tally;
}

async function sortOut(db: Executor & ProviderRuntime["db"], items: readonly ReportedMessage[]) {
  const installation = await installationId(db);
  const byId = await messageOfIds(
    db,
    items.map(({ messageId }) => messageId),
  );
  const rest = items.filter(({ messageId }) => !byId.has(messageId));
  const groups = [...new Set(rest.flatMap(({ groupId }) => groupId ?? []))];
  const byGroup = await messageOfGroups(db, groups);
  const batches = await groupsOfBatches(db, groups);
  const known = new Map<number, ReportedMessage[]>();
  const foreign: ReportedMessage[] = [];
  let own = 0;
  for (const item of items) {
    const id = byId.get(item.messageId) ?? byGroup.get(item.groupId ?? "");
    if (id !== undefined) known.set(id, [...(known.get(id) ?? []), item]);
    // Built by us and not written down yet, or refused when it was: no business of anybody else's.
    else if (batches.has(item.groupId ?? "") || item.installationId === installation) own += 1;
    else foreign.push(item);
  }
  return { known, own, foreign };
}

async function messageOfIds(db: Executor, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: messageLogs.solapiMessageId, messageId: messageLogs.messageId })
    .from(messageLogs)
    .where(inArray(messageLogs.solapiMessageId, [...ids]));
  return new Map(rows.map(({ id, messageId }) => [id ?? "", messageId]));
}

async function messageOfGroups(db: Executor, groups: readonly string[]): Promise<Map<string, number>> {
  if (groups.length === 0) return new Map();
  const rows = await db
    .select({ id: messages.id, groupId: messages.solapiGroupId })
    .from(messages)
    .where(inArray(messages.solapiGroupId, [...groups]));
  return new Map(rows.map(({ id, groupId }) => [groupId ?? "", id]));
}

async function groupsOfBatches(db: Executor, groups: readonly string[]): Promise<Set<string>> {
  if (groups.length === 0) return new Set();
  const rows = await db
    .select({ groupId: sendBatches.groupId })
    .from(sendBatches)
    .where(inArray(sendBatches.groupId, [...groups]));
  return new Set(rows.flatMap(({ groupId }) => groupId ?? []));
}
