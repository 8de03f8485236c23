import "server-only";
import { and, asc, desc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Role, UserStatus } from "@/db/enums";
import { orgs } from "@/db/schema/orgs";
import { apiTokens, sessions, users } from "@/db/schema/users";
import type { UserActor } from "@/lib/access/actor";
import { lacksPassword } from "@/lib/access/password";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { isLiveSession } from "@/lib/access/sessions";
import { canonicalMbId } from "@/lib/access/sign-in";
import { AppError } from "@/lib/errors";
import { fromCursor, pageOf } from "./cursor";
import { contains, findOrg } from "./queries";
import type { UserFilter } from "./schema";

export type UserDto = {
  id: number;
  mbId: string;
  name: string;
  orgId: number;
  orgName: string;
  role: Role;
  status: UserStatus;
  /** Invited, and has not chosen a password yet. */
  isInvited: boolean;
  lastLoginAt: string | null;
  createdAt: string;
  updatedAt: string;
};

const columns = {
  id: users.id,
  mbId: users.mbId,
  name: users.name,
  orgId: users.orgId,
  orgName: orgs.name,
  orgPath: orgs.path,
  orgLevel: orgs.level,
  role: users.role,
  status: users.status,
  passwordHash: users.passwordHash,
  lastLoginAt: users.lastLoginAt,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
};

const read = (db: Executor) => db.select(columns).from(users).innerJoin(orgs, eq(orgs.id, users.orgId));
export type UserRow = Awaited<ReturnType<typeof read>>[number];

/** The hash stays here. */
export const toUserDto = (row: UserRow): UserDto => ({
  id: row.id,
  mbId: row.mbId,
  name: row.name,
  orgId: row.orgId,
  orgName: row.orgName,
  role: row.role,
  status: row.status,
  isInvited: lacksPassword(row.passwordHash),
  lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
  createdAt: row.createdAt!.toISOString(),
  updatedAt: row.updatedAt!.toISOString(),
});

/** People in scope by id, page by page. */
export async function listUsers(db: Executor, scope: OrgScope, filter: UserFilter) {
  const conditions: (SQL | undefined)[] = [inScope(scope)];
  if (filter.cursor) conditions.push(gt(users.id, Number(fromCursor(filter.cursor, /^\d{1,15}$/))));
  if (filter.orgId) {
    const top = await findOrg(db, scope, filter.orgId);
    conditions.push(sql`${orgs.path} like ${`${top?.path ?? "none"}%`}`);
  }
  if (filter.role) conditions.push(eq(users.role, filter.role));
  if (filter.status) conditions.push(eq(users.status, filter.status));
  if (filter.q?.trim()) conditions.push(contains(filter.q, users.name, users.mbId));
  const rows = await read(db)
    .where(and(...conditions))
    .orderBy(asc(users.id))
    .limit(filter.limit + 1);
  return pageOf(rows.map(toUserDto), filter.limit, (row) => row.id);
}

/** Who belongs to one organisation itself: those who can sign in first, then by name. */
export async function peopleOf(db: Executor, scope: OrgScope, orgId: number): Promise<UserDto[]> {
  const rows = await read(db)
    .where(and(inScope(scope), eq(users.orgId, orgId)))
    .orderBy(asc(users.status), asc(users.role), asc(users.name))
    .limit(500);
  return rows.map(toUserDto);
}

/** One person in scope, or null. For use cases: the row carries the hash. */
export async function findUser(db: Executor, scope: OrgScope, id: number): Promise<UserRow | null> {
  const [row] = await read(db).where(and(inScope(scope), eq(users.id, id)));
  return row ?? null;
}

/** @throws AppError not_found, the same for foreign and absent */
export async function getUser(db: Executor, scope: OrgScope, id: number): Promise<UserDto> {
  const row = await findUser(db, scope, id);
  if (!row) throw new AppError("not_found");
  return toUserDto(row);
}

export type SessionDto = {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  ip: string | null;
  userAgent: string | null;
  isCurrent: boolean;
};

/** Where the actor is signed in now, this place first. */
export async function mySessions(db: Executor, actor: UserActor, now: Date): Promise<SessionDto[]> {
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, actor.userId), isLiveSession(now)))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(200);
  return rows
    .map((row) => ({
      id: row.idHash.toString("hex"),
      createdAt: row.createdAt!.toISOString(),
      lastSeenAt: row.lastSeenAt!.toISOString(),
      ip: row.ip,
      userAgent: row.userAgent,
      isCurrent: row.idHash.toString("hex") === actor.sessionKey,
    }))
    .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

export type TokenDto = {
  id: number;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
};

export const toTokenDto = (row: Omit<typeof apiTokens.$inferSelect, "tokenHash">): TokenDto => ({
  id: row.id,
  name: row.name,
  createdAt: row.createdAt!.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
});

/** The actor's own tokens that are not revoked, newest first; expired ones are listed too. */
export async function myTokens(db: Executor, actor: UserActor): Promise<TokenDto[]> {
  const rows = await db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.userId, actor.userId), isNull(apiTokens.revokedAt)))
    .orderBy(desc(apiTokens.id));
  return rows.map(toTokenDto);
}

/** The actor themselves, with their organisation's level. */
export async function whoAmI(db: Executor, actor: UserActor) {
  const [row] = await read(db).where(eq(users.id, actor.userId));
  if (!row) throw new AppError("unauthenticated");
  return { ...toUserDto(row), orgLevel: row.orgLevel };
}

/** One person by the id they sign in with. Without a scope: for the terminal alone. */
export async function findUserByMbId(db: Executor, mbId: string): Promise<Pick<UserRow, "id" | "status"> | null> {
  const canonical = canonicalMbId(mbId);
  if (!/^[\x21-\x7e]+$/.test(canonical)) return null;
  const [row] = await db.select({ id: users.id, status: users.status }).from(users).where(eq(users.mbId, canonical));
  return row ?? null;
}
