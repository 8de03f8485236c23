import "server-only";
import type { Db } from "@/db/client";
import { literal, literals, type PlainSql, plainSql } from "@/db/plain-sql";
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

const columns = `id, bot_id botId, schedule_id scheduleId, room_ref roomRef, priority, scheduled_at scheduledAt,
  next_attempt_at nextAttemptAt, expires_at expiresAt, started_at startedAt`;

/** Every open run of these rooms. */
export const openRuns = (roomRefs: Iterable<number>): string =>
  `select ${columns} from kb_schedule_logs force index (ix_logs_room_next)
   where room_ref in (${literals(roomRefs)}) and next_attempt_at is not null`;

/** Open runs of these bots, `most` of them at most. */
const openRunsOf = (botIds: readonly number[], most: number): string =>
  `select ${columns} from kb_schedule_logs force index (ix_logs_bot_next)
   where bot_id in (${literals(botIds)}) and next_attempt_at is not null limit ${most}`;

/** Open runs of the rooms in which something is due. */
async function runsOf(sql: PlainSql, botIds: readonly number[], now: Date): Promise<LaneRun[]> {
  const most = botIds.length * DUE;
  const all = await sql.rows<LaneRun>(openRunsOf(botIds, most));
  if (all.length < most) {
    const due = new Set(all.flatMap((run) => (run.nextAttemptAt <= now ? run.roomRef : [])));
    return all.filter((run) => due.has(run.roomRef));
  }
  // More wait than one look takes on: of each bot those that are due first.
  const due = await sql.rows<{ roomRef: number }>(botIds.map((id) => `(${dueRooms(id, now)})`).join(" union all "));
  return due.length === 0 ? [] : sql.rows<LaneRun>(openRuns(due.map((row) => row.roomRef)));
}

/** What there is to do on each of these devices, in two statements for all of them. */
export async function loadLaneWork(db: Db, deviceIds: readonly string[], now: Date): Promise<LaneWork[]> {
  const sql = plainSql(db);
  const bots = await loadBots(sql, `device_id in (${literals(deviceIds)})`);
  const work = new Map(deviceIds.map((deviceId): [string, LaneWork] => [deviceId, { bots: [], runs: [] }]));
  const byBot = new Map(bots.map((bot) => [bot.id, work.get(bot.deviceId)]));
  for (const bot of bots) byBot.get(bot.id)?.bots.push(bot);
  if (bots.length > 0) {
    const ids = bots.map((bot) => bot.id);
    for (const run of await runsOf(sql, ids, now)) byBot.get(run.botId)?.runs.push(run);
  }
  return deviceIds.map((deviceId) => work.get(deviceId) ?? { bots: [], runs: [] });
}
