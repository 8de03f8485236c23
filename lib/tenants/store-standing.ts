import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { tenantSenders } from "@/db/schema/tenants";
import { updateRows } from "@/db/update-rows";
import type { Sender } from "@/lib/transports/phone-port";

/** Writes down what Solapi says of each of the tenant's numbers; null of one it doesn't know. */
export async function storeStanding(db: Db, tenantId: number, registered: readonly Sender[], now: Date): Promise<void> {
  const words = new Map(registered.map(({ number, status }) => [number.replace(/\D/g, ""), status]));
  const own = await db
    .select({ id: tenantSenders.id, number: tenantSenders.number })
    .from(tenantSenders)
    .where(eq(tenantSenders.tenantId, tenantId));
  await updateRows(
    db,
    tenantSenders,
    own.map(({ id, number }) => ({
      id,
      providerStatus: words.get(number)?.slice(0, 20) ?? null,
      providerCheckedAt: now,
    })),
  );
}
