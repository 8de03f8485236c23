import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { botHeads } from "./bot-heads";
import { laneKeyOf } from "./lane";
import { wakeLanes } from "./wake-lanes";

/** Wakes every lane that has work and doesn't know: whatever a crash or a hand left behind, it is found again (rulings 3). */
export async function sweepLanes(db: Db): Promise<number> {
  const bots = await db
    .select({ id: kbBots.id, deviceId: kbBots.deviceId, readyAt: lanes.readyAt })
    .from(kbBots)
    .leftJoin(lanes, eq(lanes.laneKey, sql`concat(${laneKeyOf("")}, ${kbBots.deviceId})`));
  const heads = await botHeads(
    db,
    bots.map((bot) => bot.id),
  );
  let woken = 0;
  for (const { id, deviceId, readyAt } of bots) {
    const at = heads.get(id);
    if (!at || (readyAt && readyAt <= at)) continue;
    await wakeLanes(db, [deviceId], at);
    woken++;
  }
  return woken;
}
