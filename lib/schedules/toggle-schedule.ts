import "server-only";
import { eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbSchedule } from "@/db/schema/schedules";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import { invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { cancelOpenRuns } from "./cancel-open-runs";
import type { ToggleInput } from "./list-schema";
import { lockSchedule } from "./lock-schedule";
import { getSchedule } from "./queries";
import { nextOccurrence } from "./recurrence";
import type { ScheduleDto } from "./schedule-dto";
import { nextScheduleStatus } from "./status";

/**
 * Switches a schedule on or off (S2-93). On: the next run is computed from now, nothing of the pause is caught up (C-41).
 * Off: what waits and hasn't started is cancelled (rulings 7). Asking for what already is changes nothing.
 * @throws AppError forbidden; not_found; invalid at `status` where nothing is left to send
 */
export async function toggleSchedule(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, status: wish }: ToggleInput,
): Promise<ScheduleDto & { cancelledRuns: number }> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const stored = await lockSchedule(tx, actor, id);
    const wanted = wish ?? (stored.status === "active" ? "inactive" : "active");
    if (wanted === stored.status) return { ...(await getSchedule(tx, scopeOf(actor), id)), cancelledRuns: 0 };
    const isOn = wanted === "active";
    const nextSendAt = isOn ? nextOccurrence(stored, stored, now) : null;
    const status = nextScheduleStatus(stored.status, isOn ? { kind: "switch_on", nextSendAt } : { kind: "switch_off" });
    if (!status) throw invalid("status", "nothingLeftToSend");
    const version = stored.version + 1;
    const failures = isOn ? { consecutiveFailures: 0 } : {};
    await tx
      .update(kbSchedule)
      .set({ status, nextSendAt, version, ...failures, updatedAt: now })
      .where(eq(kbSchedule.id, id));
    const cancelledRuns = isOn ? 0 : await cancelOpenRuns(tx, actor, id, "schedule_off", now);
    await writeAudit(tx, actor, now, {
      action: isOn ? "schedule.switch_on" : "schedule.switch_off",
      subject: `schedule:${id}`,
      orgId: stored.ownerOrgId,
      before: { status: stored.status },
      after: { status, cancelledRuns },
    });
    return { ...(await getSchedule(tx, scopeOf(actor), id)), cancelledRuns };
  });
}
