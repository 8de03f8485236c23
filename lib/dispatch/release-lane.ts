import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import type { Lease } from "./lane";

/**
 * Gives a device back. The lane's row is locked first and the next head read after that, so work made meanwhile is
 * either seen here or wakes the lane itself (rulings 3).
 * @param restUntil nobody may use the device before: the rest of its minimum gap between calls
 * @returns when the lane will have work, null when it has none or was lost
 */
export async function releaseLane(
  db: Db,
  lease: Lease,
  botIds: readonly number[],
  restUntil: Date | null,
): Promise<Date | null> {
  return retryDeadlocks(db, async (tx) => {
    const mine = and(eq(lanes.laneKey, lease.laneKey), eq(lanes.leaseToken, lease.token));
    const [released] = await tx
      .update(lanes)
      .set({ leaseOwner: null, leaseToken: null, leaseUntil: restUntil })
      .where(mine);
    if (released.affectedRows === 0) return null;
    const readyAt = await nextWorkAt(tx, botIds);
    await tx.update(lanes).set({ readyAt }).where(eq(lanes.laneKey, lease.laneKey));
    return readyAt;
  });
}

/** When the earliest open run of these bots may go on; null when there is none. */
async function nextWorkAt(db: Pick<Db, "select">, botIds: readonly number[]): Promise<Date | null> {
  if (botIds.length === 0) return null;
  const heads = botIds.map((botId) =>
    db
      .select({ at: kbScheduleLogs.nextAttemptAt })
      .from(kbScheduleLogs)
      .where(and(eq(kbScheduleLogs.botId, botId), isNotNull(kbScheduleLogs.nextAttemptAt)))
      .orderBy(kbScheduleLogs.nextAttemptAt, kbScheduleLogs.id)
      .limit(1),
  );
  const found = (await Promise.all(heads)).flatMap(([row]) => (row?.at ? [row.at.getTime()] : []));
  return found.length > 0 ? new Date(Math.min(...found)) : null;
}
