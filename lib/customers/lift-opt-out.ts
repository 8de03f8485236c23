import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { optOuts } from "@/db/schema/customers";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { tenantsWithin } from "@/lib/tenants/tenant-of";

/**
 * Lifts a refusal that was written down here; the row stays as evidence.
 * @throws AppError forbidden; not_found; conflict for one made at the provider
 */
export async function liftOptOut(
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
    const [row] = await tx
      .select({ tenantId: optOuts.tenantId, source: optOuts.source })
      .from(optOuts)
      .where(and(eq(optOuts.id, id), inArray(optOuts.tenantId, ids), isNull(optOuts.liftedAt)))
      .for("update");
    if (!row) throw new AppError("not_found");
    if (row.source === "provider") throw new AppError("conflict", { message: "optOutAtProvider" });
    await tx.update(optOuts).set({ liftedAt: now, liftedBy: actor.userId }).where(eq(optOuts.id, id));
    const orgId = tenants.find((tenant) => tenant.id === row.tenantId)?.orgId ?? null;
    await writeAudit(tx, actor, now, { action: "opt_out.lift", subject: `opt_out:${id}`, orgId, before: row });
  });
}
