import "server-only";
import { eq } from "drizzle-orm";
import type { Executor, Tx } from "@/db/client";
import { syncRuns } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { type Action, mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";

export type Run = typeof syncRuns.$inferSelect;

/** Runs are the headquarters' alone: whoever isn't it learns nothing of them, not even which there are (ST-17). */
export function refuseOthers(actor: Actor, action: Extract<Action, `image_sync.${string}`>): void {
  if (!mayEver(actor, action)) throw new AppError("forbidden");
}

/**
 * A run as it stands.
 * @throws AppError not_found
 */
export async function findRun(db: Executor, id: number): Promise<Run> {
  const [run] = await db.select().from(syncRuns).where(eq(syncRuns.id, id));
  if (!run) throw new AppError("not_found");
  return run;
}

/**
 * A run that nobody else changes until the transaction ends.
 * @throws AppError not_found
 */
export async function lockRun(tx: Tx, id: number): Promise<Run> {
  const [run] = await tx.select().from(syncRuns).where(eq(syncRuns.id, id)).for("update");
  if (!run) throw new AppError("not_found");
  return run;
}

/** What a refusal of a step tells of the run, so that a client can go on from there. */
const standing = ({ id, state, stage, planHash, error }: Run) => ({
  ...{ id, state, stage, error },
  planHash: planHash?.toString("hex") ?? null,
});

/** 409: the run is in another state than the step needs. */
export const wrongState = (run: Run): AppError =>
  new AppError("conflict", { message: "imageSyncState", reason: "wrong_state", current: standing(run) });

/** 409: the plan that was reviewed isn't the plan any more. */
export const stalePlan = (run: Run): AppError =>
  new AppError("conflict", { message: "imageSyncStale", reason: "stale_plan", current: standing(run) });

/** 409: this stage isn't the one whose turn it is. */
export const wrongStage = (run: Run): AppError =>
  new AppError("conflict", { message: "imageSyncStage", reason: "wrong_stage", current: standing(run) });
