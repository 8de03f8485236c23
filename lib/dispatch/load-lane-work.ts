import "server-only";
import type { Db } from "@/db/client";
import { literal, literals, plainSql } from "@/db/plain-sql";
import { loadBots } from "./load-bots";
import type { RunBot } from "./load-runs";
import type { OpenRun } from "./order-runs";

/** Due runs of one bot that are looked at together. */
const DUE = 200;

export type LaneRun = OpenRun & { botId: number; scheduleId: number; expiresAt: Date | null };
export type LaneWork = {
  bots: RunBot[];
  /** Every open run of the rooms in which something is due. */
  runs: LaneRun[];
};

/** Rooms of a bot that have due runs: the hot index holds open runs only. */
export const dueRooms = (botId: number, now: Date): string =>
  `select room_ref roomRef from kb_schedule_logs force index (ix_logs_bot_next)
   where bot_id = ${Number(botId)} and next_attempt_at <= ${literal(now)} order by next_attempt_at, id limit ${DUE}`;

/** Every open run of these rooms. */
export const openRuns = (roomRefs: Iterable<number>): string =>
  `select id, bot_id botId, schedule_id scheduleId, room_ref roomRef, priority, scheduled_at scheduledAt,
     next_attempt_at nextAttemptAt, expires_at expiresAt, started_at startedAt
   from kb_schedule_logs force index (ix_logs_room_next)
   where room_ref in (${literals(roomRefs)}) and next_attempt_at is not null`;

/** What there is to do on each of these devices, in three statements for all of them. */
export async function loadLaneWork(db: Db, deviceIds: readonly string[], now: Date): Promise<LaneWork[]> {
  const sql = plainSql(db);
  const bots = await loadBots(sql, `device_id in (${literals(deviceIds)})`);
  const work = new Map(deviceIds.map((deviceId): [string, LaneWork] => [deviceId, { bots: [], runs: [] }]));
  const byBot = new Map(bots.map((bot) => [bot.id, work.get(bot.deviceId)]));
  for (const bot of bots) byBot.get(bot.id)?.bots.push(bot);
  if (bots.length > 0) {
    const due = await sql.rows<{ roomRef: number }>(
      bots.map((bot) => `(${dueRooms(bot.id, now)})`).join(" union all "),
    );
    const open = due.length === 0 ? [] : await sql.rows<LaneRun>(openRuns(due.map((row) => row.roomRef)));
    for (const run of open) byBot.get(run.botId)?.runs.push(run);
  }
  return deviceIds.map((deviceId) => work.get(deviceId) ?? { bots: [], runs: [] });
}
