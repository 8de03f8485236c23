import "server-only";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryUndone } from "@/db/retry-deadlocks";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import type { BotStanding } from "./breaker";

/** Puts off everything that is due for a parked bot until its next probe, with the reason; never beyond the run's hour. */
export async function parkRuns(
  db: Pick<Db, "update">,
  botId: number,
  { parkReason, probeAt }: BotStanding,
  now: Date,
): Promise<number> {
  const [put] = await retryUndone(() =>
    db
      .update(logs)
      .set({
        status: sql`if(${logs.status} = 'planned', 'deferred', ${logs.status})`,
        reasonCode: parkReason,
        nextAttemptAt: sql`least(${probeAt}, coalesce(${logs.expiresAt}, ${probeAt}))`,
      })
      .where(
        and(
          eq(logs.botId, botId),
          lte(logs.nextAttemptAt, now),
          inArray(logs.status, ["planned", "deferred", "sending"]),
          sql`(${logs.expiresAt} is null or ${logs.expiresAt} > ${now})`,
        ),
      ),
  );
  return put.affectedRows;
}
