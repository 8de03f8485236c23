import "server-only";
import { and, eq, isNull, lte } from "drizzle-orm";
import { drills } from "@/db/schema/drills";
import type { Actor, UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { resumeTenant } from "@/lib/tenants/resume-tenant";
import { SandboxSilent } from "@/lib/transports/sandbox-port";
import { SimulatorSilent } from "@/lib/transports/simulator-port";
import type { DrillList } from "./drill-dto";
import { requireDrill } from "./drill-may";
import { unplantFault } from "./drill-plant";
import { listDrills } from "./list-drills";

type DrillRow = typeof drills.$inferSelect;
const SYSTEM: Actor = { kind: "system", job: "drill" };

/**
 * Takes a fault away again; whoever it had paused goes on at once. Once it is away, a second press changes nothing.
 * @throws AppError forbidden; not_found; conflict where the stand-in doesn't answer
 */
export async function endDrill(rt: Runtime, actor: UserActor, { id }: { id: number }): Promise<DrillList> {
  requireDrill(rt, actor);
  const [row] = await rt.db.select().from(drills).where(eq(drills.id, id));
  if (!row) throw new AppError("not_found");
  try {
    if (row.endedAt === null) await end(rt, actor, row);
  } catch (error) {
    if (error instanceof SandboxSilent || error instanceof SimulatorSilent)
      throw new AppError("conflict", { message: "drillSilent" });
    throw error;
  }
  return listDrills(rt, actor);
}

/** Takes away what nobody took away in time. A stand-in that is gone took its faults with it. */
export async function endOverdueDrills(rt: Runtime): Promise<number> {
  const now = await rt.clock();
  const overdue = await rt.db
    .select()
    .from(drills)
    .where(and(isNull(drills.endedAt), lte(drills.endsAt, now)));
  for (const row of overdue)
    await end(rt, SYSTEM, row).catch((error: unknown) => {
      if (!(error instanceof SandboxSilent || error instanceof SimulatorSilent)) throw error;
    });
  return overdue.length;
}

async function end(rt: Runtime, actor: Actor, { id, undo, fault }: DrillRow): Promise<void> {
  await unplantFault(rt, undo);
  const now = await rt.clock();
  await rt.db.transaction(async (tx) => {
    await tx
      .update(drills)
      .set({ endedAt: now })
      .where(and(eq(drills.id, id), isNull(drills.endedAt)));
    await writeAudit(tx, actor, now, { action: "drill.end", subject: `drill:${id}`, after: { fault } });
  });
  if (undo.at === "account" && undo.tenantId > 0) await resumeTenant(rt, actor, { id: undo.tenantId });
}
