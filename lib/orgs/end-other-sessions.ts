import "server-only";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { closeSessionsOf } from "@/lib/access/sessions";
import type { Runtime } from "@/lib/runtime";

/** Signs the actor out everywhere but here; with an API token, everywhere. */
export async function endOtherSessions(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
): Promise<{ endedSessions: number }> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const endedSessions = await closeSessionsOf(tx, actor.userId, now, actor.sessionKey);
    if (endedSessions)
      await writeAudit(tx, actor, now, {
        action: "session.closeOthers",
        subject: `user:${actor.userId}`,
        after: { endedSessions },
      });
    return { endedSessions };
  });
}
