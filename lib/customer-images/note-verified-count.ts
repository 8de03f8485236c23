import "server-only";
import { inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers } from "@/db/schema/customers";

/** What a scan saw of a customer whose rows and files it saw all: pictures that are there, ghosts and duplicates left out (D-34). */
export type VerifiedCount = { customerId: number; count: number };

const AT_ONCE = 500;

/**
 * Keeps how many pictures each of these customers really has, and when that was seen. It is no change of the customer: whoever is
 * editing one meanwhile isn't told of a conflict.
 * @param at when the scan began: what was uploaded since counts as not looked at
 */
export async function noteVerifiedCount(
  tx: Pick<Executor, "update">,
  at: Date,
  counts: Iterable<VerifiedCount>,
): Promise<void> {
  let some: VerifiedCount[] = [];
  const write = async () => {
    if (some.length === 0) return;
    const ids = some.map(({ customerId }) => customerId);
    const cases = some.map(({ customerId, count }) => sql`when ${customerId} then ${count}`);
    await tx
      .update(customers)
      .set({
        imageCountVerified: sql`case ${customers.id} ${sql.join(cases, sql` `)} end`,
        imageCheckedAt: at,
      })
      .where(inArray(customers.id, ids));
    some = [];
  };
  for (const one of counts) if (some.push(one) === AT_ONCE) await write();
  await write();
}
