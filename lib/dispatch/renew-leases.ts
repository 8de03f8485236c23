import "server-only";
import { literal, literals, type PlainSql } from "@/db/plain-sql";
import { BEAT_MS, LEASE_MS, type Lease, SEND_BY_MS } from "./lane";

/** A lease with this much left is not written again: a call may start within SEND_BY_MS, and is renewed a beat later. */
const ENOUGH_MS = SEND_BY_MS + 2 * BEAT_MS;

/**
 * Locks the lanes' rows until the transaction's end and prolongs what has little time left.
 * @returns the leases that are still held; with any other nothing may be sent any more
 */
export async function renewLeases(tx: PlainSql, leases: readonly Lease[], now: Date): Promise<Set<Lease>> {
  if (leases.length === 0) return new Set();
  const rows = await tx.rows<{ laneKey: string; token: string | null; leaseUntil: Date | null }>(
    `select lane_key laneKey, lease_token token, lease_until leaseUntil from lanes force index (primary)
     where lane_key in (${literals(leases.map((lease) => lease.laneKey))}) order by lane_key for update`,
  );
  const found = new Map(rows.map((row) => [row.laneKey, row]));
  const held = leases.filter((lease) => found.get(lease.laneKey)?.token === lease.token);
  const short = held.filter(({ laneKey }) => {
    const until = found.get(laneKey)?.leaseUntil;
    return !until || until.getTime() - now.getTime() < ENOUGH_MS;
  });
  if (short.length > 0)
    await tx.run(
      `update lanes set lease_until = ${literal(new Date(now.getTime() + LEASE_MS))}
       where lane_key in (${literals(short.map((lease) => lease.laneKey))})`,
    );
  return new Set(held);
}
