import "server-only";
import { transact } from "@/db/plain-sql";
import type { Runtime } from "@/lib/runtime";
import { BEAT_MS, type Lease } from "./lane";
import { renewLeases } from "./renew-leases";

/** Runs `work` while the lease is renewed in the background: a call may last longer than a lease (rulings 10). */
export async function keepLease<R>(
  rt: Pick<Runtime, "db" | "clock">,
  lease: Lease,
  work: () => Promise<R>,
): Promise<R> {
  const renew = async () => {
    const now = await rt.clock();
    await transact(rt.db, (tx) => renewLeases(tx, [lease], now));
  };
  // A renewal that fails is tried again at the next beat; if the lane is lost the result is judged by its fence.
  const beat = setInterval(() => void renew().catch(() => {}), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
