import "server-only";
import { and, count, isNull, lte, min, notInArray, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";
import { MOST_QUEUE_AGE_MS } from "@/lib/alerts/alert-rules";
import { botStandings, wholeQueue } from "@/lib/alerts/fact-queries";
import { parkedTenants, unpublishedBatches } from "@/lib/batches/due-batches";
import { QueueProblem } from "@/lib/queue/port";
import type { Runtime } from "@/lib/runtime";
import { BAD_KEY, DENIED, NO_QUEUE } from "./phone-conditions";
import type { ProbeCause } from "./probe-causes";
import { ill, type Looked, type Looks, type Seen, well } from "./probe-look";

/** Told anew after so long, so that what is older than two passes and untold is stuck. */
const LOST_MS = 5 * 60_000;
const UNTOLD_MS = 3 * 60_000;
const UNTOLD_MOST = 500;

/** Layer 2: how much waits, since when, and whether the queue takes and gives. */
export const lookAtQueue = (rt: Pick<Runtime, "db" | "queue">, now: Date, looks: Looks): Promise<Looked | null>[] => [
  looks.look("rooms", undefined, async () => {
    const queue = await wholeQueue(rt.db, await botStandings(rt.db));
    return judged(queue.runs, queue.freeOldestAt, now);
  }),
  looks.look("phones", undefined, async () => {
    const { batches, oldestAt } = await dueNow(rt.db, now);
    return judged(batches, oldestAt, now);
  }),
  ...(rt.queue.isTold ? outside(rt, now, looks) : []),
];

const outside = (rt: Pick<Runtime, "db" | "queue">, now: Date, looks: Looks): Promise<Looked | null>[] => [
  looks.look("published", undefined, async () => {
    const before = new Date(now.getTime() - UNTOLD_MS);
    const parked = await parkedTenants(rt.db, now);
    const untold = await unpublishedBatches(
      rt.db,
      before,
      new Date(now.getTime() - LOST_MS - UNTOLD_MS),
      parked,
      UNTOLD_MOST,
    );
    return untold.length === 0 ? well({ batches: 0 }) : ill("queue_not_told", { batches: untold.length });
  }),
  looks.look("outside", undefined, async () => {
    try {
      const standing = await rt.queue.look?.();
      if (!standing) return null;
      const { waiting, inHand, dead } = standing;
      const figures = { waiting, inHand, ...(dead !== null && { dead }) };
      return dead ? ill("dead_letters", figures) : well(figures);
    } catch (error) {
      const code = error instanceof QueueProblem ? error.code : "Error";
      return ill(queueCause(code), { code });
    }
  }),
];

const queueCause = (code: string): ProbeCause =>
  DENIED.test(code)
    ? "queue_denied"
    : BAD_KEY.test(code)
      ? "queue_key_wrong"
      : NO_QUEUE.test(code)
        ? "queue_missing"
        : "queue_unreachable";

function judged(waiting: number, oldestAt: Date | null, now: Date): Seen {
  const waitedMs = oldestAt ? Math.max(0, now.getTime() - oldestAt.getTime()) : 0;
  const figures = { waiting, seconds: Math.round(waitedMs / 1000) };
  return waitedMs > MOST_QUEUE_AGE_MS ? ill("queue_long", figures) : well(figures);
}

/** Batches that could go now and that nobody has in hand. */
async function dueNow(db: Executor, now: Date): Promise<{ batches: number; oldestAt: Date | null }> {
  const parked = await parkedTenants(db, now);
  const [row] = await db
    .select({ batches: count(), oldestAt: min(sendBatches.availableAt) })
    .from(sendBatches, { forceIndex: "ix_batches_available" })
    .where(
      and(
        lte(sendBatches.availableAt, now),
        or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now)),
        parked.length > 0 ? notInArray(sendBatches.tenantId, parked) : undefined,
      ),
    );
  return { batches: row?.batches ?? 0, oldestAt: row?.oldestAt ?? null };
}
