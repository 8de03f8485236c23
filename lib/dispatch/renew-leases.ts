import "server-only";
import { asc, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { BEAT_MS, LEASE_MS, type Lease, SEND_BY_MS } from "./lane";

/** A lease with this much left is not written again: a call may start within SEND_BY_MS, and is renewed a beat later. */
const ENOUGH_MS = SEND_BY_MS + 2 * BEAT_MS;

/**
 * Locks the lanes' rows until the transaction's end and prolongs what has little time left.
 * @returns the leases that are still held; with any other nothing may be sent any more
 */
export async function renewLeases(tx: Tx, leases: readonly Lease[], now: Date): Promise<Set<Lease>> {
  if (leases.length === 0) return new Set();
  const keys = [...new Set(leases.map((lease) => lease.laneKey))];
  const rows = await tx
    .select({ laneKey: lanes.laneKey, token: lanes.leaseToken, until: lanes.leaseUntil })
    .from(lanes)
    .where(inArray(lanes.laneKey, keys))
    .orderBy(asc(lanes.laneKey))
    .for("update");
  const found = new Map(rows.map((row) => [row.laneKey, row]));
  const held = leases.filter((lease) => found.get(lease.laneKey)?.token === lease.token);
  const short = held.filter(({ laneKey }) => {
    const until = found.get(laneKey)?.until;
    return !until || until.getTime() - now.getTime() < ENOUGH_MS;
  });
  if (short.length > 0)
    await tx
      .update(lanes)
      .set({ leaseUntil: new Date(now.getTime() + LEASE_MS) })
      .where(
        inArray(
          lanes.laneKey,
          short.map((lease) => lease.laneKey),
        ),
      );
  return new Set(held);
}
