import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { MessageLogStatus } from "@/db/enums";
import { messageLogs } from "@/db/schema/messages";
import { moveCounts } from "@/lib/messages/move-counts";
import { type Counts, isConfirmed } from "@/lib/messages/status";
import { type Money, ZERO } from "@/lib/tenants/money";
import { settleCredit } from "@/lib/tenants/settle-credit";

export type RowEnd = {
  id: number;
  from: MessageLogStatus;
  to: Extract<MessageLogStatus, "delivered" | "failed" | "unknown" | "cancelled" | "skipped">;
  reasonCode: string | null;
  providerCode: string | null;
  /** What the row held, and what of it is paid; the rest is free again. */
  reserved: Money;
  settle: Money;
};

/** Ids one statement names. */
const MOST_IDS = 1_000;

/**
 * Ends recipients in the transaction that holds their batch's row: what became of them, the money and the counts, all or
 * nothing (rulings 16). Each of them must stand where `from` says, read under that lock.
 */
export async function endRows(
  tx: Tx,
  batch: { id: number; messageId: number },
  ends: readonly RowEnd[],
  at: Date,
): Promise<void> {
  if (ends.length === 0) return;
  const settle = ends.reduce((sum, end) => sum + end.settle, ZERO);
  const release = ends.reduce((sum, end) => sum + end.reserved - end.settle, ZERO);
  await settleCredit(tx, { batchId: batch.id, settle, release, at });
  const deltas: Partial<Counts> = {};
  const alike = new Map<string, RowEnd[]>();
  for (const end of ends) {
    deltas[end.from] = (deltas[end.from] ?? 0) - 1;
    deltas[end.to] = (deltas[end.to] ?? 0) + 1;
    const key = `${end.to}/${end.reasonCode}/${end.providerCode}`;
    const same = alike.get(key);
    if (same) same.push(end);
    else alike.set(key, [end]);
  }
  const confirmed = ends.filter(({ to, providerCode }) => isConfirmed(to, providerCode)).length;
  await moveCounts(tx, batch.messageId, deltas, at, confirmed);
  for (const same of alike.values()) {
    const { to: status, reasonCode, providerCode } = same[0]!;
    for (let from = 0; from < same.length; from += MOST_IDS) {
      const ids = same.slice(from, from + MOST_IDS).map(({ id }) => id);
      await tx
        .update(messageLogs)
        .set({ status, reasonCode, providerCode, finalAt: at })
        .where(and(inArray(messageLogs.id, ids), eq(messageLogs.batchId, batch.id)));
    }
  }
}
