import "server-only";
import { asc, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { limitChains } from "@/lib/rooms/limit-chain";
import { effectiveLimits, type Limits, limitValues, ownLimits } from "@/lib/rooms/limits";
import type { AccessRefusal } from "./access-refusal";
import { type Asked, loadAccess } from "./load-access";

export type RunLog = typeof kbScheduleLogs.$inferSelect;
export type RunPart = typeof kbScheduleLogParts.$inferSelect;
export type RunBot = typeof kbBots.$inferSelect;
export type Run = {
  log: RunLog;
  parts: RunPart[];
  bot: RunBot;
  room: { id: number; roomId: string; name: string };
  limits: Limits;
  refusal: AccessRefusal | null;
};

/** Runs with all that decides whether and how their next part goes, as it stands this moment; null for one that isn't there. */
export async function loadRuns(db: Executor, logIds: readonly number[]): Promise<(Run | null)[]> {
  const rows = await db
    .select({
      log: kbScheduleLogs,
      room: kbRooms,
      bot: kbBots,
      roomPath: orgs.path,
      creator: kbSchedule.createdByMbId,
    })
    .from(kbScheduleLogs)
    .innerJoin(kbSchedule, eq(kbSchedule.id, kbScheduleLogs.scheduleId))
    .innerJoin(kbRooms, eq(kbRooms.id, kbScheduleLogs.roomRef))
    .innerJoin(kbBots, eq(kbBots.id, kbScheduleLogs.botId))
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .where(inArray(kbScheduleLogs.id, [...logIds]));
  if (rows.length === 0) return logIds.map(() => null);
  const asked = rows.map(({ log, creator }): Asked => ({ ...log, creator }));
  const [parts, chains, refusalOf] = await Promise.all([
    partsOf(db, logIds),
    limitChains(
      db,
      rows.map((row) => row.roomPath),
    ),
    loadAccess(db, asked),
  ]);
  const runs = new Map(
    rows.map(({ log, room, bot, roomPath }, i): [number, Run] => {
      const own = { origin: { kind: "room" as const, id: room.id, name: room.name }, limits: ownLimits(room.limits) };
      const place = {
        room: { ...room, isDeleted: room.deletedAt !== null },
        bot: { status: bot.status, isDeleted: bot.deletedAt !== null },
      };
      return [
        log.id,
        {
          log,
          parts: parts.get(log.id) ?? [],
          bot,
          room: { id: room.id, roomId: log.targetRoomId, name: room.name },
          limits: limitValues(effectiveLimits([...(chains.get(roomPath) ?? []), own])),
          refusal: refusalOf(asked[i]!, place),
        },
      ];
    }),
  );
  return logIds.map((id) => runs.get(id) ?? null);
}

/** Parts of these runs, each run's in their order. */
export async function partsOf(db: Executor, logIds: readonly number[]): Promise<Map<number, RunPart[]>> {
  const rows = await db
    .select()
    .from(kbScheduleLogParts)
    .where(inArray(kbScheduleLogParts.logId, [...logIds]))
    .orderBy(asc(kbScheduleLogParts.logId), asc(kbScheduleLogParts.seq));
  const parts = new Map<number, RunPart[]>();
  for (const row of rows) {
    const mine = parts.get(row.logId);
    if (mine) mine.push(row);
    else parts.set(row.logId, [row]);
  }
  return parts;
}
