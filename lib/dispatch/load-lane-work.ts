import "server-only";
import { and, asc, eq, inArray, isNotNull, lte } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { unionAllOf } from "@/db/union-all";
import type { RunBot } from "./load-runs";
import type { OpenRun } from "./order-runs";

/** Due runs of one bot that are looked at together. */
const DUE = 200;
/** Bots one statement asks about. */
const BOTS_PER_STATEMENT = 50;

export type LaneRun = OpenRun & { botId: number; scheduleId: number; expiresAt: Date | null };
export type LaneWork = {
  bots: RunBot[];
  /** Every open run of the rooms in which something is due. */
  runs: LaneRun[];
};

type Reader = Pick<Executor, "select" | "execute">;

/** Rooms of a bot that have due runs: the hot index holds open runs only. */
export const dueRooms = (db: Reader, botId: number, now: Date) =>
  db
    .select({ roomRef: logs.roomRef })
    .from(logs, { forceIndex: "ix_logs_bot_next" })
    .where(and(eq(logs.botId, botId), lte(logs.nextAttemptAt, now)))
    .orderBy(asc(logs.nextAttemptAt), asc(logs.id))
    .limit(DUE);

/** Every open run of these rooms. */
export const openRuns = (db: Reader, roomRefs: readonly number[]) =>
  db
    .select({
      id: logs.id,
      botId: logs.botId,
      scheduleId: logs.scheduleId,
      roomRef: logs.roomRef,
      priority: logs.priority,
      scheduledAt: logs.scheduledAt,
      nextAttemptAt: logs.nextAttemptAt,
      expiresAt: logs.expiresAt,
      startedAt: logs.startedAt,
    })
    .from(logs, { forceIndex: "ix_logs_room_next" })
    .where(and(inArray(logs.roomRef, [...roomRefs]), isNotNull(logs.nextAttemptAt)));

/** What there is to do on each of these devices, in three statements for all of them. */
export async function loadLaneWork(db: Reader, deviceIds: readonly string[], now: Date): Promise<LaneWork[]> {
  const bots = await db
    .select()
    .from(kbBots)
    .where(inArray(kbBots.deviceId, [...deviceIds]));
  const rooms = new Set<number>();
  for (let from = 0; from < bots.length; from += BOTS_PER_STATEMENT) {
    const some = bots.slice(from, from + BOTS_PER_STATEMENT);
    const [due] = await db.execute(unionAllOf(some.map((bot) => dueRooms(db, bot.id, now))));
    for (const row of due as unknown as { room_ref: number }[]) rooms.add(row.room_ref);
  }
  const open = rooms.size === 0 ? [] : await openRuns(db, [...rooms]);
  const runs = open.flatMap((run): LaneRun[] =>
    run.nextAttemptAt ? [{ ...run, nextAttemptAt: run.nextAttemptAt }] : [],
  );
  const work = new Map(deviceIds.map((deviceId): [string, LaneWork] => [deviceId, { bots: [], runs: [] }]));
  const byBot = new Map(bots.map((bot) => [bot.id, work.get(bot.deviceId)]));
  for (const bot of bots) byBot.get(bot.id)?.bots.push(bot);
  for (const run of runs) byBot.get(run.botId)?.runs.push(run);
  return deviceIds.map((deviceId) => work.get(deviceId) ?? { bots: [], runs: [] });
}
