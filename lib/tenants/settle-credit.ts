import "server-only";
import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";
import { creditLedger, tenants } from "@/db/schema/tenants";
import { endingOf } from "./credit";
import { type Money, moneyOf, moneyText } from "./money";

/**
 * Ends a part of what a batch reserved (rulings 16): `settle` is paid, `release` is free again. Runs in the transaction that
 * moves the rows to their ends, so that each is paid or given back exactly once (D-10). Locks the batch, then the tenant.
 * @throws RangeError where more would be ended than the batch still holds; nothing is written then
 */
export async function settleCredit(
  tx: Executor,
  { batchId, settle, release, at }: { batchId: number; settle: Money; release: Money; at: Date },
): Promise<void> {
  const [batch] = await tx
    .select({
      tenantId: sendBatches.tenantId,
      messageId: sendBatches.messageId,
      reserved: sendBatches.reservedAmount,
      settled: sendBatches.settledAmount,
      released: sendBatches.releasedAmount,
      seq: sendBatches.creditSeq,
    })
    .from(sendBatches)
    .where(eq(sendBatches.id, batchId))
    .for("update");
  if (!batch) throw new Error(`no batch ${batchId}`);
  const { tenantId, messageId, seq } = batch;
  const [tenant] = await tx
    .select({ balance: tenants.creditBalance, reserved: tenants.creditReserved })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    .for("update");
  if (!tenant) throw new Error(`no tenant ${tenantId}`);
  const [settled, released] = [moneyOf(batch.settled), moneyOf(batch.released)];
  const credit = { balance: moneyOf(tenant.balance), reserved: moneyOf(tenant.reserved) };
  const steps = endingOf(credit, moneyOf(batch.reserved) - settled - released, { settle, release });
  const last = steps.at(-1)!;
  await tx
    .update(sendBatches)
    .set({
      settledAmount: moneyText(settled + settle),
      releasedAmount: moneyText(released + release),
      creditSeq: seq + steps.length,
    })
    .where(eq(sendBatches.id, batchId));
  await tx
    .update(tenants)
    .set({ creditBalance: moneyText(last.balanceAfter), creditReserved: moneyText(last.reservedAfter) })
    .where(eq(tenants.id, tenantId));
  await tx.insert(creditLedger).values(
    steps.map((step, i) => ({
      tenantId,
      kind: step.kind,
      amount: moneyText(step.amount),
      balanceAfter: moneyText(step.balanceAfter),
      reservedAfter: moneyText(step.reservedAfter),
      messageId,
      batchId,
      entryKey: `${step.kind}:${batchId}:${seq + i + 1}`,
      at,
    })),
  );
}
