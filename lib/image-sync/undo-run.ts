import "server-only";
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { syncOps, syncRuns, syncStages } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import type { SliceOptions } from "./execute-run";
import { lockRun, type Run, refuseOthers, wrongState } from "./find-run";
import { onLease } from "./on-lease";
import { getRun } from "./queries";
import type { SyncRunDto } from "./run-dto";
import type { SyncStep } from "./schema";
import { type Hand, holding, type Op, type SyncRuntime } from "./step-hand";
import { stopRun } from "./stop-run";
import { StorageTrouble } from "./storage-trouble";
import { undoStep } from "./undo-step";

const BUDGET_MS = 1_500;
/** From where a run can be taken back: as soon as something may have been done, and until it was destroyed. */
const UNDOABLE: readonly Run["state"][] = [
  "approved",
  "executing",
  "paused",
  "verifying",
  "stage_done",
  "done",
  "aborted",
];
/** What may have changed anything. */
const TOUCHED = ["done", "intent", "failed", "undoing"] as const;

/**
 * Takes back everything a run has done, last first, a bounded slice a call; also of a stage that is half done or broke off in the
 * middle of a step. What somebody changed since stays as it is and is told as a conflict (ST-12).
 * @throws AppError forbidden; not_found; conflict (wrong_state)
 */
export async function undoRun(
  rt: SyncRuntime,
  actor: Actor,
  { id }: SyncStep,
  { budgetMs = BUDGET_MS, isOver = () => false }: SliceOptions = {},
): Promise<SyncRunDto> {
  refuseOthers(actor, "image_sync.run");
  const startMs = performance.now();
  await beginUndo(rt, actor, id);
  await onLease(rt, actor, id, async (hand) => {
    try {
      for (let op = await nextOp(hand); op; op = await nextOp(hand)) {
        await undoStep(hand, op);
        if (isOver() || performance.now() - startMs >= budgetMs) return;
      }
      await finish(hand);
    } catch (error) {
      // The step stands as it was: the next call tries it again.
      if (!(error instanceof StorageTrouble)) throw error;
      await stopRun(hand, "undo_failed", error.message);
    }
  });
  return getRun(rt, actor, id);
}

async function beginUndo(rt: Pick<Runtime, "db" | "clock">, actor: Actor, id: number): Promise<void> {
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    if (run.state === "undoing" || run.state === "undone") return;
    // A scan that ended by itself has done nothing.
    if (!UNDOABLE.includes(run.state) || run.stage === 0) throw wrongState(run);
    const change = { state: "undoing" as const, pausedFrom: null, error: null, errorDetail: null };
    // Whoever was working on it finds it isn't theirs any more with the next step.
    await tx.update(syncRuns).set(change).where(eq(syncRuns.id, id));
    await writeAudit(tx, actor, at, {
      action: "image_sync.undo",
      subject: `image_sync:${id}`,
      after: { from: run.state, stage: run.stage, done: run.opsDone },
    });
  });
}

async function nextOp({ rt, run }: Hand): Promise<Op | undefined> {
  const [op] = await rt.db
    .select()
    .from(syncOps)
    .where(and(eq(syncOps.runId, run.id), inArray(syncOps.state, [...TOUCHED])))
    .orderBy(desc(syncOps.seq))
    .limit(1);
  return op;
}

const finish = (hand: Hand): Promise<void> =>
  holding(hand, "undoing", async (tx, at) => {
    const { run, actor } = hand;
    const [stands] = await tx.select().from(syncRuns).where(eq(syncRuns.id, run.id));
    await tx.update(syncRuns).set({ state: "undone", undoneAt: at }).where(eq(syncRuns.id, run.id));
    const stages = await tx
      .select()
      .from(syncStages)
      .where(
        and(eq(syncStages.runId, run.id), inArray(syncStages.state, ["open", "approved", "executing", "verifying"])),
      )
      .orderBy(asc(syncStages.stage));
    for (const { stage } of stages)
      await tx
        .update(syncStages)
        .set({ state: "locked" })
        .where(and(eq(syncStages.runId, run.id), eq(syncStages.stage, stage)));
    await writeAudit(tx, actor, at, {
      action: "image_sync.undone",
      subject: `image_sync:${run.id}`,
      after: { undone: stands?.opsUndone, conflicts: stands?.conflicts },
    });
  });
