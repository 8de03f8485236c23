import "server-only";
import { and, desc, eq, ne } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { syncFindings, syncRuns, syncStages } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";

export type WaitingRun = {
  id: number;
  /** `approve` a stage, `decide` what is doubtful, go on with or take back what is `held` or `stopped`. */
  kind: "approve" | "decide" | "held" | "stopped";
  problemCustomers: number;
  ops: number;
};

/** So many runs back something half done is still looked for. */
const LOOKED_AT = 10;

/**
 * The clean-up that can't go on without a person: one begun and not ended, else the newest plan with something in it. Null where
 * nothing waits, or the actor has no say in it.
 */
export async function waitingRun(db: Executor, actor: Actor): Promise<WaitingRun | null> {
  if (!mayEver(actor, "image_sync.run")) return null;
  const runs = await db
    .select({
      id: syncRuns.id,
      state: syncRuns.state,
      planned: syncRuns.opsPlanned,
      done: syncRuns.opsDone,
      counts: syncRuns.counts,
    })
    .from(syncRuns)
    .where(ne(syncRuns.reason, "verify"))
    .orderBy(desc(syncRuns.id))
    .limit(LOOKED_AT);
  for (const [place, run] of runs.entries()) {
    const kind = await kindOf(db, run, place === 0);
    if (kind) return { id: run.id, kind, problemCustomers: run.counts?.problemCustomers ?? 0, ops: run.planned };
  }
  return null;
}

type Run = { id: number; state: string; planned: number; done: number };

async function kindOf(db: Executor, { id, state, planned, done }: Run, isNewest: boolean) {
  if (state === "paused") return "held";
  if (state === "aborted") return done > 0 || isNewest ? "stopped" : null;
  if (state === "stage_done") return (await hasOpenStage(db, id)) ? "approve" : null;
  // An older plan is out of date: the newest scan has seen the same again.
  if (state !== "planned" || !isNewest) return null;
  if (planned > 0) return "approve";
  return (await hasOpenQuestion(db, id)) ? "decide" : null;
}

async function hasOpenStage(db: Executor, runId: number): Promise<boolean> {
  const found = await db
    .select({ stage: syncStages.stage })
    .from(syncStages)
    .where(and(eq(syncStages.runId, runId), eq(syncStages.state, "open")))
    .limit(1);
  return found.length > 0;
}

async function hasOpenQuestion(db: Executor, runId: number): Promise<boolean> {
  const found = await db
    .select({ id: syncFindings.id })
    .from(syncFindings)
    .where(
      and(
        eq(syncFindings.runId, runId),
        eq(syncFindings.certainty, "doubtful"),
        eq(syncFindings.decision, "open"),
        ne(syncFindings.action, "report"),
      ),
    )
    .limit(1);
  return found.length > 0;
}
