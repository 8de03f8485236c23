import "server-only";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import type { Executor } from "@/db/client";
import type { Certainty, LogStatus } from "@/db/enums";
import { kbScheduleLogParts, kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { encodeLogCursor } from "./log-cursor";
import { type LogDto, type LogPartRow, type LogRow, toLogDto } from "./log-dto";
import { type LogPath, type LogQuery, logPaths } from "./log-paths";

export type LogPage = { items: LogDto[]; nextCursor: string | null };

const requesters = alias(users, "requesters");
const deciders = alias(users, "deciders");

/** A page of the ledger, newest first; costs the same at any depth and any size (S2-94, S2-95, rulings 34). */
export async function listLogs(db: Executor, scope: OrgScope, query: LogQuery & { limit: number }): Promise<LogPage> {
  const paths = await logPaths(db, scope, query);
  if (paths.length === 0) return { items: [], nextCursor: null };
  const [rows] = await db.execute(headsOf(paths, query.limit + 1));
  const found = (rows as unknown as { id: number }[]).map((row) => Number(row.id));
  const ids = found.slice(0, query.limit);
  const items = await logsByIds(db, ids, sql`true`);
  const last = items.at(-1);
  const more = found.length > query.limit && last;
  return {
    items,
    nextCursor: more ? encodeLogCursor({ scheduledAt: new Date(last.scheduledAt), id: last.id }) : null,
  };
}

/** Occurrences of one schedule at one instant differ in kind, of which there are three. */
const TIES = 2;

/** The newest `limit` of several index walks, merged. */
export function headsOf(paths: readonly LogPath[], limit: number): SQL {
  const walk = ({ index, where, tie }: LogPath) => {
    const order = tie === "id" ? sql`${logs.id} desc` : sql`${logs.kind} desc`;
    const most = sql.raw(String(tie === "id" ? limit : limit + TIES));
    return sql`(select id, scheduled_at from ${logs} force index (${sql.raw(index)}) where ${where} order by ${logs.scheduledAt} desc, ${order} limit ${most})`;
  };
  const [only, ...others] = paths;
  if (only?.tie === "id" && others.length === 0) return walk(only);
  // One walk alone would be cut by its own brackets on some servers; the derived table reads the same for any number.
  return sql`select id, scheduled_at from (${sql.join(paths.map(walk), sql` union all `)}) as heads order by scheduled_at desc, id desc limit ${sql.raw(String(limit))}`;
}

/** One occurrence with its parts, or null when there is none in scope. */
export async function findLog(db: Executor, scope: OrgScope, id: number): Promise<LogDto | null> {
  const [log] = await logsByIds(db, [id], inScope(scope));
  return log ?? null;
}

/**
 * The occurrences of one schedule, a deleted one too: its evidence stays (C-48).
 * @throws AppError not_found, the same for a foreign and an absent schedule
 */
export async function listScheduleLogs(
  db: Executor,
  scope: OrgScope,
  { id, ...query }: LogQuery & { id: number; limit: number },
): Promise<LogPage> {
  const [schedule] = await db
    .select({ id: kbSchedule.id })
    .from(kbSchedule)
    .innerJoin(orgs, eq(orgs.id, kbSchedule.ownerOrgId))
    .where(and(eq(kbSchedule.id, id), inScope(scope)));
  if (!schedule) throw new AppError("not_found");
  return listLogs(db, scope, { ...query, scheduleId: id });
}

async function logsByIds(db: Executor, ids: readonly number[], where: SQL): Promise<LogDto[]> {
  if (ids.length === 0) return [];
  const [rows, parts] = await Promise.all([
    db
      .select({
        log: logs,
        scheduleTitle: kbSchedule.title,
        roomName: kbRooms.name,
        orgName: orgs.name,
        requesterName: requesters.name,
        deciderName: deciders.name,
      })
      .from(logs)
      .innerJoin(kbSchedule, eq(kbSchedule.id, logs.scheduleId))
      .innerJoin(kbRooms, eq(kbRooms.id, logs.roomRef))
      .innerJoin(orgs, eq(orgs.id, logs.orgId))
      .leftJoin(requesters, eq(requesters.id, logs.requestedBy))
      .leftJoin(deciders, eq(deciders.id, logs.decidedBy))
      .where(and(inArray(logs.id, [...ids]), where)),
    db
      .select()
      .from(kbScheduleLogParts)
      .where(inArray(kbScheduleLogParts.logId, [...ids]))
      .orderBy(asc(kbScheduleLogParts.logId), asc(kbScheduleLogParts.seq)),
  ]);
  const rowOf = new Map<number, LogRow>(rows.map((row) => [row.log.id, row]));
  const partsOf = new Map<number, LogPartRow[]>();
  for (const part of parts) partsOf.set(part.logId, [...(partsOf.get(part.logId) ?? []), part]);
  return ids.flatMap((id) => {
    const row = rowOf.get(id);
    return row ? [toLogDto(row, partsOf.get(id) ?? [])] : [];
  });
}

export type LogTally = { counts: { status: LogStatus; certainty: Certainty | null; count: number }[]; isCut: boolean };

/** Enough to be exact for weeks of a large franchise, little enough to answer at once over years. */
const TALLY_MAX = 20_000;

/** How many occurrences have which status, whatever `status` the query asks for; counting stops at 20,000. */
export async function tallyLogs(db: Executor, scope: OrgScope, query: LogQuery): Promise<LogTally> {
  const paths = await logPaths(db, scope, { ...query, status: undefined, look: undefined, cursor: undefined });
  if (paths.length === 0) return { counts: [], isCut: false };
  const each = paths.map(
    ({ index, where }) =>
      sql`(select ${logs.status}, ${logs.certainty} from ${logs} force index (${sql.raw(index)}) where ${where} limit ${sql.raw(String(TALLY_MAX))})`,
  );
  const [rows] = await db.execute(
    sql`select status, certainty, count(*) as n from (${sql.join(each, sql` union all `)}) as found group by status, certainty`,
  );
  const counts = (rows as unknown as { status: LogStatus; certainty: Certainty | null; n: number }[]).map((row) => ({
    status: row.status,
    certainty: row.certainty,
    count: Number(row.n),
  }));
  return { counts, isCut: counts.reduce((sum, row) => sum + row.count, 0) >= TALLY_MAX };
}
