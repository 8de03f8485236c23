import "server-only";
import { and, eq } from "drizzle-orm";
import { sendBatches } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { type BatchLease, BEAT_MS, LEASE_MS } from "./lease";

/** Runs `work` while its lease is renewed, and `extend` called, in the background. A lease that is lost is found out by the next write. */
export async function keepBatch<R>(
  rt: Pick<Runtime, "db" | "clock">,
  { batchId, token }: BatchLease,
  extend: () => Promise<void>,
  work: () => Promise<R>,
): Promise<R> {
  const renew = async () => {
    const leaseUntil = new Date((await rt.clock()).getTime() + LEASE_MS);
    await rt.db
      .update(sendBatches)
      .set({ leaseUntil })
      .where(and(eq(sendBatches.id, batchId), eq(sendBatches.leaseToken, token)));
    await extend();
  };
  const beat = setInterval(() => void renew().catch(() => {}), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
