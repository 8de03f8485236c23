import "server-only";
import { asc, eq, inArray } from "drizzle-orm";
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

/** A run with all that decides whether and how its next part goes, as it stands this moment. */
export async function loadRun(db: Executor, logId: number): Promise<Run | null> {
  const [row] = await db
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
    .where(eq(kbScheduleLogs.id, logId));
  if (!row) return null;
  const { log, room, bot, orgPath, roomPath } = row;
  const parts = await db
    .select()
    .from(kbScheduleLogParts)
    .where(eq(kbScheduleLogParts.logId, logId))
    .orderBy(asc(kbScheduleLogParts.seq));
  const above = await db
    .select({ status: orgs.status })
    .from(orgs)
    .where(inArray(orgs.id, pathIds(orgPath)));
  const chain = (await limitChains(db, [roomPath])).get(roomPath) ?? [];
  const own = { origin: { kind: "room" as const, id: room.id, name: room.name }, limits: ownLimits(room.limits) };
  const facts: AccessFacts = {
    log,
    room: { ...room, isDeleted: room.deletedAt !== null },
    bot: { status: bot.status, isDeleted: bot.deletedAt !== null },
    orgs: above,
    orgPath,
    sender: await senderOf(db, log, row.creator),
  };
  return {
    log,
    parts,
    bot,
    room: { id: room.id, roomId: log.targetRoomId, name: room.name },
    limits: limitValues(effectiveLimits([...chain, own])),
    refusal: accessRefusal(facts),
  };
}

async function senderOf(db: Executor, log: RunLog, creator: string): Promise<AccessFacts["sender"]> {
  const [row] = await db
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
    .where(log.requestedBy === null ? eq(users.mbId, creator) : eq(users.id, log.requestedBy))
    .limit(1);
  return row ?? null;
}
