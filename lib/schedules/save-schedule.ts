import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { imageRefs } from "@/db/schema/images";
import { kbSchedule } from "@/db/schema/schedules";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { cancelOpenRuns } from "./cancel-open-runs";
import { lockSchedule, type ScheduleRow } from "./lock-schedule";
import { getSchedule } from "./queries";
import { type ImageUse, imagesFor, roomFor, sponsorFor } from "./save-checks";
import { auditOf } from "./schedule-audit";
import { type ScheduleDto, toInput } from "./schedule-dto";
import { recurrenceOf, type ScheduleInput, validityOf } from "./schema";
import { checkSchedule, firstSendAt } from "./timeliness";

/** A new schedule, or with `id` a change of one; `version` is the one the editor saw. */
export type ScheduleSave = ScheduleInput & { id?: number; version?: number };

/**
 * Writes a schedule with its images and its next run in one transaction. It belongs to the organisation its room belongs
 * to now (rulings 27); an edit never touches occurrences already in the ledger (rulings 7).
 * @throws AppError forbidden; not_found; invalid at the field; conflict with what is stored now as `current`
 */
export async function saveSchedule(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id, version, ...input }: ScheduleSave,
): Promise<ScheduleDto> {
  if (!mayEver(actor, "schedule.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const stored = id === undefined ? null : await lockSchedule(tx, actor, id, { version });
    const room = await roomFor(tx, actor, input.roomId, stored?.roomRef ?? null);
    const images = await imagesFor(tx, actor, input);
    const mayBeOver = stored !== null && input.status === "inactive";
    const issues = mayBeOver ? [] : checkSchedule(input, now);
    if (issues.length > 0 && !keepsNextRun(stored, input)) throw new AppError("invalid", { issues });

    const { roomId, validFrom: _from, validUntil: _until, ...content } = input;
    const values = {
      ...content,
      ...validityOf(input),
      scheduleTime: `${input.scheduleTime}:00`,
      scheduleWeekdays: input.scheduleType === "weekly" ? input.scheduleWeekdays : null,
      roomRef: roomId,
      targetBotName: room.botName,
      targetRoomId: room.roomId,
      ownerOrgId: room.owner.id,
      createdByType: room.owner.level,
      createdById: room.owner.id,
      createdByMbId: stored ? await sponsorFor(tx, actor, stored.createdByMbId, room.owner.path) : actor.mbId,
      nextSendAt: nextSendAt(stored, input, now),
      ...(input.status === "active" && { consecutiveFailures: 0 }),
      updatedAt: now,
    };
    const savedId = stored ? stored.id : await insert(tx, { ...values, createdAt: now });
    if (stored) {
      await tx
        .update(kbSchedule)
        .set({ ...values, version: stored.version + 1 })
        .where(eq(kbSchedule.id, stored.id));
      if (input.status === "inactive") await cancelOpenRuns(tx, actor, stored.id, "schedule_off", now);
    }
    await writeImages(tx, savedId, images, stored !== null);
    await writeAudit(tx, actor, now, {
      action: stored ? "schedule.update" : "schedule.create",
      subject: `schedule:${savedId}`,
      orgId: room.owner.id,
      ...(stored && { before: auditOf(toInput(stored)) }),
      after: auditOf(input),
    });
    return getSchedule(tx, scopeOf(actor), savedId);
  });
}

async function insert(tx: Tx, values: typeof kbSchedule.$inferInsert): Promise<number> {
  const [inserted] = await tx.insert(kbSchedule).values(values).$returningId();
  if (!inserted) throw new Error("the schedule was not written");
  return inserted.id;
}

async function writeImages(tx: Tx, scheduleId: number, uses: readonly ImageUse[], replace: boolean): Promise<void> {
  if (replace) await tx.delete(imageRefs).where(eq(imageRefs.scheduleId, scheduleId));
  if (uses.length > 0) await tx.insert(imageRefs).values(uses.map((use) => ({ ...use, scheduleId })));
}

/** The when is as it was and a run is owed: saving a typo must neither lose a run that is just due nor repeat one. */
function keepsNextRun(stored: ScheduleRow | null, input: ScheduleInput): stored is ScheduleRow & { nextSendAt: Date } {
  if (!stored?.nextSendAt || stored.status !== "active" || input.status !== "active") return false;
  const key = (value: ScheduleInput) => JSON.stringify([whenOf(value), validityOf(value)]);
  return key(toInput(stored)) === key(input);
}

const whenOf = (value: ScheduleInput) => {
  const { scheduleType, scheduleDate, scheduleTime, scheduleWeekdays } = recurrenceOf(value);
  return [scheduleType, scheduleDate, scheduleTime, scheduleWeekdays];
};

function nextSendAt(stored: ScheduleRow | null, input: ScheduleInput, now: Date): Date | null {
  if (input.status !== "active") return null;
  return keepsNextRun(stored, input) ? stored.nextSendAt : firstSendAt(input, now);
}
