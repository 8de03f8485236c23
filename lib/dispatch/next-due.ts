import "server-only";
import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { kbScheduleLogParts } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbSchedule } from "@/db/schema/schedules";

/** When there will be something to do next: the earliest due schedule, waking device or question to a gateway; null when nothing is in sight. */
export async function nextDue(db: Pick<Db, "select">): Promise<Date | null> {
  const [[schedule], [lane], [question]] = await Promise.all([
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
  ]);
  const times = [schedule?.at, lane?.at, question?.at].flatMap((at) => (at ? [at.getTime()] : []));
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
