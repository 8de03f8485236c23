import "server-only";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { kbSchedule } from "@/db/schema/schedules";
import type { Actor } from "@/lib/access/actor";
import { can, mayEver } from "@/lib/access/can";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { findSchedule } from "./queries";

export type ScheduleRow = typeof kbSchedule.$inferSelect;

/**
 * The stored schedule an actor may change, locked until the transaction ends.
 * @param version the one the editor saw; left out, the last writer wins
 * @throws AppError forbidden, not_found; conflict with the stored schedule as `current`
 */
export async function lockSchedule(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, isDeleted = false }: { version?: number | undefined; isDeleted?: boolean } = {},
): Promise<ScheduleRow> {
  if (!mayEver(actor, "schedule.write")) throw new AppError("forbidden");
  const standing = isDeleted ? isNotNull(kbSchedule.deletedAt) : isNull(kbSchedule.deletedAt);
  const [row] = await tx
    .select()
    .from(kbSchedule)
    .where(and(eq(kbSchedule.id, id), standing))
    .for("update");
  const [owner] = row
    ? await tx
        .select({ path: orgs.path })
        .from(orgs)
        .where(and(eq(orgs.id, row.ownerOrgId), inScope(scopeOf(actor))))
    : [];
  if (!row || !owner || !can(actor, "schedule.write", owner.path)) throw new AppError("not_found");
  if (version !== undefined && version !== row.version)
    throw new AppError("conflict", { current: await findSchedule(tx, scopeOf(actor), id) });
  return row;
}
