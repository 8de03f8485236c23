import "server-only";
import { and, asc, gt, isNotNull, isNull, like, lte, notInArray, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { sendBatches } from "@/db/schema/messages";
import type { Clock } from "@/lib/time/clock";
import type { Queue, ReceiveOptions } from "./port";

/** Tenants nothing is sent for now: parked, and not due to be tried again. */
export const parkedTenants = (db: Pick<Db, "select">, now: Date) =>
  db
    .select({ tenantId: sql<number>`cast(substring(${lanes.laneKey}, 8) as unsigned)` })
    .from(lanes)
    .where(and(like(lanes.laneKey, "tenant:%"), isNotNull(lanes.parkReason), gt(lanes.probeAt, now)));

/** Batches whose next step may be taken now and that nobody has in hand, those that waited longest first. */
export function dueBatches(
  db: Pick<Db, "select">,
  now: Date,
  { max, notTenants = [], notBatches = [] }: Omit<ReceiveOptions, "signal">,
) {
  return db
    .select({ id: sendBatches.id, publishedAt: sendBatches.publishedAt })
    .from(sendBatches, { forceIndex: "ix_batches_available" })
    .where(
      and(
        lte(sendBatches.availableAt, now),
        or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)),
        notTenants.length > 0 ? notInArray(sendBatches.tenantId, [...notTenants]) : undefined,
        notBatches.length > 0 ? notInArray(sendBatches.id, [...notBatches]) : undefined,
      ),
    )
    .orderBy(asc(sendBatches.availableAt), asc(sendBatches.id))
    .limit(max);
}

const nothing = async () => {};

/** The table itself as the queue: no second place that could say something else. */
export function createMysqlQueue(db: Db, clock: Clock): Queue {
  return {
    isTold: false,
    publish: async (ids) => ({ taken: [...ids], problem: null }),
    async receive({ max, notTenants = [], notBatches = [] }) {
      const now = await clock();
      const parked = await parkedTenants(db, now);
      const except = [...new Set([...notTenants, ...parked.map((row) => Number(row.tenantId))])];
      const rows = await dueBatches(db, now, { max, notTenants: except, notBatches });
      return rows.map(({ id }) => ({ batchId: id, done: nothing, later: nothing, extend: nothing }));
    },
  };
}
