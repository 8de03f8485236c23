import "server-only";
import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { recoveryRuns } from "@/db/schema/coverage";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { snapshotRun } from "@/lib/coverage/snapshot-run";
import { noteImported } from "@/lib/coverage/standing-queries";
import { AppError } from "@/lib/errors";
import { applyChunk, CHUNK, noteApplied, turnRun } from "./apply-chunk";
import { orgOf, planRecovery, type RecoveryRuntime } from "./plan-recovery";
import { progressOf } from "./queries";
import type { RunProgress } from "./run-dto";
import type { RecoveryInput } from "./schema";
import { scopeSet } from "./scope-set";
import { verifyRun } from "./verify-run";

/** How long one call works at most before it answers where it got. */
const BUDGET_MS = 1_500;

export type ApplyOptions = { chunk?: number; budgetMs?: number; isOver?: () => boolean };

/**
 * Applies a plan that was reviewed, and only that: the hash finds it, and where the facts have changed since, it is refused with
 * the plan as it would be now (rulings 24). One call works for a bounded time; calling again goes on, after a crash too.
 * @throws AppError as planRecovery does; conflict (recoveryStale with the new plan as `current`, recoveryBusy)
 */
export async function applyRecovery(
  rt: RecoveryRuntime,
  actor: Actor,
  { scope, planHash, cursor }: RecoveryInput & { planHash: string },
  { chunk = CHUNK, budgetMs = BUDGET_MS, isOver = () => false }: ApplyOptions = {},
): Promise<RunProgress> {
  const startMs = performance.now();
  let run = await latestOf(rt, actor, planHash);
  if (!run || run.state === "planned") run = await begin(rt, actor, scope, planHash);
  else await refuseForeignScope(rt, actor, scope);
  if (run.state === "paused") {
    // Whoever was in the middle of it stops here; only a call without a cursor means: go on.
    if (cursor) return progressOf(run);
    await turnRun(rt.db, run.id, ["paused"], { state: "applying" });
  } else if (run.state !== "applying" && run.state !== "done")
    throw new AppError("conflict", { message: "recoveryBusy" });
  for (;;) {
    const next = await applyChunk(rt.db, run.id, chunk);
    if (!next || next.state === "done") break;
    if (isOver() || performance.now() - startMs >= budgetMs) break;
  }
  const stands = await readRun(rt, run.id);
  return progressOf(
    stands.state === "done" && stands.finishedAt === null ? await finish(rt, actor, stands.id) : stands,
  );
}

type Run = typeof recoveryRuns.$inferSelect;

const readRun = async (rt: RecoveryRuntime, id: number): Promise<Run> =>
  (await rt.db.select().from(recoveryRuns).where(eq(recoveryRuns.id, id)))[0]!;

/** The newest run of this plan that can still be applied, or was. */
async function latestOf(rt: RecoveryRuntime, actor: Actor, planHash: string): Promise<Run | undefined> {
  const [run] = await rt.db
    .select()
    .from(recoveryRuns)
    .where(
      and(
        eq(recoveryRuns.planHash, Buffer.from(planHash, "hex")),
        eq(recoveryRuns.orgId, orgOf(actor)),
        inArray(recoveryRuns.state, ["planned", "applying", "paused", "done"]),
      ),
    )
    .orderBy(desc(recoveryRuns.id))
    .limit(1);
  return run;
}

/** The same question as at planning, asked of whoever goes on with it. */
async function refuseForeignScope(rt: RecoveryRuntime, actor: Actor, scope: RecoveryInput["scope"]): Promise<void> {
  await scopeSet(rt.db, rt.env, actor, scope, await rt.clock());
}

async function begin(rt: RecoveryRuntime, actor: Actor, scope: RecoveryInput["scope"], planHash: string): Promise<Run> {
  // Planning anew is what finds out whether the reviewed plan still holds: the same facts give the same hash.
  const plan = await planRecovery(rt, actor, scope);
  if (plan.planHash !== planHash) {
    const old = await latestOf(rt, actor, planHash);
    if (old) await turnRun(rt.db, old.id, ["planned"], { state: "stale" });
    throw new AppError("conflict", { message: "recoveryStale", reason: "stale_plan", current: plan });
  }
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    if (!(await turnRun(tx, plan.runId, ["planned"], { state: "applying", startedAt: at }))) return;
    await snapshotRun(tx, plan.runId, "before", at);
    await writeAudit(tx, actor, at, {
      action: "coverage.recover",
      subject: `recovery:${plan.runId}`,
      after: { scope: plan.scope.kind, messages: plan.messages, rows: plan.rows, planHash },
    });
  });
  return readRun(rt, plan.runId);
}

/** Reads back what was written, as whoever asks for the customer's history would, and keeps what was found (C-09, S0-27). */
async function finish(rt: RecoveryRuntime, actor: Actor, runId: number): Promise<Run> {
  const at = await rt.clock();
  const evidence = await verifyRun(rt.db, runId, at);
  await rt.db.transaction(async (tx) => {
    // Whoever comes first of those who drive it.
    const [first] = await tx
      .update(recoveryRuns)
      .set({ evidence, finishedAt: at })
      .where(and(eq(recoveryRuns.id, runId), eq(recoveryRuns.state, "done"), isNull(recoveryRuns.finishedAt)));
    if (first.affectedRows === 0) return;
    await noteApplied(tx, runId);
    await snapshotRun(tx, runId, "after", at);
    await noteImported(tx);
    await writeAudit(tx, actor, at, {
      action: "coverage.recovered",
      subject: `recovery:${runId}`,
      after: { rows: evidence.rows, missing: evidence.missing, ok: evidence.ok },
    });
  });
  return readRun(rt, runId);
}
