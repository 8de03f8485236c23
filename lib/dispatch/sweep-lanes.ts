import "server-only";
import { and, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { laneKeyOf } from "./lane";
import { wakeLanes } from "./wake-lanes";

/** Wakes every lane that has work and doesn't know: whatever a crash or a hand left behind, it is found again (rulings 3). */
export async function sweepLanes(db: Db): Promise<number> {
  const head = db
    .select({ at: logs.nextAttemptAt })
    .from(logs, { forceIndex: "ix_logs_bot_next" })
    .where(and(eq(logs.botId, kbBots.id), isNotNull(logs.nextAttemptAt)))
    .orderBy(logs.nextAttemptAt)
    .limit(1);
  const at = sql<Date | null>`(${head})`.mapWith(logs.nextAttemptAt);
  const asleep = await db
    .select({ deviceId: kbBots.deviceId, at })
    .from(kbBots)
    .leftJoin(lanes, eq(lanes.laneKey, sql`concat(${laneKeyOf("")}, ${kbBots.deviceId})`))
    .where(or(isNull(lanes.readyAt), gt(lanes.readyAt, at)));
  let woken = 0;
  for (const row of asleep) {
    if (!row.at) continue;
    await wakeLanes(db, [row.deviceId], row.at);
    woken++;
  }
  return woken;
}
