import "server-only";
import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { LEASE_MS, type Lease } from "./lane";

/**
 * Prolongs a lease and, inside a transaction, locks the lane's row until its end.
 * @returns false when another instance has taken the lane: nothing may be sent any more
 */
export async function renewLease(db: Executor, lease: Lease, now: Date): Promise<boolean> {
  const [result] = await db
    .update(lanes)
    .set({ leaseUntil: new Date(now.getTime() + LEASE_MS) })
    .where(and(eq(lanes.laneKey, lease.laneKey), eq(lanes.leaseToken, lease.token)));
  return result.affectedRows === 1;
}
