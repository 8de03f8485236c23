import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { endRows, type RowEnd } from "./end-rows";
import type { Work } from "./load-batch";

/**
 * Ends some recipients of a batch that has no group yet: nothing of them can have left. The others stay.
 * @returns false where the batch is in other hands by now
 */
export async function endUnbuilt(
  rt: Pick<Runtime, "db" | "clock">,
  { batch, lease }: Pick<Work, "batch" | "lease">,
  ends: readonly RowEnd[],
): Promise<boolean> {
  if (ends.length === 0) return true;
  // Before it: a transaction that waits for a second connection of the same pool could wait for ever.
  const at = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const [mine] = await tx
      .select({ id: sendBatches.id })
      .from(sendBatches)
      .where(and(eq(sendBatches.id, batch.id), eq(sendBatches.leaseToken, lease.token), isNull(sendBatches.groupId)))
      .for("update");
    if (mine) await endRows(tx, batch, ends, at);
    return mine !== undefined;
  });
}
