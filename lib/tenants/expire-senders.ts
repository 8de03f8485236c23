import "server-only";
import { and, eq, inArray, lte } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import { writeAudit } from "@/lib/access/audit";
import { maskNumber } from "@/lib/transports/phone-number";

/** Writes down that numbers have run out, and takes them from the tenants that send from them. Returns how many. */
export async function expireSenders(db: Db, now: Date): Promise<number> {
  const isOver = and(eq(tenantSenders.status, "verified"), lte(tenantSenders.expiresAt, now));
  const due = await db.selectDistinct({ tenantId: tenantSenders.tenantId }).from(tenantSenders).where(isOver);
  let expired = 0;
  for (const { tenantId } of due)
    expired += await retryDeadlocks(db, async (tx) => {
      const [tenant] = await tx.select().from(tenants).where(eq(tenants.id, tenantId)).for("update");
      const over = await tx
        .select({ id: tenantSenders.id, number: tenantSenders.number })
        .from(tenantSenders)
        .where(and(eq(tenantSenders.tenantId, tenantId), isOver))
        .for("update");
      if (!tenant || over.length === 0) return 0;
      const ids = over.map(({ id }) => id);
      await tx.update(tenantSenders).set({ status: "expired", updatedAt: now }).where(inArray(tenantSenders.id, ids));
      const isDefault = over.some(({ number }) => number === tenant.messagingSender);
      if (isDefault)
        await tx
          .update(tenants)
          .set({ messagingSender: null, version: tenant.version + 1, updatedAt: now })
          .where(eq(tenants.id, tenantId));
      await writeAudit(tx, { kind: "system", job: "tick" }, now, {
        action: "sender.expired",
        subject: `tenant:${tenantId}`,
        orgId: tenant.orgId,
        after: { numbers: over.map(({ number }) => maskNumber(number)), wasDefault: isDefault },
      });
      return over.length;
    });
  return expired;
}
