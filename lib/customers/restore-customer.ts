import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customers } from "@/db/schema/customers";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { DAY_MS } from "@/lib/time/kst";
import type { CustomerDto } from "./customer-dto";
import { lockCustomer } from "./lock-customer";
import { getCustomer } from "./queries";

/** Longer ago it isn't an undo any more; adding them again brings the row back too. */
const RESTORE_MS = DAY_MS;

/**
 * Brings a customer back who was deleted within the last day, as they were.
 * @throws AppError forbidden without the role; not_found
 */
export async function restoreCustomer(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id }: { id: number },
): Promise<CustomerDto> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const stored = await lockCustomer(tx, actor, id, { isDeleted: true });
    if (!stored.deletedAt || now.getTime() - stored.deletedAt.getTime() > RESTORE_MS) throw new AppError("not_found");
    await tx
      .update(customers)
      .set({ deletedAt: null, updatedAt: now, version: stored.version + 1 })
      .where(eq(customers.id, id));
    await writeAudit(tx, actor, now, {
      action: "customer.restore",
      subject: `customer:${id}`,
      orgId: stored.orgId,
      after: { name: stored.name, code: stored.code },
    });
    return getCustomer(tx, scopeOf(actor), id);
  });
}
