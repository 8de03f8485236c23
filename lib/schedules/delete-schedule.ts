import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbSchedule } from "@/db/schema/schedules";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { cancelOpenRuns } from "./cancel-open-runs";
import type { DeleteInput } from "./list-schema";
import { lockSchedule } from "./lock-schedule";

/**
 * Takes a schedule out of sight and cancels what hasn't started; its evidence stays (C-48, rulings 7). Its status is kept,
 * so that restoring brings it back as it was.
 * @throws AppError forbidden, not_found, conflict
 */
export async function deleteSchedule(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, version }: DeleteInput,
): Promise<{ id: number; cancelledRuns: number }> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const stored = await lockSchedule(tx, actor, id, { version });
    await tx
      .update(kbSchedule)
      .set({ deletedAt: now, nextSendAt: null, version: stored.version + 1, updatedAt: now })
      .where(eq(kbSchedule.id, id));
    const cancelledRuns = await cancelOpenRuns(tx, actor, id, "schedule_deleted", now);
    await writeAudit(tx, actor, now, {
      action: "schedule.delete",
      subject: `schedule:${id}`,
      orgId: stored.ownerOrgId,
      before: { title: stored.title, status: stored.status },
      after: { cancelledRuns },
    });
    return { id, cancelledRuns };
  });
}
