import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { messageLogs, sendBatches } from "@/db/schema/messages";
import type { SolapiAccount } from "@/lib/tenants/account-of";
import { moneyText, parseMoney } from "@/lib/tenants/money";
import { applyResults, endOpenRows, type Report } from "./apply-results";
import type { PollRuntime } from "./poll-results";
import { isCheaperByGroup, NO_REPORT_MS, pollAfterMs } from "./result-rules";

export type DueBatch = {
  id: number;
  messageId: number;
  tenantId: number;
  groupId: string | null;
  size: number;
  polls: number;
  sentAt: Date | null;
};

/** The list of changes gets so many looks before a batch is asked for by itself. */
const LOOKS_FIRST = 2;

/**
 * Goes through batches that were due: what the account's changes didn't tell of is asked for by id, what is past 72 hours
 * ends as unknown, and the next question is set. `account` null: it can't be asked now.
 */
export async function askStragglers(
  rt: PollRuntime,
  account: SolapiAccount | null,
  batches: readonly DueBatch[],
  atLeastMs: number,
  isOver: () => boolean,
): Promise<void> {
  for (const batch of batches) {
    if (isOver()) return;
    let open = await openRows(rt, batch.id);
    if (account && open.length > 0 && batch.polls >= LOOKS_FIRST) {
      await applyResults(rt, await reportsOf(rt, account, batch, open));
      open = await openRows(rt, batch.id);
    }
    const now = await rt.clock();
    if (open.length > 0 && batch.sentAt && now.getTime() - batch.sentAt.getTime() >= NO_REPORT_MS) {
      const end = { to: "unknown", reasonCode: "no_report", providerCode: null } as const;
      await endOpenRows(rt, batch.id, new Map(open.map((row) => [row.id, end])));
      open = [];
    }
    const pollAt = new Date(now.getTime() + Math.max(atLeastMs, pollAfterMs(batch.polls + 1)));
    await rt.db
      .update(sendBatches)
      .set(open.length > 0 ? { polls: batch.polls + 1, pollAt } : { phase: "done", pollAt: null })
      .where(and(eq(sendBatches.id, batch.id), inArray(sendBatches.phase, ["sent", "done"])));
    if (account && open.length === 0) await notePrice(rt, account, batch);
  }
}

const openRows = (rt: Pick<PollRuntime, "db">, batchId: number) =>
  rt.db
    .select({ id: messageLogs.id, messageId: messageLogs.solapiMessageId })
    .from(messageLogs, { forceIndex: "ix_message_logs_batch" })
    .where(and(eq(messageLogs.batchId, batchId), inArray(messageLogs.status, ["queued", "sending", "sent"])))
    .orderBy(asc(messageLogs.id));

async function reportsOf(
  rt: PollRuntime,
  account: SolapiAccount,
  { groupId, size }: DueBatch,
  open: readonly { messageId: string | null }[],
): Promise<Report[]> {
  if (groupId !== null && isCheaperByGroup(open.length, size)) {
    const all: Report[] = [];
    for (let startKey: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof rt.phone.messagesOf>> = await rt.phone.messagesOf(
        account,
        groupId,
        startKey,
      );
      if (page.kind === "refused") return all;
      for (const { messageId, status, statusCode } of page.items) all.push({ messageId, status, statusCode });
      if (page.nextKey === null || page.nextKey === startKey) return all;
      startKey = page.nextKey;
    }
  }
  const messageIds = open.flatMap((row) => row.messageId ?? []);
  const page = await rt.phone.list(account, { messageIds });
  return page.kind === "ok" ? page.items : [];
}

/** What the provider took for it, to stand beside what we did (rulings 16). */
async function notePrice(rt: PollRuntime, account: SolapiAccount, { id, groupId }: DueBatch): Promise<void> {
  if (groupId === null) return;
  const told = await rt.phone.group(account, groupId);
  const price = told.kind === "ok" && told.group.price !== null ? parseMoney(told.group.price.toFixed(2)) : null;
  if (price !== null)
    await rt.db
      .update(sendBatches)
      .set({ providerPrice: moneyText(price) })
      .where(eq(sendBatches.id, id));
}
