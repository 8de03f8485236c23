import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import { AppError } from "@/lib/errors";
import type { Clock } from "@/lib/time/clock";
import type { RequestFacts } from "./actor";
import { writeAudit } from "./audit";
import { openDevice, sealDevice } from "./device-cookie";
import { hashPassword, needsRehash, verifyPassword } from "./password";
import { actorOfSession, openSession, orgIsOpen } from "./sessions";
import { admitTry, forgive, hasSignedInFrom, type Try } from "./sign-in-guard";

type Access = { db: Db; clock: Clock; secret: string };
type Attempt = {
  mbId: string;
  password: string;
  userAgent: string | null;
  /** What the browser kept from an earlier sign-in. */
  deviceCookie?: string | undefined;
  request: RequestFacts;
};
export type SignedIn = { sessionId: string; deviceCookie: string };

/** Ids are kept in small letters: a phone that capitalises the first one still signs in. */
export const canonicalMbId = (mbId: string): string => mbId.trim().toLowerCase();

/**
 * Checks an id and password and opens a session; its id goes into the JWT.
 * @throws AppError unauthenticated: `signInWrong` (also for unknown, disabled, closed) or `signInWait` with seconds while throttled
 */
export async function signIn(rt: Access, attempt: Attempt): Promise<SignedIn> {
  const now = await rt.clock();
  const mbId = canonicalMbId(attempt.mbId);
  const { ip } = attempt.request;
  const user = await accountOf(rt.db, mbId);
  const device = openDevice(rt.secret, mbId, attempt.deviceCookie);
  // Asked for an unknown id too, so that the time tells nothing.
  const isKnownAddress = await hasSignedInFrom(rt.db, user?.id ?? 0, ip, now);
  const isKnownPlace = device !== null || isKnownAddress;
  const given: Try = { mbId, ip, device, isKnownPlace };

  const waitMs = await admitTry(rt.db, rt.secret, given, now);
  if (waitMs > 0) throw throttled(waitMs);
  const isRight = await verifyPassword(user?.hash ?? null, attempt.password);
  if (!user || !isRight || user.status !== "active" || !user.isOpen) {
    if (user)
      await writeAudit(rt.db, { kind: "system", job: "sign-in" }, now, {
        action: "session.refuse",
        subject: `user:${user.id}`,
        orgId: user.orgId,
        request: attempt.request,
      });
    throw new AppError("unauthenticated", { message: "signInWrong" });
  }

  const rehashed = needsRehash(user.hash) ? await hashPassword(attempt.password) : null;
  const sessionId = await retryDeadlocks(rt.db, async (tx) => {
    const id = await openSession(tx, { userId: user.id, ip, userAgent: attempt.userAgent }, now);
    const actor = await actorOfSession(tx, id, now);
    // Disabled or moved between the two questions: the newer answer counts, and nothing of this is kept.
    if (!actor) throw new AppError("unauthenticated", { message: "signInWrong" });
    await forgive(tx, rt.secret, given);
    await tx.update(users).set({ lastLoginAt: now }).where(eq(users.id, user.id));
    if (rehashed)
      await tx
        .update(users)
        .set({ passwordHash: rehashed })
        .where(and(eq(users.id, user.id), eq(users.passwordHash, user.hash)));
    await writeAudit(tx, { ...actor, request: attempt.request }, now, {
      action: "session.open",
      subject: `user:${user.id}`,
    });
    return id;
  });
  return { sessionId, deviceCookie: sealDevice(rt.secret, mbId) };
}

/** Refusal of a try that has to wait, with the seconds left. */
export function throttled(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1000);
  return new AppError("unauthenticated", { message: "signInWait", params: { seconds }, retryAfterSeconds: seconds });
}

/** Ids are ASCII, and the database refuses to compare them with anything else. */
async function accountOf(db: Db, mbId: string) {
  if (!/^[\x21-\x7e]+$/.test(mbId)) return undefined;
  const [user] = await db
    .select({
      id: users.id,
      orgId: users.orgId,
      hash: users.passwordHash,
      status: users.status,
      isOpen: orgIsOpen.mapWith(Boolean),
    })
    .from(users)
    .innerJoin(orgs, eq(orgs.id, users.orgId))
    .where(eq(users.mbId, mbId));
  return user;
}
