import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import type { Actor } from "@/lib/access/actor";

/**
 * Cancels the occurrences of a schedule that wait and haven't started; one under way goes on (rulings 7).
 * @returns how many there were
 */
export async function cancelOpenRuns(
  tx: Tx,
  actor: Actor,
  scheduleId: number,
  reasonCode: "schedule_off" | "schedule_deleted",
  now: Date,
): Promise<number> {
  const isOpen = and(inArray(kbScheduleLogs.status, ["planned", "deferred"]), isNull(kbScheduleLogs.startedAt));
  const open = await tx
    .select({ id: kbScheduleLogs.id })
    .from(kbScheduleLogs)
    .where(and(eq(kbScheduleLogs.scheduleId, scheduleId), isOpen))
    .for("update");
  const ids = open.map((run) => run.id);
  if (ids.length === 0) return 0;
  await tx
    .update(kbScheduleLogs)
    .set({
      status: "cancelled",
      reasonCode,
      nextAttemptAt: null,
      decidedBy: actor.kind === "user" ? actor.userId : null,
      decidedAt: now,
      completedAt: now,
    })
    .where(inArray(kbScheduleLogs.id, ids));
  await tx
    .update(kbScheduleLogParts)
    .set({ status: "skipped", finishedAt: now })
    .where(and(inArray(kbScheduleLogParts.logId, ids), eq(kbScheduleLogParts.status, "pending")));
  return ids.length;
}
