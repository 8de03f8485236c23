import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { endRows, type RowEnd } from "./end-rows";
import type { Work } from "./load-batch";

/**
 * Ends some recipients of a batch that certainly won't leave; the others stay. For whoever has its lease, and as long as its
 * group is the one it was read with.
 * @returns false where the batch is in other hands by now
 */
export async function endSome(
  rt: Pick<Runtime, "db" | "clock">,
  { batch, lease }: Pick<Work, "batch" | "lease">,
  ends: readonly RowEnd[],
): Promise<boolean> {
  if (ends.length === 0) return true;
  // Before it: a transaction that waits for a second connection of the same pool could wait for ever.
  const at = await rt.clock();
  const { groupId } = batch;
  return retryDeadlocks(rt.db, async (tx) => {
    const [mine] = await tx
      .select({ id: sendBatches.id })
      .from(sendBatches)
      .where(
        and(
          eq(sendBatches.id, batch.id),
          eq(sendBatches.leaseToken, lease.token),
          groupId === null ? isNull(sendBatches.groupId) : eq(sendBatches.groupId, groupId),
        ),
      )
      .for("update");
    if (mine) await endRows(tx, batch, ends, at);
    return mine !== undefined;
  });
}
