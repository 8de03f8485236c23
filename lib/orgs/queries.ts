import "server-only";
import { and, asc, eq, gt, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AnyMySqlColumn } from "drizzle-orm/mysql-core";
import type { Executor } from "@/db/client";
import type { OrgLevel, OrgStatus } from "@/db/enums";
import { type LimitOverrides, orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { users } from "@/db/schema/users";
import { pathIds } from "@/lib/access/org-path";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { fromCursor, pageOf } from "./cursor";
import type { OrgFilter } from "./schema";
import type { TreeOrg } from "./tree";

export type OrgDto = {
  id: number;
  level: OrgLevel;
  code: string;
  name: string;
  parentId: number | null;
  path: string;
  status: OrgStatus;
  limits: LimitOverrides | null;
  createdAt: string;
  updatedAt: string;
};

export const toOrgDto = (row: typeof orgs.$inferSelect): OrgDto => ({
  ...row,
  createdAt: row.createdAt!.toISOString(),
  updatedAt: row.updatedAt!.toISOString(),
});

/** True where one of the columns contains what a person typed. Keys are ASCII and are compared as text here. */
export function contains(text: string, ...columns: AnyMySqlColumn[]): SQL | undefined {
  const pattern = `%${text
    .trim()
    .normalize("NFC")
    .replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ...columns.map((column) => sql`convert(${column} using utf8mb4) collate utf8mb4_unicode_520_ci like ${pattern}`),
  );
}

/** Organisations in tree order (a parent before what is below it), page by page. */
export async function listOrgs(db: Executor, scope: OrgScope, filter: OrgFilter) {
  const conditions: (SQL | undefined)[] = [inScope(scope)];
  if (filter.cursor) conditions.push(gt(orgs.path, fromCursor(filter.cursor, /^\/(\d+\/)+$/)));
  if (filter.under) {
    const top = await findOrg(db, scope, filter.under);
    conditions.push(sql`${orgs.path} like ${`${top?.path ?? "none"}%`}`);
  }
  if (filter.level) conditions.push(eq(orgs.level, filter.level));
  if (filter.status) conditions.push(eq(orgs.status, filter.status));
  if (filter.q?.trim()) conditions.push(contains(filter.q, orgs.name, orgs.code));
  const rows = await db
    .select()
    .from(orgs)
    .where(and(...conditions))
    .orderBy(asc(orgs.path))
    .limit(filter.limit + 1);
  return pageOf(rows.map(toOrgDto), filter.limit, (row) => row.path);
}

/** One organisation in scope, or null. */
export async function findOrg(db: Executor, scope: OrgScope, id: number) {
  const [row] = await db
    .select()
    .from(orgs)
    .where(and(inScope(scope), eq(orgs.id, id)));
  return row ?? null;
}

/** @throws AppError not_found, the same for foreign and absent */
export async function getOrg(db: Executor, scope: OrgScope, id: number): Promise<OrgDto> {
  const row = await findOrg(db, scope, id);
  if (!row) throw new AppError("not_found");
  return toOrgDto(row);
}

/** The whole tree in scope with what each organisation owns, for the tree and every picker of organisations. */
export async function orgTree(db: Executor, scope: OrgScope): Promise<TreeOrg[]> {
  const { id, level, code, name, parentId, path, status } = orgs;
  const [rows, rooms, people] = await Promise.all([
    db.select({ id, level, code, name, parentId, path, status }).from(orgs).where(inScope(scope)),
    db
      .select({ orgId: kbRooms.ownerOrgId, n: sql<number>`count(*)`.mapWith(Number) })
      .from(kbRooms)
      .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
      .where(and(inScope(scope), sql`${kbRooms.deletedAt} is null`))
      .groupBy(kbRooms.ownerOrgId),
    db
      .select({ orgId: users.orgId, n: sql<number>`count(*)`.mapWith(Number) })
      .from(users)
      .innerJoin(orgs, eq(orgs.id, users.orgId))
      .where(and(inScope(scope), eq(users.status, "active")))
      .groupBy(users.orgId),
  ]);
  const counted = (list: { orgId: number; n: number }[]) => new Map(list.map((row) => [row.orgId, row.n]));
  const [roomsOf, peopleOf] = [counted(rooms), counted(people)];
  return rows.map((row) => ({ ...row, rooms: roomsOf.get(row.id) ?? 0, people: peopleOf.get(row.id) ?? 0 }));
}

/** Names along a path from the top down, as far as the reader may see. */
export async function namesOnPath(db: Executor, scope: OrgScope, path: string) {
  const ids = pathIds(path);
  const rows = await db
    .select({ id: orgs.id, name: orgs.name, level: orgs.level, limits: orgs.limits, status: orgs.status })
    .from(orgs)
    .where(and(inScope(scope), inArray(orgs.id, ids)));
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}
