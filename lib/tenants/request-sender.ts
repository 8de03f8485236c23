import "server-only";
import { and, eq } from "drizzle-orm";
import { isDuplicateKey } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { tenantSenders } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { maskNumber } from "@/lib/transports/phone-number";
import { lockTenant, readBack } from "./lock-tenant";
import type { TenantDto } from "./queries";
import type { SenderRequest } from "./schema";
import { mayRequestAgain, standingOf } from "./sender-status";

/**
 * Asks headquarters to let a tenant send from a number (rulings 26). One that was refused or has run out may be asked for again.
 * @throws AppError not_found; forbidden; invalid at number where it already waits or works
 */
export async function requestSender(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, number, label }: SenderRequest,
): Promise<TenantDto> {
  const now = await rt.clock();
  const requestedBy = actor.kind === "user" ? actor.userId : null;
  return retryDeadlocks(rt.db, async (tx) => {
    const tenant = await lockTenant(tx, actor, id, "sender.request");
    const [known] = await tx
      .select()
      .from(tenantSenders)
      .where(and(eq(tenantSenders.tenantId, id), eq(tenantSenders.number, number)))
      .for("update");
    if (known && !mayRequestAgain(standingOf(known, now))) throw invalid("number", "senderTaken");
    const asked = { label, status: "pending" as const, reason: null, requestedBy, updatedAt: now };
    if (known)
      await tx
        .update(tenantSenders)
        .set({ ...asked, decidedBy: null, verifiedAt: null, expiresAt: null })
        .where(eq(tenantSenders.id, known.id));
    else
      await tx
        .insert(tenantSenders)
        .values({ tenantId: id, number, ...asked, createdAt: now })
        .catch((error: unknown) => {
          throw isDuplicateKey(error) ? invalid("number", "senderTaken") : error;
        });
    await writeAudit(tx, actor, now, {
      action: "sender.request",
      subject: `tenant:${id}`,
      orgId: tenant.orgId,
      ...(known && { before: { status: known.status } }),
      after: { number: maskNumber(number), label, status: "pending" },
    });
    return readBack(tx, actor, id, now);
  });
}
