import "server-only";
import { asc, eq, inArray, or } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import type { Executor } from "@/db/client";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { pathIds } from "@/lib/access/org-path";
import { limitChains } from "@/lib/rooms/limit-chain";
import { effectiveLimits, type Limits, limitValues, ownLimits } from "@/lib/rooms/limits";
import { type AccessFacts, type AccessRefusal, accessRefusal } from "./access-refusal";

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

const roomOrgs = alias(orgs, "room_orgs");

/** Runs with all that decides whether and how their next part goes, as it stands this moment; null for one that isn't there. */
export async function loadRuns(db: Executor, logIds: readonly number[]): Promise<(Run | null)[]> {
  const rows = await db
    .select({
      log: kbScheduleLogs,
      room: kbRooms,
      bot: kbBots,
      orgPath: orgs.path,
      roomPath: roomOrgs.path,
      creator: kbSchedule.createdByMbId,
    })
    .from(kbScheduleLogs)
    .innerJoin(kbSchedule, eq(kbSchedule.id, kbScheduleLogs.scheduleId))
    .innerJoin(kbRooms, eq(kbRooms.id, kbScheduleLogs.roomRef))
    .innerJoin(kbBots, eq(kbBots.id, kbScheduleLogs.botId))
    .innerJoin(orgs, eq(orgs.id, kbScheduleLogs.orgId))
    .innerJoin(roomOrgs, eq(roomOrgs.id, kbRooms.ownerOrgId))
    .where(inArray(kbScheduleLogs.id, [...logIds]));
  if (rows.length === 0) return logIds.map(() => null);
  const [parts, chains, above, senders] = await Promise.all([
    partsOf(db, logIds),
    limitChains(
      db,
      rows.map((row) => row.roomPath),
    ),
    statusesOf(
      db,
      rows.map((row) => row.orgPath),
    ),
    sendersOf(db, rows),
  ]);
  const runs = new Map(
    rows.map(({ log, room, bot, orgPath, roomPath, creator }): [number, Run] => {
      const own = { origin: { kind: "room" as const, id: room.id, name: room.name }, limits: ownLimits(room.limits) };
      const facts: AccessFacts = {
        log,
        room: { ...room, isDeleted: room.deletedAt !== null },
        bot: { status: bot.status, isDeleted: bot.deletedAt !== null },
        orgs: pathIds(orgPath).map((id) => ({ status: above.get(id) ?? "inactive" })),
        orgPath,
        sender: senders.get(log.requestedBy ?? creator) ?? null,
      };
      return [
        log.id,
        {
          log,
          parts: parts.get(log.id) ?? [],
          bot,
          room: { id: room.id, roomId: log.targetRoomId, name: room.name },
          limits: limitValues(effectiveLimits([...(chains.get(roomPath) ?? []), own])),
          refusal: accessRefusal(facts),
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

async function statusesOf(db: Executor, paths: readonly string[]) {
  const ids = [...new Set(paths.flatMap(pathIds))];
  const rows = await db.select({ id: orgs.id, status: orgs.status }).from(orgs).where(inArray(orgs.id, ids));
  return new Map(rows.map((row) => [row.id, row.status]));
}

/** Who stands behind the runs, by user id where someone asked for the run, else by the schedule's `mb_id`. */
async function sendersOf(db: Executor, rows: readonly { log: RunLog; creator: string }[]) {
  const ids = rows.flatMap(({ log }) => log.requestedBy ?? []);
  const names = rows.flatMap(({ log, creator }) => (log.requestedBy === null ? creator : []));
  const found = await db
    .select({
      userId: users.id,
      mbId: users.mbId,
      name: users.name,
      role: users.role,
      status: users.status,
      org: { id: orgs.id, level: orgs.level, name: orgs.name, path: orgs.path, status: orgs.status },
    })
    .from(users)
    .innerJoin(orgs, eq(orgs.id, users.orgId))
    .where(
      or(
        ids.length > 0 ? inArray(users.id, [...new Set(ids)]) : undefined,
        names.length > 0 ? inArray(users.mbId, [...new Set(names)]) : undefined,
      ),
    );
  return new Map<number | string, AccessFacts["sender"]>(
    found.flatMap((row) => [[row.userId, row] as const, [row.mbId, row] as const]),
  );
}
