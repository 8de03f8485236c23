import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { messageLogStatuses } from "@/db/enums";
import { messages } from "@/db/schema/messages";
import { addToRollups, rollupColumns } from "./roll-up";
import { type Counts, isAllFinal, noCounts, statusOf } from "./status";

/** Columns of the counters, by status. */
export const countColumns = {
  queued: messages.queuedCount,
  sending: messages.sendingCount,
  sent: messages.sentCount,
  delivered: messages.deliveredCount,
  failed: messages.failedCount,
  skipped: messages.skippedCount,
  unknown: messages.unknownCount,
  cancelled: messages.cancelledCount,
} as const;

/**
 * Moves recipients of a message from status to status, and the message with them, in the transaction that moves their rows:
 * `{ queued: -400, sending: 400 }`. Call it once per batch of rows, after the batch's and the tenant's rows were locked
 * (lock order: batch → tenant → message). A row that replaces another (leg 1, a new attempt) takes its place in the count:
 * `{ failed: -1, queued: 1 }`, so that the counters always sum to recipient_count.
 * @param confirmed how many more of them the provider has had the last word on (fewer: negative)
 * @throws Error when the deltas don't sum to 0 or a counter would fall below it: a bug, and nothing is written
 */
export async function moveCounts(
  tx: Tx,
  messageId: number,
  deltas: Partial<Counts>,
  at: Date,
  confirmed = 0,
): Promise<void> {
  const moved = messageLogStatuses.filter((status) => deltas[status]);
  if (moved.length === 0) return;
  if (moved.reduce((sum, status) => sum + (deltas[status] ?? 0), 0) !== 0)
    throw new Error(`counts of message ${messageId} would not sum to its recipients`);
  const [row] = await tx
    .select({ ...countColumns, ...rollupColumns, sentAt: messages.sentAt })
    .from(messages)
    .where(eq(messages.id, messageId))
    .for("update");
  if (!row) throw new Error(`no message ${messageId}`);
  const counts = noCounts();
  for (const status of messageLogStatuses) {
    counts[status] = row[status] + (deltas[status] ?? 0);
    if (counts[status] < 0) throw new Error(`message ${messageId} has fewer ${status} recipients than that`);
  }
  const status = statusOf(counts);
  await tx
    .update(messages)
    .set({
      ...countsAsColumns(counts),
      status,
      ...(confirmed !== 0 && { confirmedCount: row.confirmedCount + confirmed }),
      ...(row.sentAt === null && counts.sent + counts.delivered > 0 && { sentAt: at }),
      completedAt: isAllFinal(counts) ? sql`coalesce(${messages.completedAt}, ${at})` : null,
    })
    .where(eq(messages.id, messageId));
  const before = { ...row, ...countsAsColumns(row) };
  const after = { ...before, ...countsAsColumns(counts), status, confirmedCount: row.confirmedCount + confirmed };
  await addToRollups(tx, [
    { of: before, sign: -1 },
    { of: after, sign: 1 },
  ]);
}

/** Counters as their columns. */
export const countsAsColumns = (counts: Counts) => ({
  queuedCount: counts.queued,
  sendingCount: counts.sending,
  sentCount: counts.sent,
  deliveredCount: counts.delivered,
  failedCount: counts.failed,
  skippedCount: counts.skipped,
  unknownCount: counts.unknown,
  cancelledCount: counts.cancelled,
});
