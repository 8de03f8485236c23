import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbSchedule } from "@/db/schema/schedules";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { lockSchedule } from "./lock-schedule";
import { getSchedule } from "./queries";
import { nextOccurrence } from "./recurrence";
import type { ScheduleDto } from "./schedule-dto";

/** As long its images are certain to be there still (rulings 27). */
const RESTORE_MS = 23 * 3_600_000;

/**
 * Brings a schedule back that was deleted within the last day. It runs again from now on; one that has nothing left to
 * send comes back switched off.
 * @throws AppError forbidden, not_found
 */
export async function restoreSchedule(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id }: { id: number },
): Promise<ScheduleDto> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const stored = await lockSchedule(tx, actor, id, { isDeleted: true });
    if (!stored.deletedAt || now.getTime() - stored.deletedAt.getTime() > RESTORE_MS) throw new AppError("not_found");
    const nextSendAt = stored.status === "active" ? nextOccurrence(stored, stored, now) : null;
    const status = stored.status === "active" && !nextSendAt ? "inactive" : stored.status;
    await tx
      .update(kbSchedule)
      .set({ deletedAt: null, status, nextSendAt, version: stored.version + 1, updatedAt: now })
      .where(eq(kbSchedule.id, id));
    await writeAudit(tx, actor, now, {
      action: "schedule.restore",
      subject: `schedule:${id}`,
      orgId: stored.ownerOrgId,
      after: { status },
    });
    return getSchedule(tx, scopeOf(actor), id);
  });
}
