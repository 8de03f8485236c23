import "server-only";
import { asc, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { LogKind, LogStatus } from "@/db/enums";
import { kbSchedule } from "@/db/schema/schedules";
import { updateRows } from "@/db/update-rows";
import { FAULT_AFTER_FAILURES, failuresAfter, nextScheduleStatus } from "@/lib/schedules/status";

export type RunEnd = { scheduleId: number; kind: LogKind; status: LogStatus };

/**
 * What the ends of runs mean to their schedules: sends are counted, three failures in a row stop one (S2-30, C-47). Tests
 * count for nothing, what a person asked for is no failure of the schedule.
 */
export async function settleSchedules(tx: Tx, ends: readonly RunEnd[], now: Date): Promise<void> {
  const counted = ends.filter((end) => end.kind !== "test");
  if (counted.length === 0) return;
  const { id, status, consecutiveFailures, lastSentAt, sendCount, nextSendAt, updatedAt } = kbSchedule;
  const rows = await tx
    .select({ id, status, consecutiveFailures, lastSentAt, sendCount, nextSendAt, updatedAt })
    .from(kbSchedule)
    .where(inArray(kbSchedule.id, [...new Set(counted.map((end) => end.scheduleId))]))
    .orderBy(asc(kbSchedule.id))
    .for("update");
  const schedules = new Map(rows.map((row) => [row.id, row]));
  for (const end of counted) {
    const schedule = schedules.get(end.scheduleId);
    if (!schedule) continue;
    const before = schedule.consecutiveFailures;
    const failures = end.kind === "schedule" ? failuresAfter(before, end.status) : before;
    const fault =
      failures >= FAULT_AFTER_FAILURES && failures > before
        ? nextScheduleStatus(schedule.status, { kind: "fault" })
        : null;
    const wasSent = end.status === "success" || end.status === "partial";
    schedules.set(end.scheduleId, {
      ...schedule,
      consecutiveFailures: failures,
      ...(wasSent && { lastSentAt: now, sendCount: schedule.sendCount + 1 }),
      ...(fault && { status: fault, nextSendAt: null, updatedAt: now }),
    });
  }
  await updateRows(tx, kbSchedule, [...schedules.values()]);
}
