import "server-only";
import { and, asc, count, desc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { BotStatus, LogStatus, OrgLevel, RoomStatus, RoomType } from "@/db/enums";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { roomPace } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { inScope, type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { containsWords } from "./contains-words";
import { cursorOf, parseCursor } from "./cursor";
import { limitChains } from "./limit-chain";
import {
  effectiveLimits,
  type LimitName,
  type LimitOrigin,
  type LimitStep,
  type Limits,
  limitNames,
  limitValues,
  type OwnLimits,
  ownLimits,
} from "./limits";
import type { RoomFilter } from "./schema";
import { type Usage, usageOf } from "./usage";

export type RoomDto = {
  id: number;
  /** KakaoTalk's channel id. */
  roomId: string;
  name: string;
  roomType: RoomType;
  botId: number;
  ownerOrgId: number;
  status: RoomStatus;
  limits: OwnLimits;
  effectiveLimits: Limits;
  /** Who says what holds. */
  limitOrigins: Record<LimitName, LimitOrigin>;
  /** From the product's policy down to the room itself. */
  limitChain: LimitStep[];
  ownerOrg: { name: string; level: OrgLevel };
  bot: { botName: string; status: BotStatus; isSandbox: boolean };
  memberCount: number | null;
  today: Usage;
  version: number;
};

const columns = {
  id: kbRooms.id,
  roomId: kbRooms.roomId,
  name: kbRooms.name,
  roomType: kbRooms.roomType,
  botId: kbRooms.botId,
  ownerOrgId: kbRooms.ownerOrgId,
  status: kbRooms.status,
  limits: kbRooms.limits,
  memberCount: kbRooms.memberCount,
  version: kbRooms.version,
  ownerName: orgs.name,
  ownerLevel: orgs.level,
  path: orgs.path,
  botName: kbBots.botName,
  botStatus: kbBots.status,
  isSandbox: kbBots.isSandbox,
  callTimes: roomPace.callTimes,
  runTimes: roomPace.runTimes,
  lastRunAt: roomPace.lastRunAt,
};

const select = (db: Executor) =>
  db
    .select(columns)
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .leftJoin(roomPace, eq(roomPace.roomRef, kbRooms.id));
type Row = Awaited<ReturnType<typeof select>>[number];

async function toDtos(db: Executor, rows: readonly Row[], now: Date): Promise<RoomDto[]> {
  const chains = await limitChains(
    db,
    rows.map((row) => row.path),
  );
  return rows.map((row) => {
    const limits = ownLimits(row.limits);
    const own: LimitStep = { origin: { kind: "room", id: row.id, name: row.name }, limits };
    const limitChain = [...(chains.get(row.path) ?? []), own];
    const holds = effectiveLimits(limitChain);
    const { callTimes, runTimes, lastRunAt } = row;
    return {
      id: row.id,
      roomId: row.roomId,
      name: row.name,
      roomType: row.roomType,
      botId: row.botId,
      ownerOrgId: row.ownerOrgId,
      status: row.status,
      limits,
      effectiveLimits: limitValues(holds),
      limitOrigins: Object.fromEntries(limitNames.map((name) => [name, holds[name].origin])) as RoomDto["limitOrigins"],
      limitChain,
      ownerOrg: { name: row.ownerName, level: row.ownerLevel },
      bot: { botName: row.botName, status: row.botStatus, isSandbox: row.isSandbox },
      memberCount: row.memberCount,
      today: usageOf(callTimes && runTimes ? { callTimes, runTimes, lastRunAt } : null, now),
      version: row.version,
    };
  });
}

/** A page of the rooms of a subtree by name, with what limits them and how much of it is used (S2-42). */
export async function listRooms(
  db: Executor,
  scope: OrgScope,
  filter: RoomFilter,
  now: Date,
): Promise<{ items: RoomDto[]; nextCursor: string | null }> {
  const after = filter.cursor === undefined ? null : parseCursor(filter.cursor);
  const rows = await select(db)
    .where(
      and(
        inScope(scope),
        isNull(kbRooms.deletedAt),
        filter.org === undefined ? undefined : inArray(kbRooms.ownerOrgId, await orgIdsIn(db, scope, filter.org)),
        filter.bot === undefined ? undefined : eq(kbRooms.botId, filter.bot),
        filter.type && eq(kbRooms.roomType, filter.type),
        filter.status && eq(kbRooms.status, filter.status),
        filter.q ? containsWords(filter.q, kbRooms.name, kbRooms.roomId) : undefined,
        after
          ? or(gt(kbRooms.name, after.name), and(eq(kbRooms.name, after.name), gt(kbRooms.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(asc(kbRooms.name), asc(kbRooms.id))
    .limit(filter.limit + 1);
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return { items: await toDtos(db, page, now), nextCursor: rows.length > page.length && last ? cursorOf(last) : null };
}

/** One room, or null where it doesn't exist for the scope. */
export async function findRoom(db: Executor, scope: OrgScope, id: number, now: Date): Promise<RoomDto | null> {
  const rows = await select(db).where(and(inScope(scope), eq(kbRooms.id, id), isNull(kbRooms.deletedAt)));
  return (await toDtos(db, rows, now))[0] ?? null;
}

export type RecentRun = { status: LogStatus; isCatchUp: boolean; scheduledAt: string; startedAt: string | null };
export type RoomDetail = RoomDto & {
  /** The last runs that came due, oldest first. */
  recent: RecentRun[];
  activeSchedules: number;
};
const RECENT_RUNS = 14;

/**
 * One room with how its last runs went and how many active schedules use it.
 * @throws AppError not_found, the same for a foreign and an absent room
 */
export async function getRoom(db: Executor, scope: OrgScope, id: number, now: Date): Promise<RoomDetail> {
  const room = await findRoom(db, scope, id, now);
  if (!room) throw new AppError("not_found");
  // Through the organisation's index, which is in the order of time; the room's own isn't.
  const runs = await db
    .select({
      status: kbScheduleLogs.status,
      isCatchUp: kbScheduleLogs.isCatchUp,
      scheduledAt: kbScheduleLogs.scheduledAt,
      startedAt: kbScheduleLogs.startedAt,
    })
    .from(kbScheduleLogs)
    .where(
      and(
        eq(kbScheduleLogs.orgId, room.ownerOrgId),
        eq(kbScheduleLogs.roomRef, id),
        lte(kbScheduleLogs.scheduledAt, now),
      ),
    )
    .orderBy(desc(kbScheduleLogs.scheduledAt), desc(kbScheduleLogs.id))
    .limit(RECENT_RUNS);
  const [schedules] = await db
    .select({ n: count() })
    .from(kbSchedule)
    .where(and(eq(kbSchedule.roomRef, id), isNull(kbSchedule.deletedAt), eq(kbSchedule.status, "active")));
  const recent = runs.reverse().map(({ scheduledAt, startedAt, ...run }) => ({
    ...run,
    scheduledAt: scheduledAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
  }));
  return { ...room, recent, activeSchedules: schedules?.n ?? 0 };
}
