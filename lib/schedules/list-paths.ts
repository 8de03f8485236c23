import "server-only";
import { and, eq, inArray, isNotNull, isNull, like, lt, ne, not, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule as s } from "@/db/schema/schedules";
import { type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { DAY_MS, startOfKstDay } from "@/lib/time/kst";
import { closedAmong } from "./closed-org-queries";
import type { ScheduleCursor } from "./list-cursor";
import type { ScheduleFilter } from "./list-schema";
import { isBotOffline } from "./schedule-dto";

export type ListQuery = Omit<ScheduleFilter, "limit"> & { mbId: string; now: Date };

/** One way into the schedules that an index keeps in the order of the list. */
type SchedulePath = { index: string; where: SQL };

/** More walks than this cost more than one that leaves out what doesn't match. */
const MAX_PATHS = 300;
const MAX_ROOM_HITS = 1000;

/** The index walks whose merged heads are a page (rulings 34); empty when nothing can match. */
export async function schedulePaths(db: Executor, scope: OrgScope, query: ListQuery): Promise<SchedulePath[]> {
  const orgIds = query.orgId
    ? [...new Set((await Promise.all(query.orgId.map((id) => orgIdsIn(db, scope, id)))).flat())]
    : await orgIdsIn(db, scope);
  if (orgIds.length === 0) return [];
  const isEverything = query.orgId === undefined && !(await hasOrgOutside(db, scope));
  const ofOrgs = isEverything ? undefined : inArray(s.ownerOrgId, orgIds);
  const rest = [
    isNull(s.deletedAt),
    query.status && inArray(s.status, query.status),
    query.scheduleType && inArray(s.scheduleType, query.scheduleType),
    query.view === "mine" ? eq(s.createdByMbId, query.mbId) : undefined,
    query.view === "today" ? lt(s.nextSendAt, endOfKstDay(query.now)) : undefined,
    query.view === "blocked" ? eq(s.status, "active") : undefined,
    query.search ? await matches(db, orgIds, query.search) : undefined,
  ];
  const path = (index: string, ...where: (SQL | undefined)[]): SchedulePath => ({
    index,
    where: and(...where, ...rest) ?? sql`true`,
  });
  const roomIds = await roomsMeant(db, orgIds, query);
  if (roomIds && roomIds.length <= MAX_PATHS)
    return roomIds.map((id) => path("ix_schedule_room", eq(s.roomRef, id), ofOrgs));
  const ofRooms = roomIds && inArray(s.roomRef, roomIds);
  if (isEverything || orgIds.length > MAX_PATHS) return [path("idx_schedule_due", ofOrgs, ofRooms)];
  return orgIds.map((id) => path("ix_schedule_owner_next", eq(s.ownerOrgId, id), ofRooms));
}

export const endOfKstDay = (now: Date) => new Date(startOfKstDay(now).getTime() + DAY_MS);

/** The first `limit` ids of the merged walks: those with a next run, or (`phase` off) those without. */
export function headsOf(
  paths: readonly SchedulePath[],
  phase: "due" | "off",
  after: ScheduleCursor | undefined,
  limit: number,
): SQL {
  const due = phase === "due";
  const beyond = !after
    ? undefined
    : due
      ? sql`${s.nextSendAt} >= ${after.nextSendAt} and (${s.nextSendAt} > ${after.nextSendAt} or ${s.id} > ${after.id})`
      : sql`${s.id} > ${after.id}`;
  const order = due ? sql`next_send_at, id` : sql`id`;
  const cut = sql.raw(String(limit));
  const walk = ({ index, where }: SchedulePath) =>
    sql`(select id, next_send_at from ${s} force index (${sql.raw(index)}) where ${and(where, due ? isNotNull(s.nextSendAt) : isNull(s.nextSendAt), beyond)} order by ${order} limit ${cut})`;
  const [only, ...others] = paths;
  if (only && others.length === 0) return walk(only);
  return sql`${sql.join(paths.map(walk), sql` union all `)} order by ${order} limit ${cut}`;
}

async function hasOrgOutside(db: Executor, scope: OrgScope): Promise<boolean> {
  const [row] = await db
    .select({ id: orgs.id })
    .from(orgs)
    .where(not(like(orgs.path, `${scope.path}%`)))
    .limit(1);
  return row !== undefined;
}

/** Words in the title, the text or the room's name, `%` and `_` taken literally. */
async function matches(db: Executor, orgIds: number[], words: string): Promise<SQL | undefined> {
  const pattern = `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  const rooms = await db
    .select({ id: kbRooms.id })
    .from(kbRooms)
    .where(and(inArray(kbRooms.ownerOrgId, orgIds), like(kbRooms.name, pattern)))
    .limit(MAX_ROOM_HITS);
  const ids = rooms.map((room) => room.id);
  return or(like(s.title, pattern), like(s.messageText, pattern), ids.length > 0 ? inArray(s.roomRef, ids) : undefined);
}

/** Rooms a query names, by themselves, by their bot or by what stops them; undefined when it does neither. */
async function roomsMeant(db: Executor, orgIds: number[], query: ListQuery): Promise<number[] | undefined> {
  const sets: number[][] = [];
  if (query.roomId !== undefined) sets.push([query.roomId]);
  if (query.botId !== undefined) {
    const rows = await db.select({ id: kbRooms.id }).from(kbRooms).where(eq(kbRooms.botId, query.botId));
    sets.push(rows.map((row) => row.id));
  }
  if (query.view === "blocked") sets.push(await blockedRooms(db, orgIds));
  const [first, ...others] = sets;
  return first?.filter((id) => others.every((set) => set.includes(id)));
}

/** Rooms of these organisations that nothing can be sent to as things stand. The same truth as `blockedBy`. */
export async function blockedRooms(db: Executor, orgIds: readonly number[]): Promise<number[]> {
  if (orgIds.length === 0) return [];
  const bots = await db
    .select({
      id: kbBots.id,
      status: kbBots.status,
      deletedAt: kbBots.deletedAt,
      lastHealth: kbBots.lastHealth,
      breakerOpenUntil: kbBots.breakerOpenUntil,
    })
    .from(kbBots);
  const bad = bots
    .filter((bot) => bot.deletedAt || bot.status !== "approved" || isBotOffline(bot))
    .map((bot) => bot.id);
  const closed = await closedAmong(db, orgIds);
  const scheduled = db
    .selectDistinct({ id: s.roomRef })
    .from(s)
    .innerJoin(kbRooms, eq(kbRooms.id, s.roomRef))
    .where(
      and(
        inArray(s.ownerOrgId, [...orgIds]),
        isNotNull(s.nextSendAt),
        or(
          ne(kbRooms.status, "active"),
          isNotNull(kbRooms.deletedAt),
          closed.length > 0 ? inArray(s.ownerOrgId, closed) : undefined,
          bad.length > 0 ? inArray(kbRooms.botId, bad) : undefined,
        ),
      ),
    );
  return (await scheduled).map((row) => row.id);
}
