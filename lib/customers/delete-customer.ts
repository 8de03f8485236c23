import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customers } from "@/db/schema/customers";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { lockCustomer } from "./lock-customer";
import type { CustomerDelete } from "./schema";

/**
 * Takes a customer out; the messages they got stay, and `restoreCustomer` brings them back.
 * @throws AppError forbidden without the role; not_found; conflict where `version` isn't the stored one
 */
export async function deleteCustomer(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, version }: CustomerDelete,
): Promise<void> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const before = await lockCustomer(tx, actor, id, { version });
    await tx
      .update(customers)
      .set({ deletedAt: now, updatedAt: now, version: before.version + 1 })
      .where(eq(customers.id, id));
    await writeAudit(tx, actor, now, {
      action: "customer.delete",
      subject: `customer:${id}`,
      orgId: before.orgId,
      before: { name: before.name, code: before.code },
    });
  });
}
