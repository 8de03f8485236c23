import "server-only";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { lockTenant, readBack } from "./lock-tenant";
import { unparkTenant } from "./park-tenant";
import type { TenantDto } from "./queries";

/**
 * Lets a held tenant send again at once, because somebody put right what held it. What still isn't right holds it again.
 * @throws AppError not_found; forbidden
 */
export async function resumeTenant(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id }: { id: number },
): Promise<TenantDto> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const tenant = await lockTenant(tx, actor, id, "tenant.write");
    if (await unparkTenant(tx, id))
      await writeAudit(tx, actor, now, { action: "tenant.resume", subject: `tenant:${id}`, orgId: tenant.orgId });
    return readBack(tx, actor, id, now);
  });
}
