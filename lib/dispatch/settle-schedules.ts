import "server-only";
import type { LogKind, LogStatus } from "@/db/enums";
import { literals, type PlainSql } from "@/db/plain-sql";
import { kbSchedule } from "@/db/schema/schedules";
import { updateTexts } from "@/db/update-rows";
import { FAULT_AFTER_FAILURES, failuresAfter, nextScheduleStatus } from "@/lib/schedules/status";

export type RunEnd = { scheduleId: number; kind: LogKind; status: LogStatus };
type Schedule = typeof kbSchedule.$inferSelect;
type CountedSchedule = Pick<Schedule, "id" | "status" | "consecutiveFailures" | "sendCount">;

/** Locks these schedules: whoever goes on to their runs does so first. */
export async function lockSchedules(tx: PlainSql, ids: readonly number[]): Promise<Map<number, CountedSchedule>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<CountedSchedule>(
    `select id, status, consecutive_failures consecutiveFailures, send_count sendCount from kb_schedule
     where id in (${literals(ids)}) order by id for update`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * What the ends of runs mean to their schedules: sends are counted, three failures in a row stop one (S2-30, C-47). Tests
 * count for nothing, what a person asked for is no failure of the schedule.
 * @param locked what `lockSchedules` answered in this transaction
 */
export async function settleSchedules(
  tx: PlainSql,
  ends: readonly RunEnd[],
  now: Date,
  locked?: ReadonlyMap<number, CountedSchedule>,
): Promise<void> {
  const counted = ends.filter((end) => end.kind !== "test");
  if (counted.length === 0) return;
  const ids = counted.map((end) => end.scheduleId);
  const schedules = new Map(locked ?? (await lockSchedules(tx, ids)));
  const changes = new Map<number, { id: number } & Partial<Schedule>>();
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
    const counts = { consecutiveFailures: failures, sendCount: schedule.sendCount + (wasSent ? 1 : 0) };
    schedules.set(schedule.id, { ...schedule, ...counts, status: fault ?? schedule.status });
    changes.set(schedule.id, {
      ...{ ...changes.get(schedule.id), id: schedule.id, ...counts },
      ...(wasSent && { lastSentAt: now }),
      ...(fault && { status: fault, nextSendAt: null, updatedAt: now }),
    });
  }
  for (const text of updateTexts(kbSchedule, [...changes.values()])) await tx.run(text);
}
