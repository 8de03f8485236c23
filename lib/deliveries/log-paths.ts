import "server-only";
import { and, eq, inArray, like, not, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { LogKind, LogStatus } from "@/db/enums";
import { kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { type OrgScope, orgIdsIn } from "@/lib/access/scope";
import type { LogCursor } from "./log-cursor";
import { type LogLook, lookFilter } from "./look";

export type LogQuery = {
  status?: LogStatus[] | undefined;
  look?: LogLook | undefined;
  kind?: LogKind | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Organisations with everything below them. */
  orgId?: number[] | undefined;
  roomId?: number | undefined;
  scheduleId?: number | undefined;
  search?: string | undefined;
  cursor?: LogCursor | undefined;
};

/** One way into the ledger that an index already keeps in the order people read it: newest first. */
export type LogPath = {
  index: string;
  where: SQL;
  /** What the index keeps after the time. Kinds differ only between at most three occurrences of one instant. */
  tie: "id" | "kind";
};

/** More ways than this cost more than walking one index and leaving out what doesn't match. */
const MAX_PATHS = 300;
const MAX_SEARCH_HITS = 200;

/**
 * The index walks whose merged heads are a page of the ledger, none of them a sort (rulings 34): per organisation, per
 * status, or per schedule or room where one is named or searched for. Empty when nothing can match.
 */
export async function logPaths(db: Executor, scope: OrgScope, query: LogQuery): Promise<LogPath[]> {
  const orgIds = query.orgId
    ? [...new Set((await Promise.all(query.orgId.map((id) => orgIdsIn(db, scope, id)))).flat())]
    : await orgIdsIn(db, scope);
  if (orgIds.length === 0) return [];
  const everyOrg = query.orgId === undefined && !(await hasOrgOutside(db, scope));
  const ofOrgs = everyOrg ? undefined : inArray(logs.orgId, orgIds);
  const look = query.look ? lookFilter(query.look) : null;
  const ofRoom = query.roomId === undefined ? undefined : eq(logs.roomRef, query.roomId);
  const rest = [
    query.kind && eq(logs.kind, query.kind),
    look && look.isDelivered !== null ? sql`(${logs.certainty} <=> 'delivered') = ${look.isDelivered}` : undefined,
    query.from && sql`${logs.scheduledAt} >= ${query.from}`,
    query.to && sql`${logs.scheduledAt} <= ${query.to}`,
    query.cursor && before(query.cursor),
  ];
  const path = (index: string, ...where: (SQL | undefined)[]): LogPath => ({
    index,
    where: and(...where, ...rest) ?? sql`true`,
    tie: index === "uq_logs_occurrence" ? "kind" : "id",
  });

  const scheduleIds = await schedulesMeant(db, orgIds, query);
  const asked = query.status?.length ? query.status : undefined;
  const status = look ? look.status.filter((word) => asked?.includes(word) ?? true) : asked;
  const ofStatus = status && inArray(logs.status, status);
  if (scheduleIds)
    return scheduleIds.map((id) => path("uq_logs_occurrence", eq(logs.scheduleId, id), ofRoom, ofOrgs, ofStatus));
  if (ofRoom) return [path("ix_logs_room_scheduled", ofRoom, ofOrgs, ofStatus)];
  if (everyOrg)
    return status ? status.map((word) => path("idx_logs_status", eq(logs.status, word))) : [path("ix_logs_scheduled")];
  if (orgIds.length * (status?.length ?? 1) > MAX_PATHS) return [path("ix_logs_scheduled", ofOrgs, ofStatus)];
  return orgIds.flatMap((orgId) =>
    status
      ? status.map((word) => path("ix_logs_org_status", eq(logs.orgId, orgId), eq(logs.status, word)))
      : [path("ix_logs_org", eq(logs.orgId, orgId))],
  );
}

const before = ({ scheduledAt, id }: LogCursor) =>
  sql`${logs.scheduledAt} <= ${scheduledAt} and (${logs.scheduledAt} < ${scheduledAt} or ${logs.id} < ${id})`;

async function hasOrgOutside(db: Executor, scope: OrgScope): Promise<boolean> {
  const [row] = await db
    .select({ id: orgs.id })
    .from(orgs)
    .where(not(like(orgs.path, `${scope.path}%`)))
    .limit(1);
  return row !== undefined;
}

/** Schedules a query names or searches for by title or room; undefined when it does neither. */
async function schedulesMeant(db: Executor, orgIds: number[], query: LogQuery): Promise<number[] | undefined> {
  if (query.scheduleId !== undefined) return [query.scheduleId];
  if (query.search === undefined) return undefined;
  const pattern = `%${query.search.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await db
    .select({ id: kbSchedule.id })
    .from(kbSchedule)
    .innerJoin(kbRooms, eq(kbRooms.id, kbSchedule.roomRef))
    .where(
      and(inArray(kbSchedule.ownerOrgId, orgIds), or(like(kbSchedule.title, pattern), like(kbRooms.name, pattern))),
    )
    .orderBy(sql`${kbSchedule.id} desc`)
    .limit(MAX_SEARCH_HITS);
  return rows.map((row) => row.id);
}
