import "server-only";
import { and, count, eq, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { inScope, type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { rawInstant } from "@/lib/time/raw-instant";
import { closedOrgsOn } from "./closed-org-queries";
import { encodeScheduleCursor, type ScheduleCursor } from "./list-cursor";
import { blockedRooms, endOfKstDay, headsOf, type ListQuery, schedulePaths } from "./list-paths";
import { type ScheduleDto, type ScheduleJoin, toScheduleDto } from "./schedule-dto";

export type SchedulePage = { items: ScheduleDto[]; nextCursor: string | null };

/**
 * A page of schedules: what runs next first, what doesn't run after that (S2-88). Two index walks at most, whatever the
 * page; `mbId` and `now` answer the views `mine` and `today`.
 */
export async function listSchedules(
  db: Executor,
  scope: OrgScope,
  query: ListQuery & { limit: number },
): Promise<SchedulePage> {
  const paths = await schedulePaths(db, scope, query);
  if (paths.length === 0) return { items: [], nextCursor: null };
  const { cursor, limit } = query;
  const found: ScheduleCursor[] = [];
  for (const phase of ["due", "off"] as const) {
    if (phase === "due" && cursor?.nextSendAt === null) continue;
    if (phase === "off" && query.view !== "all" && query.view !== "mine") continue;
    const after = cursor && (phase === "due") === (cursor.nextSendAt !== null) ? cursor : undefined;
    const left = limit + 1 - found.length;
    if (left > 0) found.push(...(await heads(db, headsOf(paths, phase, after, left))));
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const rows = await byIds(
    db,
    page.map((row) => row.id),
  );
  const items = page.flatMap(({ id }) => {
    const row = rows.get(id);
    return row ? [toScheduleDto(row)] : [];
  });
  return { items, nextCursor: found.length > limit && last ? encodeScheduleCursor(last) : null };
}

async function heads(db: Executor, query: SQL): Promise<ScheduleCursor[]> {
  const [rows] = await db.execute(query);
  return (rows as unknown as { id: number; next_send_at: Date | string | null }[]).map((row) => ({
    id: Number(row.id),
    nextSendAt: rawInstant(row.next_send_at),
  }));
}

const select = (db: Executor) =>
  db
    .select({
      schedule: kbSchedule,
      room: {
        id: kbRooms.id,
        name: kbRooms.name,
        roomType: kbRooms.roomType,
        status: kbRooms.status,
        deletedAt: kbRooms.deletedAt,
      },
      bot: {
        id: kbBots.id,
        botName: kbBots.botName,
        status: kbBots.status,
        isSandbox: kbBots.isSandbox,
        deletedAt: kbBots.deletedAt,
        lastHealth: kbBots.lastHealth,
        breakerOpenUntil: kbBots.breakerOpenUntil,
      },
      org: { id: orgs.id, name: orgs.name, level: orgs.level, path: orgs.path },
      createdByName: users.name,
    })
    .from(kbSchedule)
    .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId))
    .leftJoin(users, eq(users.mbId, kbSchedule.createdByMbId));

async function joined(db: Executor, where: SQL | undefined): Promise<ScheduleJoin[]> {
  const rows = await select(db).where(where);
  const closedOn = await closedOrgsOn(
    db,
    rows.map((row) => row.org.path),
  );
  return rows.map((row) => ({ ...row, closedOrg: closedOn(row.org.path) }));
}

async function byIds(db: Executor, ids: readonly number[]): Promise<Map<number, ScheduleJoin>> {
  if (ids.length === 0) return new Map();
  const rows = await joined(db, inArray(kbSchedule.id, [...ids]));
  return new Map(rows.map((row) => [row.schedule.id, row]));
}

/** One schedule, or null where there is none in scope. */
export async function findSchedule(db: Executor, scope: OrgScope, id: number): Promise<ScheduleDto | null> {
  const [row] = await joined(db, and(eq(kbSchedule.id, id), isNull(kbSchedule.deletedAt), inScope(scope)));
  return row ? toScheduleDto(row) : null;
}

/** @throws AppError not_found, the same for a foreign, a deleted and an absent one (rulings 25) */
export async function getSchedule(db: Executor, scope: OrgScope, id: number): Promise<ScheduleDto> {
  const schedule = await findSchedule(db, scope, id);
  if (!schedule) throw new AppError("not_found");
  return schedule;
}

export type ScheduleCounts = { all: number; active: number; blocked: number; today: number; mine: number };

/** The figures above the list and on its views, for everything in scope. */
export async function countSchedules(
  db: Executor,
  scope: OrgScope,
  { mbId, now }: Pick<ListQuery, "mbId" | "now">,
): Promise<ScheduleCounts> {
  const orgIds = await orgIdsIn(db, scope);
  if (orgIds.length === 0) return { all: 0, active: 0, blocked: 0, today: 0, mine: 0 };
  const standing = and(inArray(kbSchedule.ownerOrgId, orgIds), isNull(kbSchedule.deletedAt));
  const rooms = await blockedRooms(db, orgIds);
  const [[byStatus, mine], today, blocked] = await Promise.all([
    db
      .select({
        all: count(),
        active: sql`coalesce(sum(${kbSchedule.status} = 'active'), 0)`.mapWith(Number),
        mine: sql`coalesce(sum(${kbSchedule.createdByMbId} = ${mbId}), 0)`.mapWith(Number),
      })
      .from(kbSchedule)
      .where(standing)
      .then(([row]) => [row, row?.mine ?? 0] as const),
    db
      .select({ n: count() })
      .from(kbSchedule)
      .where(and(standing, lt(kbSchedule.nextSendAt, endOfKstDay(now)))),
    rooms.length === 0
      ? [{ n: 0 }]
      : db
          .select({ n: count() })
          .from(kbSchedule)
          .where(
            and(
              standing,
              inArray(kbSchedule.roomRef, rooms),
              eq(kbSchedule.status, "active"),
              sql`${kbSchedule.nextSendAt} is not null`,
            ),
          ),
  ]);
  return {
    all: byStatus?.all ?? 0,
    active: byStatus?.active ?? 0,
    mine,
    today: today[0]?.n ?? 0,
    blocked: blocked[0]?.n ?? 0,
  };
}

/** Schedules an organisation owns itself, for the tree of the filter. */
export async function countByOrg(db: Executor, scope: OrgScope): Promise<{ orgId: number; n: number }[]> {
  return db
    .select({ orgId: kbSchedule.ownerOrgId, n: count() })
    .from(kbSchedule)
    .innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId))
    .where(and(inScope(scope), isNull(kbSchedule.deletedAt)))
    .groupBy(kbSchedule.ownerOrgId);
}
