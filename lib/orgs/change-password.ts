import "server-only";
import { and, eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { hashPassword, verifyPassword } from "@/lib/access/password";
import { closeSessionsOf } from "@/lib/access/sessions";
import { admitTry, forgive, type Try } from "@/lib/access/sign-in-guard";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { mustNotBePersonal } from "./person-checks";
import type { PasswordChange } from "./schema";

/**
 * Changes the actor's own password and signs them out everywhere else. Guessing the current one is slowed like signing in.
 * @throws AppError invalid at `currentPassword` or `newPassword`, rate_limited
 */
export async function changePassword(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: UserActor,
  input: PasswordChange,
): Promise<{ endedSessions: number }> {
  const now = await rt.clock();
  const secret = rt.env.LOOKUP_KEY;
  const asOwner: Try = { mbId: actor.mbId, ip: null, device: "change-password", isKnownPlace: true };
  const waitMs = await admitTry(rt.db, secret, asOwner, now);
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000);
    throw new AppError("rate_limited", { message: "signInWait", params: { seconds }, retryAfterSeconds: seconds });
  }
  const [row] = await rt.db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, actor.userId));
  if (!row || !(await verifyPassword(row.hash, input.currentPassword)))
    throw invalid("currentPassword", "passwordWrong");
  await forgive(rt.db, secret, asOwner);
  mustNotBePersonal(input.newPassword, [actor.mbId, actor.name, actor.org.name], "newPassword");
  if (await verifyPassword(row.hash, input.newPassword)) throw invalid("newPassword", "passwordSame");
  const passwordHash = await hashPassword(input.newPassword);

  return retryDeadlocks(rt.db, async (tx) => {
    const [result] = await tx
      .update(users)
      .set({ passwordHash, updatedAt: now })
      .where(and(eq(users.id, actor.userId), eq(users.passwordHash, row.hash)));
    if (result.affectedRows !== 1) throw new AppError("conflict");
    const endedSessions = await closeSessionsOf(tx, actor.userId, now, actor.sessionKey);
    await writeAudit(tx, actor, now, {
      action: "user.changePassword",
      subject: `user:${actor.userId}`,
      after: { endedSessions },
    });
    return { endedSessions };
  });
}
