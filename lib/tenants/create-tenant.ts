import "server-only";
import { eq } from "drizzle-orm";
import { isDuplicateKey } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { orgs } from "@/db/schema/orgs";
import { tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { TenantInput } from "./input-schema";
import { readBack } from "./lock-tenant";
import type { TenantDto } from "./queries";

/**
 * Lets an organisation pay for its own messages; headquarters alone. It begins without credit and without numbers.
 * @throws AppError forbidden; invalid at orgId (absent, or it pays already) or code (taken)
 */
export async function createTenant(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { orgId, code, prices }: TenantInput,
): Promise<TenantDto> {
  if (!mayEver(actor, "credit.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const [org] = await tx.select({ id: orgs.id }).from(orgs).where(eq(orgs.id, orgId)).for("update");
    if (!org) throw invalid("orgId", "noSuchOrg");
    const [other] = await tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.orgId, orgId));
    if (other) throw invalid("orgId", "tenantTaken");
    const columns = {
      basePrice: prices.sms ?? null,
      priceLms: prices.lms ?? null,
      priceMms: prices.mms ?? null,
      priceAlimtalk: prices.alimtalk ?? null,
    };
    const [inserted] = await tx
      .insert(tenants)
      .values({ orgId, code, ...columns, createdAt: now, updatedAt: now })
      .$returningId()
      .catch((error: unknown) => {
        throw isDuplicateKey(error) ? invalid("code", "tenantCodeTaken") : error;
      });
    const id = inserted!.id;
    await writeAudit(tx, actor, now, {
      action: "tenant.create",
      subject: `tenant:${id}`,
      orgId,
      after: { orgId, code, ...columns },
    });
    return readBack(tx, actor, id, now);
  });
}
