import type { Actor } from "@/lib/access/actor";
import { approveStage } from "@/lib/image-sync/approve-stage";
import { executeRun, type SliceOptions } from "@/lib/image-sync/execute-run";
import type { SyncRuntime } from "@/lib/image-sync/step-hand";
import { undoRun } from "@/lib/image-sync/undo-run";
import type { syncTools } from "./sync-rig";

export const SCRIPT = { kind: "system", job: "script" } as const satisfies Actor;

/** Executes as a client that calls again and again, until nothing goes on by itself. */
export async function executeAll(rt: SyncRuntime, id: number, options: SliceOptions = {}, actor: Actor = SCRIPT) {
  for (;;) {
    const done = await executeRun(rt, actor, { id }, options);
    if (done.cursor === null || done.state === "paused") return done;
  }
}

export async function undoAll(rt: SyncRuntime, id: number, options: SliceOptions = {}, actor: Actor = SCRIPT) {
  for (;;) {
    const done = await undoRun(rt, actor, { id }, options);
    if (done.cursor === null) return done;
  }
}

/** Plans a run, approves its next stage and gives its hash. */
export async function planAndApprove(rt: SyncRuntime, tools: ReturnType<typeof syncTools>, id: number, stage = 1) {
  const planHash = await tools.plan(id);
  await approveStage(rt, SCRIPT, { id, planHash, stage });
  return planHash;
}
