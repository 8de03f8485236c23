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

export type PutOff = {
  until: Date;
  event: string;
  code?: string | null;
  detail?: string | null;
  /** How long the call took that ended so. */
  ms?: number;
  at: Date;
  /** It made the program fail, which counts as a builder lost. */
  isFault?: boolean;
  /** The provider was asked to send it and didn't refuse: what held it before holds it no longer. */
  isHoldOver?: boolean;
};

/** Gives a batch back to be gone on with at `until`; what it waits for is told. */
export async function putOffBatch(
  db: Executor,
  lease: BatchLease,
  { until, isFault = false, isHoldOver = false, ...told }: PutOff,
): Promise<void> {
  const { phase, heldReason } = sendBatches;
  // What a person asked for meanwhile is no hold of the provider's.
  const isHeld = sql`${phase} = 'held' and ${heldReason} <> ${CANCEL_REQUESTED}`;
  const [done] = await db
    .update(sendBatches)
    .set({
      // One after the other, as they stand in the table: the phase by the reason, then the reason itself.
      ...(isHoldOver && {
        phase: sql`if(${isHeld}, 'committed', ${phase})`,
        heldReason: sql`if(${heldReason} = ${CANCEL_REQUESTED}, ${heldReason}, null)`,
      }),
      ...{ ...FREE, availableAt: until, publishedAt: null, detail: told.detail ?? told.code ?? told.event },
      ...(!isFault && { lostBuilds: 0 }),
    })
    .where(mine(lease));
  if (done.affectedRows > 0) await recordEvents(db, [{ batchId: lease.batchId, layer: "worker", ...told }]);
}

export type Hold = {
  reason: HoldReason;
  park: ParkReason | null;
  code?: string | null;
  detail?: string | null;
  /** How long the call took that ended so. */
  ms?: number;
  at: Date;
};

/**
 * Stops a batch until its cause is gone; the try isn't counted. With `park` all of the tenant's batches wait, and one of
 * them now and then finds out whether it goes again (product.md 9); what a person must decide waits for that person.
 */
export async function holdBatch(db: Db, lease: BatchLease, { reason, park, ...told }: Hold): Promise<void> {
  await retryDeadlocks(db, async (tx) => {
    const [batch] = await tx
      .select({ heldReason: sendBatches.heldReason })
      .from(sendBatches)
      .where(mine(lease))
      .for("update");
    if (!batch) return;
    // What a person asked for meanwhile comes first again when it goes on.
    const isWantedBack = batch.heldReason === CANCEL_REQUESTED;
    const phase: BatchPhase = "held";
    const recheckAt = new Date(told.at.getTime() + RECHECK_MS);
    await tx
      .update(sendBatches)
      .set({
        ...FREE,
        heldReason: isWantedBack ? CANCEL_REQUESTED : reason,
        ...{ phase, detail: told.detail ?? told.code ?? reason, publishedAt: null, lostBuilds: 0 },
        // A parked tenant's are left alone anyway, and go at once when somebody lets it send again.
        availableAt: isWantedBack || park ? told.at : isForPerson(reason) ? null : recheckAt,
        attempt: sql`greatest(${sendBatches.attempt}, 1) - 1`,
      })
      .where(eq(sendBatches.id, lease.batchId));
    if (park) await parkTenant(tx, lease.tenantId, park, told.at);
    const { code = reason, detail = null, at, ms } = told;
    const event = { batchId: lease.batchId, layer: "worker", event: "held", code, detail, at } as const;
    await recordEvents(tx, [ms === undefined ? event : { ...event, ms }]);
  });
}
