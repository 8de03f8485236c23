import "server-only";
import { eq } from "drizzle-orm";
import { recoveryRuns } from "@/db/schema/coverage";
import type { Actor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import { turnRun } from "./apply-chunk";
import type { RecoveryRuntime } from "./plan-recovery";
import { getRun, progressOf } from "./queries";
import type { RunProgress } from "./run-dto";

/**
 * Stops a run between two stretches, whoever is driving it; applying its plan again goes on.
 * @throws AppError forbidden; not_found; conflict (recoveryBusy)
 */
export async function pauseRecovery(rt: RecoveryRuntime, actor: Actor, { id }: { id: number }): Promise<RunProgress> {
  const run = await getRun(rt.db, actor, id);
  if (!mayEver(actor, run.scope.kind === "all" ? "coverage.recover_all" : "coverage.recover"))
    throw new AppError("forbidden");
  if (!(await turnRun(rt.db, id, ["applying"], { state: "paused" })) && run.state !== "paused")
    throw new AppError("conflict", { message: "recoveryBusy" });
  const [stands] = await rt.db.select().from(recoveryRuns).where(eq(recoveryRuns.id, id));
  return progressOf(stands!);
}
