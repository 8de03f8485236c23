import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";

/**
 * Lets a parked bot be used again at once: somebody changed it, or it has just answered. What waited for it may go now,
 * and its lane is woken.
 */
export async function unparkBot(
  tx: Tx,
  bot: { id: number; deviceId: string; parkReason: string | null },
  now: Date,
): Promise<void> {
  await tx.update(kbBots).set({ failures: 0, parkReason: null, breakerOpenUntil: null }).where(eq(kbBots.id, bot.id));
  if (bot.parkReason === null) return;
  await tx
    .update(lanes)
    .set({ readyAt: sql`least(coalesce(${lanes.readyAt}, ${now}), ${now})`, parkReason: null, probeAt: null })
    .where(eq(lanes.laneKey, `device:${bot.deviceId}`));
  await tx
    .update(logs)
    .set({ nextAttemptAt: now })
    .where(
      and(
        eq(logs.botId, bot.id),
        sql`${logs.nextAttemptAt} > ${now}`,
        eq(logs.reasonCode, bot.parkReason),
        inArray(logs.status, ["deferred", "sending"]),
      ),
    );
}
