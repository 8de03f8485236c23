import "server-only";
import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, notInArray, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { sendBatches } from "@/db/schema/messages";
import { CANCEL_REQUESTED } from "@/lib/messages/status";

type Reader = Pick<Db, "select">;

/** Parked tenants that are not due to be tried again, and when they are. */
async function parkedLanes(db: Reader, now: Date) {
  const rows = await db
    .select({ laneKey: lanes.laneKey, probeAt: lanes.probeAt })
    .from(lanes, { forceIndex: "PRIMARY" })
    // As a range: a pattern would be compared with every lane there is.
    .where(
      and(
        gte(lanes.laneKey, "tenant:"),
        lt(lanes.laneKey, "tenant;"),
        isNotNull(lanes.parkReason),
        gt(lanes.probeAt, now),
      ),
    );
  return rows.map(({ laneKey, probeAt }) => ({ tenantId: Number(laneKey.slice("tenant:".length)), probeAt }));
}

/** Tenants nothing is sent for now. */
export const parkedTenants = async (db: Reader, now: Date): Promise<number[]> =>
  (await parkedLanes(db, now)).map(({ tenantId }) => tenantId);

/**
 * Batches of parked tenants that a person wants back: taking one back needs none of what holds its tenant, so that it doesn't
 * wait for that to be put right.
 */
export async function wantedBack(db: Reader, now: Date, parked: readonly number[]): Promise<number[]> {
  if (parked.length === 0) return [];
  const rows = await db
    .select({ id: sendBatches.id })
    .from(sendBatches, { forceIndex: "ix_batches_available" })
    .where(
      and(
        lte(sendBatches.availableAt, now),
        or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)),
        eq(sendBatches.heldReason, CANCEL_REQUESTED),
        inArray(sendBatches.tenantId, [...parked]),
      ),
    )
    .orderBy(asc(sendBatches.availableAt), asc(sendBatches.id))
    .limit(MOST_WANTED);
  return rows.map(({ id }) => id);
}
const MOST_WANTED = 100;

/** Due batches in nobody's hands that an outside queue was never told of, or before `lostAt`. */
export const unpublishedBatches = (db: Reader, now: Date, lostAt: Date, notTenants: readonly number[], max: number) =>
  db
    .select({ id: sendBatches.id, detail: sendBatches.detail })
    .from(sendBatches, { forceIndex: "ix_batches_available" })
    .where(
      and(
        lte(sendBatches.availableAt, now),
        or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)),
        or(isNull(sendBatches.publishedAt), lte(sendBatches.publishedAt, lostAt)),
        notTenants.length > 0 ? notInArray(sendBatches.tenantId, [...notTenants]) : undefined,
      ),
    )
    .orderBy(asc(sendBatches.availableAt), asc(sendBatches.id))
    .limit(max);

/** When a batch, or the results of one, will be due next; null where none is in sight. What is parked counts when it is tried again. */
export async function nextBatchAt(db: Reader, now: Date): Promise<Date | null> {
  const parked = await parkedLanes(db, now);
  const tenants = parked.map(({ tenantId }) => tenantId);
  const [[batch], [result]] = await Promise.all([
    db
      .select({ at: sendBatches.availableAt })
      .from(sendBatches, { forceIndex: "ix_batches_available" })
      .where(
        and(
          isNotNull(sendBatches.availableAt),
          or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)),
          tenants.length > 0
            ? or(notInArray(sendBatches.tenantId, tenants), eq(sendBatches.heldReason, CANCEL_REQUESTED))
            : undefined,
        ),
      )
      .orderBy(asc(sendBatches.availableAt))
      .limit(1),
    db
      .select({ at: sendBatches.pollAt })
      .from(sendBatches, { forceIndex: "ix_batches_poll" })
      .where(isNotNull(sendBatches.pollAt))
      .orderBy(asc(sendBatches.pollAt))
      .limit(1),
  ]);
  const times = [batch?.at, result?.at, ...parked.map(({ probeAt }) => probeAt)];
  const inSight = times.flatMap((at) => (at ? [at.getTime()] : []));
  return inSight.length > 0 ? new Date(Math.min(...inSight)) : null;
}
