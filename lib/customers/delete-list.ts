import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { customerListMembers, customerLists } from "@/db/schema/customers";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { lockList } from "./save-list";

/**
 * Removes a saved list; the people on it stay.
 * @throws AppError forbidden, not_found
 */
export async function deleteList(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id }: { id: number },
): Promise<void> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const { orgId, name, size } = await lockList(tx, actor, id);
    await tx.delete(customerListMembers).where(eq(customerListMembers.listId, id));
    await tx.delete(customerLists).where(eq(customerLists.id, id));
    const subject = `customer_list:${id}`;
    await writeAudit(tx, actor, now, { action: "customer_list.delete", subject, orgId, before: { name, size } });
  });
}
