import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { creditLedger, tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { stepOf } from "./credit";
import { lockTenant, readBack } from "./lock-tenant";
import { moneyOf, moneyText } from "./money";
import type { TenantDto } from "./queries";
import type { CreditEntry } from "./schema";

/**
 * Adds to a tenant's credit, or corrects it with a note; headquarters alone. The same `requestId` again is the same entry and
 * changes nothing more, so that a button pressed twice and an answer that was lost are harmless.
 * @throws AppError not_found; forbidden; conflict where the id was used for another amount; invalid at amount (nothing, beyond
 * what a balance holds, or a correction that would take what messages under way are waiting for) or note (a correction's why)
 */
export async function chargeCredit(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, kind, amount, note, requestId }: CreditEntry,
): Promise<TenantDto> {
  const now = await rt.clock();
  const money = moneyOf(amount);
  const entryKey = `charge:${id}:${requestId}`;
  return retryDeadlocks(rt.db, async (tx) => {
    const tenant = await lockTenant(tx, actor, id, "credit.write");
    const [known] = await tx.select().from(creditLedger).where(eq(creditLedger.entryKey, entryKey));
    if (known) {
      if (known.kind !== kind || known.amount !== amount)
        throw new AppError("conflict", { message: "requestIdReused" });
      return readBack(tx, actor, id, now);
    }
    if (money === 0n || (kind === "charge" && money < 0n)) throw invalid("amount", "moneyBad");
    if (kind === "adjust" && note === null) throw invalid("note", "adjustNoteRequired");
    const credit = { balance: moneyOf(tenant.creditBalance), reserved: moneyOf(tenant.creditReserved) };
    const step = stepOf(credit, kind, money);
    if (!step) throw invalid("amount", money > 0n ? "moneyTooLarge" : "adjustBelowReserved");
    await tx
      .update(tenants)
      .set({ creditBalance: moneyText(step.balanceAfter) })
      .where(eq(tenants.id, id));
    await tx.insert(creditLedger).values({
      tenantId: id,
      kind,
      amount,
      balanceAfter: moneyText(step.balanceAfter),
      reservedAfter: moneyText(step.reservedAfter),
      actorUserId: actor.kind === "user" ? actor.userId : null,
      note,
      entryKey,
      at: now,
    });
    await writeAudit(tx, actor, now, {
      action: `credit.${kind}`,
      subject: `tenant:${id}`,
      orgId: tenant.orgId,
      before: { creditBalance: tenant.creditBalance },
      after: { creditBalance: moneyText(step.balanceAfter), amount, note },
    });
    return readBack(tx, actor, id, now);
  });
}
