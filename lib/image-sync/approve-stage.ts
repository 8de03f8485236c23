import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { syncRuns, syncStages } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { lockRun, type Run, refuseOthers, stalePlan, wrongStage, wrongState } from "./find-run";
import { readPlanHash } from "./make-plan";
import { getRun } from "./queries";
import type { SyncRunDto } from "./run-dto";
import type { ApproveInput } from "./schema";

/**
 * A person agrees to one stage of exactly the plan that was shown: nothing is done yet. Saying it twice is saying it once.
 * @throws AppError forbidden; not_found; conflict (wrong_state, wrong_stage, stale_plan, stage_too_big)
 */
export async function approveStage(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { id, planHash, stage }: ApproveInput,
): Promise<SyncRunDto> {
  refuseOthers(actor, "image_sync.run");
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    const chosen = await stageOf(tx, id, stage);
    await refuseStale(tx, run, planHash);
    if (run.state === "approved" && run.stage === stage && chosen?.planHash?.equals(run.planHash!)) return;
    if (run.state !== "planned" && run.state !== "stage_done") throw wrongState(run);
    if (chosen?.state !== "open") throw wrongStage(run);
    if (chosen.ops > run.caps.stageOps)
      throw new AppError("conflict", {
        message: "imageSyncTooMuch",
        reason: "stage_too_big",
        params: { ops: chosen.ops, most: run.caps.stageOps },
      });
    const approvedBy = actor.kind === "user" ? actor.userId : null;
    await tx
      .update(syncStages)
      .set({ state: "approved", approvedBy, approvedAt: at, planHash: run.planHash })
      .where(and(eq(syncStages.runId, id), eq(syncStages.stage, stage)));
    await tx
      .update(syncRuns)
      .set({ state: "approved", stage, error: null, errorDetail: null })
      .where(eq(syncRuns.id, id));
    await writeAudit(tx, actor, at, {
      action: "image_sync.approve",
      subject: `image_sync:${id}`,
      after: { stage, planHash, ops: chosen.ops, customers: chosen.customers },
    });
  });
  return getRun(rt, actor, id);
}

export async function stageOf(tx: Pick<Tx, "select">, runId: number, stage: number) {
  const [found] = await tx
    .select()
    .from(syncStages)
    .where(and(eq(syncStages.runId, runId), eq(syncStages.stage, stage)));
  return found;
}

/**
 * The plan as it is stored must be the one that was named: the steps themselves are read, not what is noted of them.
 * @throws AppError conflict (stale_plan)
 */
export async function refuseStale(tx: Tx, run: Run, named: string): Promise<void> {
  if (run.planHash?.toString("hex") !== named) throw stalePlan(run);
  if (!(await readPlanHash(tx, run.id)).equals(run.planHash)) throw stalePlan(run);
}
