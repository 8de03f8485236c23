import "server-only";
import { and, count, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageLogs, sendBatches } from "@/db/schema/messages";
import { moveCounts } from "@/lib/messages/move-counts";
import type { Runtime } from "@/lib/runtime";
import { recordEvents } from "./record-events";
import { FIRST_POLL_MS } from "./result-rules";

type Target = "sent" | "sending";

/**
 * Writes down that a batch's group has left. Whoever found it out and with whatever lease: it is true, and forward.
 * @returns false where it was known already
 */
export async function markSent(
  rt: Pick<Runtime, "db" | "clock">,
  batch: { id: number; messageId: number },
  { event = "sent", ms }: { event?: string; ms?: number } = {},
): Promise<boolean> {
  // Before it: a transaction that waits for a second connection of the same pool could wait for ever.
  const at = await rt.clock();
  return retryDeadlocks(rt.db, (tx) => takeAsSent(tx, batch, { event, at, ...(ms !== undefined && { ms }) }));
}

/** The same in a transaction of the caller's. */
export async function takeAsSent(
  tx: Tx,
  batch: { id: number; messageId: number },
  told: { event: string; at: Date; ms?: number },
): Promise<boolean> {
  const { at } = told;
  const [done] = await tx
    .update(sendBatches)
    .set({
      ...{ phase: "sent", sentAt: at, availableAt: null, heldReason: null, detail: null, attempt: 0 },
      ...{ leaseOwner: null, leaseToken: null, leaseUntil: null },
      pollAt: new Date(at.getTime() + FIRST_POLL_MS),
    })
    .where(and(eq(sendBatches.id, batch.id), inArray(sendBatches.phase, ["committed", "held"])));
  if (done.affectedRows === 0) return false;
  await moveBatch(tx, batch, ["queued", "sending"], "sent", at);
  await recordEvents(tx, [{ batchId: batch.id, layer: "provider", ...told }]);
  return true;
}

/** Moves all rows of a batch that stand at `from` in the transaction that holds its row, and the counts with them. */
export async function moveBatch(
  tx: Tx,
  batch: { id: number; messageId: number },
  from: readonly ("queued" | "sending")[],
  to: Target,
  at: Date,
): Promise<void> {
  const inBatch = and(eq(messageLogs.batchId, batch.id), inArray(messageLogs.status, [...from]));
  const rows = await tx
    .select({ status: messageLogs.status, rows: count() })
    .from(messageLogs, { forceIndex: "ix_message_logs_batch" })
    .where(inBatch)
    .groupBy(messageLogs.status);
  const moved = rows.reduce((sum, row) => sum + row.rows, 0);
  if (moved === 0) return;
  const deltas = Object.fromEntries(rows.map((row) => [row.status, -row.rows]));
  await moveCounts(tx, batch.messageId, { ...deltas, [to]: (deltas[to] ?? 0) + moved }, at);
  await tx
    .update(messageLogs)
    .set(to === "sent" ? { status: to, sentAt: at } : { status: to })
    .where(inBatch);
}
