import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { LogStatus } from "@/db/enums";
import { type PlainTx, transact } from "@/db/plain-sql";
import { kbScheduleLogParts, kbScheduleLogs as logs } from "@/db/schema/deliveries";
import { isLogOver } from "@/lib/deliveries/status";
import type { Runtime } from "@/lib/runtime";
import { lastedMs } from "./call-columns";
import type { Lease } from "./lane";
import { lockSchedules, settleSchedules } from "./settle-schedules";
import { waitOver } from "./wait-over";
import { wakeLanes } from "./wake-lanes";

/**
 * Ends what has waited its hour (rulings 5, 6): skipped where a limit was the reason, missed where the device was busy,
 * and a run under way ends with what it has. Nothing that may be in a gateway's hands is touched.
 * @param over runs whose time seems over
 * @returns the statuses they ended with
 */
export async function expireRuns(
  rt: Pick<Runtime, "db">,
  lease: Lease,
  over: readonly { id: number; scheduleId: number }[],
  now: Date,
): Promise<LogStatus[]> {
  const ended: LogStatus[] = [];
  for (const { id, scheduleId } of over) {
    const status = await transact(rt.db, async (tx) => {
      await wakeLanes(tx.orm(), [lease.deviceId], now);
      await lockSchedules(tx, [scheduleId]);
      return expire(tx, id, now);
    });
    if (status) ended.push(status);
  }
  return ended;
}

async function expire(plain: PlainTx, id: number, now: Date): Promise<LogStatus | null> {
  const tx = plain.orm();
  const [log] = await tx.select().from(logs).where(eq(logs.id, id)).for("update");
  const parts = await tx
    .select()
    .from(kbScheduleLogParts)
    .where(eq(kbScheduleLogParts.logId, id))
    .orderBy(asc(kbScheduleLogParts.seq));
  const isStillOver = log?.nextAttemptAt && log.nextAttemptAt <= now && log.expiresAt && log.expiresAt <= now;
  const over =
    log &&
    isStillOver &&
    waitOver(
      log,
      parts.map((part) => part.status),
    );
  if (!over) return null;
  const { status, reasonCode } = over;
  await tx
    .update(logs)
    .set({
      status,
      reasonCode,
      nextAttemptAt: null,
      outcomeAt: now,
      completedAt: isLogOver(status) ? now : null,
      durationMs: lastedMs(log.startedAt, now),
    })
    .where(eq(logs.id, id));
  // A missed run keeps its parts: a person may still send them.
  if (status !== "missed")
    await tx
      .update(kbScheduleLogParts)
      .set({ status: "skipped", errorCode: reasonCode, finishedAt: now })
      .where(and(eq(kbScheduleLogParts.logId, id), eq(kbScheduleLogParts.status, "pending")));
  if (log.startedAt) await settleSchedules(plain, [{ scheduleId: log.scheduleId, kind: log.kind, status }], now);
  return status;
}
