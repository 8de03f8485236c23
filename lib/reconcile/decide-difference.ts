import "server-only";
import { and, eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageLogs, messages } from "@/db/schema/messages";
import { orgs } from "@/db/schema/orgs";
import { differences } from "@/db/schema/reconcile";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { moveCounts } from "@/lib/messages/move-counts";
import { isConfirmed } from "@/lib/messages/status";
import type { ProviderRuntime } from "@/lib/recovery/ask-provider";
import { moveImported } from "./move-imported";
import type { DecideDifference } from "./schema";

/**
 * A person decides what stays in the ledger where the provider says something else. `theirs` moves a row that is there, with the
 * counters; what was settled for it stays settled. Where nothing of ours can become theirs (a row is missing here or there), the
 * decision is only that it was seen.
 * @throws AppError forbidden; not_found; conflict (recoveryBusy) where it has been decided or has changed
 */
export async function decideDifference(
  rt: Pick<ProviderRuntime, "db" | "clock">,
  actor: Actor,
  { id, decision }: DecideDifference,
): Promise<{ id: number; state: "applied" | "kept" }> {
  const at = await rt.clock();
  const state = decision === "theirs" ? ("applied" as const) : ("kept" as const);
  await retryDeadlocks(rt.db, async (tx) => {
    const [found] = await tx
      .select({ one: differences, path: orgs.path })
      .from(differences)
      .innerJoin(orgs, eq(orgs.id, differences.orgId))
      .where(and(eq(differences.id, id), inScope(scopeOf(actor))))
      .for("update");
    if (!found) throw new AppError("not_found");
    if (!can(actor, "coverage.recover", found.path)) throw new AppError("forbidden");
    const { one } = found;
    if (one.state !== "open") throw new AppError("conflict", { message: "recoveryBusy" });
    if (decision === "theirs" && one.logId !== null && one.theirs !== null) {
      const [message] = await tx.select().from(messages).where(eq(messages.id, one.messageId)).for("update");
      const [log] = await tx.select().from(messageLogs).where(eq(messageLogs.id, one.logId)).for("update");
      if (!message || !log || log.status !== one.ours) throw new AppError("conflict", { message: "recoveryBusy" });
      const confirmed =
        Number(isConfirmed(one.theirs, one.providerCode)) - Number(isConfirmed(log.status, log.providerCode));
      if (message.origin === "new")
        await moveCounts(tx, message.id, { [log.status]: -1, [one.theirs]: 1 }, at, confirmed);
      else await moveImported(tx, message, { from: log.status, to: one.theirs, confirmed });
      await tx
        .update(messageLogs)
        .set({ status: one.theirs, providerCode: one.providerCode, finalAt: at })
        .where(eq(messageLogs.id, log.id));
    }
    await tx
      .update(differences)
      .set({ state, decidedAt: at, decidedBy: actor.kind === "user" ? actor.userId : null })
      .where(eq(differences.id, id));
    const after = { decision, kind: one.kind, ours: one.ours, theirs: one.theirs };
    await writeAudit(tx, actor, at, {
      action: "coverage.decide",
      subject: `message:${one.messageId}`,
      orgId: one.orgId,
      after,
    });
  });
  return { id, state };
}
