import "server-only";
import { eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { plainSql } from "@/db/plain-sql";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { botHeads } from "./bot-heads";
import { laneKeyOf } from "./lane";
import { wakeLanes } from "./wake-lanes";

/** Wakes every lane that has work and doesn't know: whatever a crash or a hand left behind, it is found again (rulings 3). */
export async function sweepLanes(db: Db, now: Date): Promise<number> {
  const bots = await db
    .select({ id: kbBots.id, deviceId: kbBots.deviceId, readyAt: lanes.readyAt })
    .from(kbBots)
    .leftJoin(lanes, eq(lanes.laneKey, sql`concat(${laneKeyOf("")}, ${kbBots.deviceId})`))
    .where(or(isNull(lanes.readyAt), gt(lanes.readyAt, now)));
  const heads = await botHeads(
    plainSql(db),
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
