import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { LogKind, LogStatus } from "@/db/enums";
import { kbSchedule } from "@/db/schema/schedules";
import { FAULT_AFTER_FAILURES, failuresAfter, nextScheduleStatus } from "@/lib/schedules/status";

/**
 * What the end of a run means to its schedule: sends are counted, three failures in a row stop it (S2-30, C-47). Tests
 * count for nothing, what a person asked for is no failure of the schedule.
 */
export async function settleSchedule(
  tx: Tx,
  run: { scheduleId: number; kind: LogKind },
  status: LogStatus,
  now: Date,
): Promise<void> {
  if (run.kind === "test") return;
  const [schedule] = await tx
    .select({ status: kbSchedule.status, failures: kbSchedule.consecutiveFailures })
    .from(kbSchedule)
    .where(eq(kbSchedule.id, run.scheduleId))
    .for("update");
  if (!schedule) return;
  const wasSent = status === "success" || status === "partial";
  const failures = run.kind === "schedule" ? failuresAfter(schedule.failures, status) : schedule.failures;
  const fault =
    failures >= FAULT_AFTER_FAILURES && failures > schedule.failures
      ? nextScheduleStatus(schedule.status, { kind: "fault" })
      : null;
  await tx
    .update(kbSchedule)
    .set({
      consecutiveFailures: failures,
      ...(wasSent && { lastSentAt: now, sendCount: sql`${kbSchedule.sendCount} + 1` }),
      ...(fault && { status: fault, nextSendAt: null, updatedAt: now }),
    })
    .where(eq(kbSchedule.id, run.scheduleId));
}
