import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { isLogOver, summaryOf } from "@/lib/deliveries/status";
import type { Runtime } from "@/lib/runtime";
import type { Lease } from "./lane";
import type { Run } from "./load-runs";
import { wakeLanes } from "./wake-lanes";

/** Ends an open run that has no part left to send, whoever left it so: its parts say what it came to. */
export async function closeRun(rt: Pick<Runtime, "db" | "clock">, lease: Lease, { log, parts }: Run): Promise<void> {
  const now = await rt.clock();
  const status = summaryOf(parts.map((part) => part.status));
  await retryDeadlocks(rt.db, async (tx) => {
    await wakeLanes(tx, [lease.deviceId], now);
    await tx
      .update(kbScheduleLogs)
      .set({ status, nextAttemptAt: null, outcomeAt: now, completedAt: isLogOver(status) ? now : null })
      .where(and(eq(kbScheduleLogs.id, log.id), inArray(kbScheduleLogs.status, ["planned", "deferred", "sending"])));
  });
}
