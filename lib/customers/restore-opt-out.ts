import "server-only";
import { and, eq, gt, inArray } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { optOuts } from "@/db/schema/customers";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { tenantsWithin } from "@/lib/tenants/tenant-of";
import { DAY_MS } from "@/lib/time/kst";

/**
 * Takes the lifting of a refusal back, within a day: it stands as it did. Nobody has to know the number again for it.
 * @throws AppError forbidden; not_found, also where it wasn't lifted, or longer ago
 */
export async function restoreOptOut(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id }: { id: number },
): Promise<void> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const tenants = await tenantsWithin(tx, actor);
    const ids = tenants.map((tenant) => tenant.id);
    if (ids.length === 0) throw new AppError("not_found");
    const wasLifted = gt(optOuts.liftedAt, new Date(now.getTime() - DAY_MS));
    const [row] = await tx
      .select({ tenantId: optOuts.tenantId, source: optOuts.source })
      .from(optOuts)
      .where(and(eq(optOuts.id, id), inArray(optOuts.tenantId, ids), wasLifted))
      .for("update");
    if (!row) throw new AppError("not_found");
    await tx.update(optOuts).set({ liftedAt: null, liftedBy: null }).where(eq(optOuts.id, id));
    const orgId = tenants.find((tenant) => tenant.id === row.tenantId)?.orgId ?? null;
    await writeAudit(tx, actor, now, { action: "opt_out.restore", subject: `opt_out:${id}`, orgId, after: row });
  });
}
