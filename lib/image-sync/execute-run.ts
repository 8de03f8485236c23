import "server-only";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { syncFindings, syncOps, syncRuns, syncStages } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { refuseStale, stageOf } from "./approve-stage";
import { areTooManyGhosts } from "./caps";
import { lockRun, refuseOthers, stalePlan, wrongState } from "./find-run";
import { onLease } from "./on-lease";
import { getRun } from "./queries";
import type { SyncRunDto } from "./run-dto";
import { waitUntilOf } from "./run-progress";
import type { SyncStep } from "./schema";
import { type Hand, holding, type Step, type SyncRuntime } from "./step-hand";
import { stoppedBy, whyStop } from "./stop-rules";
import { stopRun } from "./stop-run";
import { takeStep } from "./take-step";
import { verifyStage } from "./verify-stage";
import { isTheSameStorage } from "./witness";

/** How long one call works at most before it answers where it got. */
const BUDGET_MS = 1_500;
export type SliceOptions = { budgetMs?: number; isOver?: () => boolean };

/**
 * Works on the stage that was approved for a bounded time; calling again goes on, after a crash too, until `cursor` is null. When
 * the last step is done its customers are scanned again, and only a scan that finds nothing opens the next stage. A paused run
 * goes on where no cursor is named; with one, whoever was in the middle of it stops. A stage that is done stays done.
 * @throws AppError forbidden; not_found; conflict (wrong_state, stale_plan)
 */
export async function executeRun(
  rt: SyncRuntime,
  actor: Actor,
  { id, cursor }: SyncStep,
  { budgetMs = BUDGET_MS, isOver = () => false }: SliceOptions = {},
): Promise<SyncRunDto> {
  refuseOthers(actor, "image_sync.run");
  const startMs = performance.now();
  const isLate = () => isOver() || performance.now() - startMs >= budgetMs;
  await setGoing(rt, actor, id, cursor ?? null);
  await onLease(rt, actor, id, async (hand) => {
    if (hand.run.state === "executing") await workOn(hand, isLate);
    if (hand.run.state === "verifying") await verifyStage(rt, hand, isLate);
  });
  return getRun(rt, actor, id);
}

/** Takes a run to a state it can be worked on in. */
async function setGoing(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  id: number,
  cursor: string | null,
): Promise<void> {
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    if (["executing", "verifying", "stage_done", "done"].includes(run.state)) return;
    if (run.state === "paused") {
      const { pausedFrom } = run;
      if (pausedFrom !== "executing" && pausedFrom !== "verifying") throw wrongState(run);
      if (cursor !== null) return;
      const failed = await tx
        .update(syncOps)
        .set({ state: "planned", why: null, finishedAt: null })
        .where(and(eq(syncOps.runId, id), eq(syncOps.stage, run.stage), eq(syncOps.state, "failed")));
      const opsFailed = run.opsFailed - failed[0].affectedRows;
      // What failed in the stage is tried again, and looked at again where it was verified before.
      const state = failed[0].affectedRows > 0 ? ("executing" as const) : pausedFrom;
      const change = { state, pausedFrom: null, error: null, errorDetail: null, opsFailed };
      await tx.update(syncRuns).set(change).where(eq(syncRuns.id, id));
      await tx
        .update(syncStages)
        .set({ state, startedAt: at, verifyRunId: null, leftover: null })
        .where(and(eq(syncStages.runId, id), eq(syncStages.stage, run.stage)));
      await writeAudit(tx, actor, at, { action: "image_sync.resume", subject: `image_sync:${id}` });
      return;
    }
    if (run.state !== "approved") throw wrongState(run);
    const stage = await stageOf(tx, id, run.stage);
    if (stage?.state !== "approved" || !stage.planHash) throw wrongState(run);
    if (run.planHash === null || !stage.planHash.equals(run.planHash)) throw stalePlan(run);
    await refuseStale(tx, run, stage.planHash.toString("hex"));
    const ghosts = await tx.$count(
      syncFindings,
      and(eq(syncFindings.runId, id), eq(syncFindings.verdict, "ghost"), eq(syncFindings.certainty, "certain")),
    );
    const isTooMuch = areTooManyGhosts(ghosts, run.counts?.rows ?? 0, run.caps);
    const change = isTooMuch
      ? { state: "aborted" as const, ...stoppedBy("too_many_ghosts"), finishedAt: at }
      : { state: "executing" as const, error: null };
    await tx.update(syncRuns).set(change).where(eq(syncRuns.id, id));
    await tx
      .update(syncStages)
      .set(isTooMuch ? { state: "failed" } : { state: "executing", startedAt: at })
      .where(and(eq(syncStages.runId, id), eq(syncStages.stage, run.stage)));
    await writeAudit(tx, actor, at, {
      action: isTooMuch ? "image_sync.abort" : "image_sync.execute",
      subject: `image_sync:${id}`,
      after: { stage: run.stage, ops: stage.ops, planHash: stage.planHash.toString("hex") },
    });
  });
}

/**
 * Takes step after step in their order, a batch of customers at a time: before each the storage has to be the one that was
 * scanned, after each it is weighed whether too much went otherwise than planned.
 */
async function workOn(hand: Hand, isLate: () => boolean): Promise<void> {
  const { rt, run } = hand;
  const wait = await waitUntilOf(rt.db, run, rt.env.IMAGE_RECHECK_MINUTES);
  if (wait !== null && (await rt.clock()) < wait) return;
  let after = -1;
  let batch: number | null = null;
  for (;;) {
    const step = await nextStep(hand, after);
    if (!step || step.op.batch !== batch) {
      if ((batch !== null || !step) && (await stopIfOff(hand))) return;
      if (step && !(await isRightStorage(hand))) return;
    }
    if (!step) break;
    batch = step.op.batch;
    after = step.op.seq;
    await takeStep(hand, step);
    if (isLate()) {
      await stopIfOff(hand);
      return;
    }
  }
  await holding(hand, "executing", async (tx, at) => {
    await tx.update(syncRuns).set({ state: "verifying" }).where(eq(syncRuns.id, run.id));
    await tx
      .update(syncStages)
      .set({ state: "verifying", finishedAt: at })
      .where(and(eq(syncStages.runId, run.id), eq(syncStages.stage, run.stage)));
  });
  run.state = "verifying";
}

async function nextStep({ rt, run }: Hand, after: number): Promise<Step | undefined> {
  const [next] = await rt.db
    .select({ op: syncOps, finding: syncFindings })
    .from(syncOps)
    .innerJoin(syncFindings, eq(syncFindings.id, syncOps.findingId))
    .where(
      and(
        eq(syncOps.runId, run.id),
        eq(syncOps.stage, run.stage),
        gt(syncOps.seq, after),
        inArray(syncOps.state, ["planned", "intent"]),
      ),
    )
    .orderBy(asc(syncOps.seq))
    .limit(1);
  return next;
}

async function isRightStorage(hand: Hand): Promise<boolean> {
  const isRight = await isTheSameStorage(hand.rt.db, hand.rt.storage, hand.run);
  if (!isRight) await stopRun(hand, "canary_failed");
  return isRight;
}

async function stopIfOff(hand: Hand): Promise<boolean> {
  const { rt, run } = hand;
  const stage = await stageOf(rt.db, run.id, run.stage);
  if (!stage) return false;
  const tally = await rt.db
    .select({ state: syncOps.state, n: sql<number>`count(*)`.mapWith(Number) })
    .from(syncOps)
    .where(
      and(eq(syncOps.runId, run.id), eq(syncOps.stage, run.stage), sql`${syncOps.finishedAt} >= ${stage.startedAt}`),
    )
    .groupBy(syncOps.state);
  const count = (state: string) => tally.find((one) => one.state === state)?.n ?? 0;
  const why = whyStop(run.caps, stage.ops, { failed: count("failed"), skipped: count("skipped") });
  if (why) await stopRun(hand, why);
  return why !== null;
}
