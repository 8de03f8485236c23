import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";
import { creditLedger, tenants } from "@/db/schema/tenants";
import { updateRows } from "@/db/update-rows";
import { stepsOf } from "./credit";
import { type Money, moneyOf, moneyText, sumOf } from "./money";

export type Reservation = {
  tenantId: number;
  messageId: number;
  /** What the rows of each batch may cost at most; 0 where they are free. */
  batches: readonly { batchId: number; amount: Money }[];
  /** Who asked for it, by user id. */
  actor: number | null;
  at: Date;
};

/**
 * Holds what a message may cost, or nothing at all (S3-17, D-18): one conditional update, so that of two that race for the
 * last credit one is refused. Runs in the transaction that makes the batches (which therefore nobody else holds); writes their `reserved_amount` and one
 * ledger row each, also where they are free. The same batch twice is refused by the ledger's key.
 */
export async function reserveCredit(
  tx: Executor,
  { tenantId, messageId, batches, actor, at }: Reservation,
): Promise<"ok" | "insufficient"> {
  const inOrder = [...batches].sort((a, b) => a.batchId - b.batchId);
  const amounts = inOrder.map(({ amount }) => amount);
  const total = sumOf(amounts);
  if (inOrder.length === 0) return "ok";
  // Without the cast both sides would become floats.
  const needed = sql`cast(${moneyText(total)} as decimal(14,2))`;
  const [done] = await tx
    .update(tenants)
    .set({ creditReserved: sql`${tenants.creditReserved} + ${needed}` })
    .where(and(eq(tenants.id, tenantId), sql`${tenants.creditBalance} - ${tenants.creditReserved} >= ${needed}`));
  if (done.affectedRows !== 1) return "insufficient";
  const [row] = await tx
    .select({ balance: tenants.creditBalance, reserved: tenants.creditReserved })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  if (!row) throw new Error(`tenant ${tenantId} vanished`);
  const before = { balance: moneyOf(row.balance), reserved: moneyOf(row.reserved) - total };
  const steps = stepsOf(before, "reserve", amounts);
  if (!steps) throw new Error(`tenant ${tenantId} has reserved more than it has`);
  await updateRows(
    tx,
    sendBatches,
    inOrder.map(({ batchId, amount }) => ({ id: batchId, reservedAmount: moneyText(amount) })),
  );
  await tx.insert(creditLedger).values(
    steps.map((step, i) => ({
      tenantId,
      kind: step.kind,
      amount: moneyText(step.amount),
      balanceAfter: moneyText(step.balanceAfter),
      reservedAfter: moneyText(step.reservedAfter),
      messageId,
      batchId: inOrder[i]!.batchId,
      actorUserId: actor,
      entryKey: `reserve:${inOrder[i]!.batchId}`,
      at,
    })),
  );
  return "ok";
}
