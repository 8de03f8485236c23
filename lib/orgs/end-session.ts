import "server-only";
import { and, eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { sessions } from "@/db/schema/users";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { isLiveSession } from "@/lib/access/sessions";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";

/**
 * Signs the actor out of one place.
 * @throws AppError not_found for somebody else's, an ended and an absent one alike
 */
export async function endSession(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  input: { id: string },
): Promise<void> {
  const now = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const [result] = await tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(
        and(eq(sessions.idHash, Buffer.from(input.id, "hex")), eq(sessions.userId, actor.userId), isLiveSession(now)),
      );
    if (result.affectedRows !== 1) throw new AppError("not_found");
    await writeAudit(tx, actor, now, { action: "session.close", subject: `user:${actor.userId}` });
  });
}
