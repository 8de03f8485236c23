import "server-only";
import { and, eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { maskNumber } from "@/lib/transports/phone-number";
import { lockTenant, readBack } from "./lock-tenant";
import type { TenantDto } from "./queries";
import type { SenderDecision } from "./schema";
import { isUsable, maySenderBecome, standingOf } from "./sender-status";

/**
 * Headquarters verifies, refuses or takes back a number. The first one that works becomes what the tenant sends from, and one
 * that stops working no longer is: a tenant's number is always one of its verified ones (C-18).
 * @throws AppError not_found; forbidden; invalid at status (no step from where it stands), reason (a refusal without one) or
 * expiresAt (over already)
 */
export async function decideSender(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, senderId, status, reason, expiresAt }: SenderDecision,
): Promise<TenantDto> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const tenant = await lockTenant(tx, actor, id, "sender.verify");
    const [sender] = await tx
      .select()
      .from(tenantSenders)
      .where(and(eq(tenantSenders.id, senderId), eq(tenantSenders.tenantId, id)))
      .for("update");
    if (!sender) throw new AppError("not_found");
    if (!maySenderBecome(standingOf(sender, now), status)) throw invalid("status", "senderStatusStep");
    const isRefusal = status === "rejected" || status === "revoked";
    if (isRefusal && reason === null) throw invalid("reason", "senderReasonRequired");
    const until = expiresAt === undefined ? sender.expiresAt : expiresAt === null ? null : new Date(expiresAt);
    const after = { status, reason, expiresAt: until };
    if (status === "verified" && !isUsable(after, now)) throw invalid("expiresAt", "senderExpiresPast");
    await tx
      .update(tenantSenders)
      .set({
        ...after,
        decidedBy: actor.kind === "user" ? actor.userId : null,
        ...(status === "verified" && sender.status !== "verified" && { verifiedAt: now }),
        updatedAt: now,
      })
      .where(eq(tenantSenders.id, senderId));
    const isDefault = tenant.messagingSender === sender.number;
    const messagingSender =
      status === "verified" ? (tenant.messagingSender ?? sender.number) : isDefault ? null : tenant.messagingSender;
    if (messagingSender !== tenant.messagingSender)
      await tx
        .update(tenants)
        .set({ messagingSender, version: tenant.version + 1, updatedAt: now })
        .where(eq(tenants.id, id));
    await writeAudit(tx, actor, now, {
      action: `sender.${status}`,
      subject: `tenant:${id}`,
      orgId: tenant.orgId,
      before: { number: maskNumber(sender.number), status: sender.status },
      after: { status, reason, expiresAt: until, isDefault: messagingSender === sender.number },
    });
    return readBack(tx, actor, id, now);
  });
}
