import "server-only";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryUndone } from "@/db/retry-deadlocks";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import type { Turn } from "./order-runs";

/** Puts runs behind a waiting head of their room off until that head's time, so that the hot index keeps only what can go. */
export async function putOff(db: Pick<Db, "update">, held: Turn["held"], now: Date): Promise<void> {
  for (const { roomRef, until } of held)
    await retryUndone(() =>
      db
        .update(logs)
        .set({ nextAttemptAt: sql`least(${until}, coalesce(${logs.expiresAt}, ${until}))` })
        .where(
          and(
            eq(logs.roomRef, roomRef),
            lte(logs.nextAttemptAt, now),
            inArray(logs.status, ["planned", "deferred"]),
            sql`(${logs.expiresAt} is null or ${logs.expiresAt} > ${now})`,
          ),
        ),
    );
}
