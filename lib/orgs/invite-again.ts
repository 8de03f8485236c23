import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can, mayGrant } from "@/lib/access/can";
import { noPassword } from "@/lib/access/password";
import { scopeOf } from "@/lib/access/scope";
import { closeSessionsOf } from "@/lib/access/sessions";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type Invitation, invitationFor } from "./invitation";
import { findUser } from "./people-queries";

/**
 * Takes a person's password away and answers, this once, a link with which they choose a new one. Ends their sessions;
 * an older link stops working.
 * @throws AppError not_found, forbidden, invalid (oneself, someone disabled)
 */
export async function inviteAgain(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  input: { id: number },
): Promise<Invitation> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, input.id)).for("update");
    const user = await findUser(tx, scopeOf(actor), input.id);
    if (!user) throw new AppError("not_found");
    if (!can(actor, "user.write", user.orgPath) || !mayGrant(actor, user.role)) throw new AppError("forbidden");
    if (actor.kind === "user" && actor.userId === user.id) throw invalid("id", "ownPasswordElsewhere");
    if (user.status !== "active") throw invalid("id", "userDisabled");
    const passwordHash = noPassword();
    await tx.update(users).set({ passwordHash, updatedAt: now }).where(eq(users.id, user.id));
    const endedSessions = await closeSessionsOf(tx, user.id, now);
    await writeAudit(tx, actor, now, {
      action: "user.invite",
      subject: `user:${user.id}`,
      orgId: user.orgId,
      after: { endedSessions },
    });
    return invitationFor(rt.env, { id: user.id, passwordHash }, now);
  });
}
