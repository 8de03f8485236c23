import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { sealKey } from "./account-of";
import { lockTenant, readBack } from "./lock-tenant";
import { unparkTenant } from "./park-tenant";
import type { TenantDto } from "./queries";

type Key = { apiKey: string; apiSecret: string };
/** Of a key only so much is ever shown again. */
const HINT = 4;

/**
 * Gives a tenant a Solapi account of its own, or takes it away (`key` null), which leaves the platform's; headquarters alone.
 * Another account may be well where this one wasn't, so a pause ends. The key is sealed, and nothing reads it out again.
 * @throws AppError not_found; forbidden
 */
export async function replaceKey(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { id, key }: { id: number; key: Key | null },
): Promise<TenantDto> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const tenant = await lockTenant(tx, actor, id, "credit.write");
    const solapiKeyHint = key ? key.apiKey.slice(-HINT) : null;
    await tx
      .update(tenants)
      .set({
        solapiKey: key ? sealKey(rt.env, id, key) : null,
        solapiKeyHint,
        version: tenant.version + 1,
        updatedAt: now,
      })
      .where(eq(tenants.id, id));
    await unparkTenant(tx, id);
    await writeAudit(tx, actor, now, {
      action: key ? "tenant.key_replace" : "tenant.key_remove",
      subject: `tenant:${id}`,
      orgId: tenant.orgId,
      before: { hint: tenant.solapiKeyHint },
      after: { hint: solapiKeyHint },
    });
    return readBack(tx, actor, id, now);
  });
}
