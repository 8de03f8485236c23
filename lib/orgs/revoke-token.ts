import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { apiTokens } from "@/db/schema/users";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";

/**
 * Ends one of the actor's own API tokens for good.
 * @throws AppError not_found for somebody else's, a revoked and an absent one alike
 */
export async function revokeToken(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  input: { id: number },
): Promise<void> {
  const now = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const mine = and(eq(apiTokens.id, input.id), eq(apiTokens.userId, actor.userId), isNull(apiTokens.revokedAt));
    const [row] = await tx.select({ name: apiTokens.name }).from(apiTokens).where(mine);
    const [result] = await tx.update(apiTokens).set({ revokedAt: now }).where(mine);
    if (!row || result.affectedRows !== 1) throw new AppError("not_found");
    await writeAudit(tx, actor, now, {
      action: "token.revoke",
      subject: `token:${input.id}`,
      before: { name: row.name },
    });
  });
}
