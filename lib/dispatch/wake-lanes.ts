import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { laneKeyOf } from "./lane";

/**
 * Makes the lanes of these devices claimable from `at` on, never later than they already were. It locks their rows, so
 * whoever makes work calls it first in the same transaction: a releaser then sees the work or leaves it to this (rulings 3).
 */
export async function wakeLanes(tx: Executor, deviceIds: Iterable<string>, at: Date): Promise<void> {
  const keys = [...new Set(deviceIds)].map(laneKeyOf).sort();
  if (keys.length === 0) return;
  await tx
    .insert(lanes)
    .values(keys.map((laneKey) => ({ laneKey, readyAt: at })))
    .onDuplicateKeyUpdate({
      set: {
        readyAt: sql`if(ready_at is null or ready_at > values(ready_at), values(ready_at), ready_at)`,
      },
    });
}
