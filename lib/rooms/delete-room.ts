import "server-only";
import { and, count, eq, isNotNull, isNull } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { orgs } from "@/db/schema/orgs";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { findRoom } from "./queries";

/**
 * Takes a room out of use; its past stays.
 * @throws AppError forbidden without the role; not_found; conflict while an active schedule or an unfinished run uses
 * it, or where `version` isn't the stored one
 */
export async function deleteRoom(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, version }: { id: number; version?: number | undefined },
): Promise<void> {
  if (!mayEver(actor, "room.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  await retryDeadlocks(rt.db, async (tx) => {
    const [room] = await tx
      .select({ name: kbRooms.name, version: kbRooms.version, ownerOrgId: kbRooms.ownerOrgId })
      .from(kbRooms)
      .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
      .where(and(inScope(scopeOf(actor)), eq(kbRooms.id, id), isNull(kbRooms.deletedAt)))
      .for("update");
    if (!room) throw new AppError("not_found");
    if (version !== undefined && version !== room.version)
      throw new AppError("conflict", { current: await findRoom(tx, scopeOf(actor), id, now) });
    const [schedules] = await tx
      .select({ n: count() })
      .from(kbSchedule)
      .where(and(eq(kbSchedule.roomRef, id), eq(kbSchedule.status, "active"), isNull(kbSchedule.deletedAt)));
    if (schedules?.n) throw new AppError("conflict", { message: "roomHasSchedules", params: { count: schedules.n } });
    const [runs] = await tx
      .select({ n: count() })
      .from(kbScheduleLogs)
      .where(and(eq(kbScheduleLogs.roomRef, id), isNotNull(kbScheduleLogs.nextAttemptAt)));
    if (runs?.n) throw new AppError("conflict", { message: "roomHasRuns", params: { count: runs.n } });
    await tx
      .update(kbRooms)
      .set({ deletedAt: now, updatedAt: now, version: room.version + 1 })
      .where(eq(kbRooms.id, id));
    await writeAudit(tx, actor, now, {
      action: "room.delete",
      subject: `room:${id}`,
      orgId: room.ownerOrgId,
      before: { name: room.name },
    });
  });
}
