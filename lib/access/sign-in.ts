import "server-only";
import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import { AppError } from "@/lib/errors";
import type { Clock } from "@/lib/time/clock";
import type { RequestFacts } from "./actor";
import { writeAudit } from "./audit";
import { verifyPassword } from "./password";
import { actorOfSession, openSession } from "./sessions";
import { countFailure, forgetFailures, signInWaitMs } from "./sign-in-guard";

type Access = { db: Db; clock: Clock; secret: string };
type Attempt = { mbId: string; password: string; userAgent: string | null; request: RequestFacts };

/**
 * Checks an id and password and opens a session. Returns the session id for the JWT.
 * @throws AppError unauthenticated: `signInWrong` (also for unknown, disabled, closed) or `signInWait` with minutes while throttled
 */
export async function signIn(rt: Access, attempt: Attempt): Promise<string> {
  const now = await rt.clock();
  const ip = attempt.request.ip ?? "unknown";
  const waitMs = await signInWaitMs(rt.db, rt.secret, attempt.mbId, ip, now);
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000);
    throw new AppError("unauthenticated", { message: "signInWait", params: { seconds }, retryAfterSeconds: seconds });
  }
  const [user] = await rt.db
    .select({ id: users.id, hash: users.passwordHash, orgId: orgs.id })
    .from(users)
    .innerJoin(orgs, eq(orgs.id, users.orgId))
    .where(eq(users.mbId, attempt.mbId));
  const right = await verifyPassword(user?.hash ?? null, attempt.password);
  const sessionId =
    user && right
      ? await openSession(rt.db, { userId: user.id, ip: attempt.request.ip, userAgent: attempt.userAgent }, now)
      : null;
  // Asked through the same road as every later request: disabled people and closed organisations end here too.
  const actor = sessionId ? await actorOfSession(rt.db, sessionId, now) : null;
  if (!sessionId || !actor) {
    await countFailure(rt.db, rt.secret, attempt.mbId, ip, now);
    throw new AppError("unauthenticated", { message: "signInWrong" });
  }
  await rt.db.transaction(async (tx) => {
    await forgetFailures(tx, rt.secret, attempt.mbId, ip);
    await tx.update(users).set({ lastLoginAt: now }).where(eq(users.id, actor.userId));
    await writeAudit(tx, { ...actor, request: attempt.request }, now, {
      action: "session.open",
      subject: `user:${actor.userId}`,
    });
  });
  return sessionId;
}
