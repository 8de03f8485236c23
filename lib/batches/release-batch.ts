import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Db, Executor } from "@/db/client";
import type { BatchPhase } from "@/db/enums";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import { CANCEL_REQUESTED } from "@/lib/messages/status";
import { type ParkReason, parkTenant } from "@/lib/tenants/park-tenant";
import { type HoldReason, isForPerson, RECHECK_MS } from "./hold-reasons";
import type { BatchLease } from "./lease";
import { recordEvents } from "./record-events";

const FREE = { leaseOwner: null, leaseToken: null, leaseUntil: null };
const mine = ({ batchId, token }: BatchLease) => and(eq(sendBatches.id, batchId), eq(sendBatches.leaseToken, token));

const keepRequest = (reason: HoldReason) =>
  sql`if(${sendBatches.heldReason} = ${CANCEL_REQUESTED}, ${CANCEL_REQUESTED}, ${reason})`;

export type PutOff = { until: Date; event: string; code?: string | null; detail?: string | null; at: Date };

/** Gives a batch back to be gone on with at `until`; what it waits for is told. */
export async function putOffBatch(db: Executor, lease: BatchLease, { until, ...told }: PutOff): Promise<void> {
  const [done] = await db
    .update(sendBatches)
    .set({ ...FREE, availableAt: until, publishedAt: null, detail: told.detail ?? told.code ?? told.event })
    .where(mine(lease));
  if (done.affectedRows > 0) await recordEvents(db, [{ batchId: lease.batchId, layer: "worker", ...told }]);
}

export type Hold = {
  reason: HoldReason;
  park: ParkReason | null;
  code?: string | null;
  detail?: string | null;
  at: Date;
};

/**
 * Stops a batch until its cause is gone; the try isn't counted. With `park` all of the tenant's batches wait, and one of
 * them now and then finds out whether it goes again (product.md 9); what a person must decide waits for that person.
 */
export async function holdBatch(db: Db, lease: BatchLease, { reason, park, ...told }: Hold): Promise<void> {
  await retryDeadlocks(db, async (tx) => {
    const phase: BatchPhase = "held";
    const recheckAt = new Date(told.at.getTime() + RECHECK_MS);
    const [done] = await tx
      .update(sendBatches)
      .set({
        ...FREE,
        // What a person asked for meanwhile comes first again when it goes on.
        heldReason: isForPerson(reason) ? reason : keepRequest(reason),
        ...{ phase, detail: told.detail ?? told.code ?? reason, publishedAt: null },
        // A parked tenant's are left alone anyway, and go at once when somebody lets it send again.
        availableAt: isForPerson(reason) ? null : park ? told.at : recheckAt,
        attempt: sql`greatest(${sendBatches.attempt}, 1) - 1`,
      })
      .where(mine(lease));
    if (done.affectedRows === 0) return;
    if (park) await parkTenant(tx, lease.tenantId, park, told.at);
    const { code = reason, detail = null, at } = told;
    await recordEvents(tx, [{ batchId: lease.batchId, layer: "worker", event: "held", code, detail, at }]);
  });
}
