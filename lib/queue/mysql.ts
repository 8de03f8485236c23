import "server-only";
import { and, asc, isNull, lte, notInArray, or } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";
import type { Clock } from "@/lib/time/clock";
import type { Queue, ReceiveOptions } from "./port";

const notAmong = (column: typeof sendBatches.id | typeof sendBatches.tenantId, ids: readonly number[]) =>
  ids.length > 0 ? notInArray(column, [...ids]) : undefined;

/** Batches whose next step may be taken now and that nobody has in hand, those that waited longest first. */
export const dueBatches = (
  db: Pick<Db, "select">,
  now: Date,
  { max, notTenants = [], notBatches = [] }: Omit<ReceiveOptions, "signal" | "now">,
) =>
  db
    .select({ id: sendBatches.id })
    .from(sendBatches, { forceIndex: "ix_batches_available" })
    .where(
      and(
        lte(sendBatches.availableAt, now),
        or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)),
        notAmong(sendBatches.tenantId, notTenants),
        notAmong(sendBatches.id, notBatches),
      ),
    )
    .orderBy(asc(sendBatches.availableAt), asc(sendBatches.id))
    .limit(max);

const nothing = async () => {};

/** The table itself as the queue: no second place that could say something else. */
export function createMysqlQueue(db: Db, clock: Clock): Queue {
  return {
    isTold: false,
    publish: async (ids) => ({ taken: [...ids], problem: null }),
    async receive(options) {
      const rows = await dueBatches(db, options.now ?? (await clock()), options);
      return rows.map(({ id }) => ({ batchId: id, done: nothing, later: nothing, extend: nothing }));
    },
  };
}
