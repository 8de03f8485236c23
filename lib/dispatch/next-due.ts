import "server-only";
import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { kbScheduleLogParts } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbSchedule } from "@/db/schema/schedules";
import { nextBatchAt } from "@/lib/batches/due-batches";

/** When there will be something to do next: the earliest due schedule, waking device, question to a gateway, batch or result of one; null when nothing is in sight. */
export async function nextDue(db: Pick<Db, "select">, now: Date): Promise<Date | null> {
  const [[schedule], [lane], [question], batch] = await Promise.all([
    db
      .select({ at: kbSchedule.nextSendAt })
      .from(kbSchedule, { forceIndex: "idx_schedule_due" })
      .where(and(isNotNull(kbSchedule.nextSendAt), eq(kbSchedule.status, "active"), isNull(kbSchedule.deletedAt)))
      .orderBy(asc(kbSchedule.nextSendAt))
      .limit(1),
    db.select({ at: lanes.readyAt }).from(lanes).where(isNotNull(lanes.readyAt)).orderBy(asc(lanes.readyAt)).limit(1),
    db
      .select({ at: kbScheduleLogParts.askAt })
      .from(kbScheduleLogParts)
      .where(isNotNull(kbScheduleLogParts.askAt))
      .orderBy(asc(kbScheduleLogParts.askAt))
      .limit(1),
    nextBatchAt(db, now),
  ]);
  const times = [schedule?.at, lane?.at, question?.at, batch].flatMap((at) => (at ? [at.getTime()] : []));
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
