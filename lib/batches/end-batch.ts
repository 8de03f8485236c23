import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { BatchPhase } from "@/db/enums";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageLogs, sendBatches } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { moneyOf, ZERO } from "@/lib/tenants/money";
import { endRows, type RowEnd } from "./end-rows";
import { recordEvents } from "./record-events";

export type UnsentEnd = {
  phase: Extract<BatchPhase, "expired" | "cancelled" | "done">;
  to: "failed" | "cancelled" | "unknown";
  reasonCode: string;
  providerCode?: string | null;
  /** Why nobody can tell of those that may have left; without it all of them certainly haven't. */
  doubtful?: string;
};

/**
 * Ends a batch that never went and never will: its recipients, and the credit held for them.
 * @param groupId what its group was when that became certain; null = it had none. With another by now nothing is done
 * @returns whether this call ended it
 */
export async function endBatch(
  rt: Pick<Runtime, "db" | "clock">,
  batch: { id: number; messageId: number },
  groupId: string | null,
  end: UnsentEnd,
): Promise<boolean> {
  // Before it: a transaction that waits for a second connection of the same pool could wait for ever.
  const at = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const [row] = await tx
      .select({ groupId: sendBatches.groupId })
      .from(sendBatches)
      .where(and(eq(sendBatches.id, batch.id), inArray(sendBatches.phase, ["new", "committed", "held"])))
      .for("update");
    if (!row || row.groupId !== groupId) return false;
    await endUnsent(tx, batch, end, at);
    return true;
  });
}

/** The same in a transaction that holds the batch's row and has seen that it may be ended. */
export async function endUnsent(
  tx: Tx,
  batch: { id: number; messageId: number },
  { phase, to, reasonCode, providerCode = null, doubtful }: UnsentEnd,
  at: Date,
): Promise<void> {
  await tx
    .update(sendBatches)
    .set({
      ...{ phase, availableAt: null, doneAt: at },
      ...{ leaseOwner: null, leaseToken: null, leaseUntil: null },
    })
    .where(eq(sendBatches.id, batch.id));
  const open = await tx
    .select({
      ...{ id: messageLogs.id, from: messageLogs.status },
      ...{ amount: messageLogs.amount, reserved: messageLogs.reservedAmount },
    })
    .from(messageLogs, { forceIndex: "ix_message_logs_batch" })
    .where(and(eq(messageLogs.batchId, batch.id), inArray(messageLogs.status, ["queued", "sending"])));
  await endRows(
    tx,
    batch,
    open.map(({ id, from, amount, reserved }): RowEnd => {
      const held = { id, from, reserved: moneyOf(reserved), providerCode };
      const isDoubtful = to === "unknown" || (doubtful !== undefined && from === "sending");
      if (!isDoubtful) return { ...held, to, reasonCode, settle: ZERO };
      return { ...held, to: "unknown", reasonCode: doubtful ?? reasonCode, settle: moneyOf(amount) };
    }),
    at,
  );
  await recordEvents(tx, [{ batchId: batch.id, layer: "worker", event: phase, code: reasonCode, at }]);
}
