import "server-only";
import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { apiTokens, sessions, users } from "@/db/schema/users";
import type { UserActor } from "./actor";
import { newSecret, secretHash } from "./token-hash";

/** Idle 30 minutes would sign people out over lunch at the counter; 8 hours idle, 14 days at most. */
const IDLE_MS = 8 * 3_600_000;
const ABSOLUTE_MS = 14 * 24 * 3_600_000;
/** A session row is touched at most this often. */
const TOUCH_MS = 60_000;

/** Opens a session and returns the id that goes into the JWT; only its hash is stored. */
export async function openSession(
  db: Executor,
  facts: { userId: number; ip: string | null; userAgent: string | null },
  now: Date,
): Promise<string> {
  const id = newSecret();
  await db.insert(sessions).values({
    idHash: secretHash(id),
    userId: facts.userId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + ABSOLUTE_MS),
    ip: facts.ip,
    userAgent: facts.userAgent?.slice(0, 255) ?? null,
  });
  return id;
}

const whoAmI = {
  userId: users.id,
  mbId: users.mbId,
  name: users.name,
  role: users.role,
  orgId: orgs.id,
  orgLevel: orgs.level,
  orgName: orgs.name,
  orgPath: orgs.path,
};

/** A disabled organisation stops everyone at and below it. Asks about the joined `orgs` row. */
export const orgIsOpen = sql<boolean>`not exists (select 1 from ${orgs} as a where a.status <> 'active' and ${orgs.path} like concat(a.path, '%'))`;

type Row = {
  userId: number;
  mbId: string;
  name: string;
  role: UserActor["role"];
  orgId: number;
  orgLevel: UserActor["org"]["level"];
  orgName: string;
  orgPath: string;
};

const toActor = (row: Row, via: UserActor["via"]): UserActor => ({
  kind: "user",
  userId: row.userId,
  mbId: row.mbId,
  name: row.name,
  role: row.role,
  org: { id: row.orgId, level: row.orgLevel, name: row.orgName, path: row.orgPath },
  via,
});

/** The person behind a session id as the database knows them now, or null: revoked, expired, disabled, closed organisation. */
export async function actorOfSession(db: Executor, sessionId: string, now: Date): Promise<UserActor | null> {
  const idHash = secretHash(sessionId);
  const [row] = await db
    .select({ ...whoAmI, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(orgs, eq(orgs.id, users.orgId))
    .where(and(eq(sessions.idHash, idHash), isLiveSession(now), eq(users.status, "active"), orgIsOpen));
  if (!row) return null;
  if (now.getTime() - row.lastSeenAt.getTime() > TOUCH_MS)
    await db
      .update(sessions)
      .set({ lastSeenAt: now })
      .where(and(eq(sessions.idHash, idHash), isNull(sessions.revokedAt)));
  return { ...toActor(row, "session"), sessionKey: idHash.toString("hex") };
}

/** The person behind an API token, under the same conditions. */
export async function actorOfToken(db: Executor, token: string, now: Date): Promise<UserActor | null> {
  const tokenHash = secretHash(token);
  const [row] = await db
    .select({ ...whoAmI, tokenId: apiTokens.id, lastUsedAt: apiTokens.lastUsedAt, expiresAt: apiTokens.expiresAt })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .innerJoin(orgs, eq(orgs.id, users.orgId))
    .where(and(eq(apiTokens.tokenHash, tokenHash), isNull(apiTokens.revokedAt), eq(users.status, "active"), orgIsOpen));
  if (!row || (row.expiresAt && row.expiresAt <= now)) return null;
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > TOUCH_MS)
    await db.update(apiTokens).set({ lastUsedAt: now }).where(eq(apiTokens.id, row.tokenId));
  return toActor(row, "token");
}

/** Ends one session by its id. */
export async function closeSession(db: Executor, sessionId: string, now: Date): Promise<void> {
  await db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.idHash, secretHash(sessionId)), isNull(sessions.revokedAt)));
}

/** Ends every session of a person, all but `exceptKey` where one is given. Returns how many. */
export async function closeSessionsOf(db: Executor, userId: number, now: Date, exceptKey?: string): Promise<number> {
  const [result] = await db
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        exceptKey ? ne(sessions.idHash, Buffer.from(exceptKey, "hex")) : undefined,
      ),
    );
  return result.affectedRows;
}

/** Condition of a session that can still be used. */
export const isLiveSession = (now: Date) =>
  and(
    isNull(sessions.revokedAt),
    gt(sessions.expiresAt, now),
    gt(sessions.lastSeenAt, new Date(now.getTime() - IDLE_MS)),
  );
