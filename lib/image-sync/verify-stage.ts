import "server-only";
import { and, eq, isNotNull, ne, sql } from "drizzle-orm";
import { syncFindings, syncOps, syncRuns, syncStages } from "@/db/schema/image-sync";
import { writeAudit } from "@/lib/access/audit";
import { stageOf } from "./approve-stage";
import { findRun } from "./find-run";
import { keptUntil } from "./keep-days";
import { scanSlice } from "./scan-slice";
import { startScan } from "./start-scan";
import { type Hand, holding, type SyncRuntime } from "./step-hand";
import { stoppedBy } from "./stop-rules";
import { stopRun } from "./stop-run";

/** Enough to get on with it however late it is, and well below our own lease. */
const SLICE_MS = 1_000;

/**
 * Scans the customers of a stage again, as any scan does: nothing certain may be left of them. Only that opens the next stage
 * (S4-27, ST-14); else the run stops for somebody to look.
 */
export async function verifyStage(rt: SyncRuntime, hand: Hand, isLate: () => boolean): Promise<void> {
  const { run } = hand;
  const verifyRunId = await scanOf(hand);
  if (verifyRunId !== null) {
    for (;;) {
      // Paused meanwhile, or another's: then it stops here.
      await holding(hand, "verifying", async () => {});
      // Somebody else is at it: they may be the one who goes on here, too.
      if (!(await scanSlice(rt, verifyRunId, { budgetMs: SLICE_MS }))) return;
      if ((await findRun(rt.db, verifyRunId)).state !== "scanning") break;
      if (isLate()) return;
    }
    const scan = await findRun(rt.db, verifyRunId);
    // What couldn't be looked at isn't clean.
    const failed = (scan.checkpoint as { failed?: number[] } | null)?.failed ?? [];
    if (scan.state !== "done" || failed.length > 0) return stopRun(hand, "verify_failed", scan.error);
  }
  const leftover = verifyRunId === null ? 0 : await leftoverOf(hand, verifyRunId);
  const isClean = leftover === 0;
  await holding(hand, "verifying", async (tx, at) => {
    await tx
      .update(syncStages)
      .set({ state: isClean ? "passed" : "failed", leftover, verifiedAt: at })
      .where(and(eq(syncStages.runId, run.id), eq(syncStages.stage, run.stage)));
    const [next] = await tx
      .select()
      .from(syncStages)
      .where(and(eq(syncStages.runId, run.id), eq(syncStages.state, "locked")))
      .orderBy(syncStages.stage)
      .limit(1);
    if (isClean && next)
      await tx
        .update(syncStages)
        .set({ state: "open" })
        .where(and(eq(syncStages.runId, run.id), eq(syncStages.stage, next.stage)));
    const passed = { state: next ? ("stage_done" as const) : ("done" as const), finishedAt: next ? null : at };
    await tx
      .update(syncRuns)
      .set({
        ...(isClean
          ? passed
          : { state: "paused" as const, pausedFrom: "verifying" as const, ...stoppedBy("verify_found") }),
        purgeAfter: keptUntil(at),
      })
      .where(eq(syncRuns.id, run.id));
    await writeAudit(tx, hand.actor, at, {
      action: "image_sync.verify",
      subject: `image_sync:${run.id}`,
      after: { stage: run.stage, leftover, scan: verifyRunId },
    });
  });
}

/** The scan that looks at the stage again, begun with the first call; null where the stage is of nobody. */
async function scanOf(hand: Hand): Promise<number | null> {
  const { rt, run } = hand;
  const stage = await stageOf(rt.db, run.id, run.stage);
  if (stage?.verifyRunId) return stage.verifyRunId;
  const rows = await rt.db
    .selectDistinct({ id: syncOps.customerId })
    .from(syncOps)
    .where(and(eq(syncOps.runId, run.id), eq(syncOps.stage, run.stage), isNotNull(syncOps.customerId)));
  const customerIds = rows.map(({ id }) => id!).sort((a, b) => a - b);
  if (customerIds.length === 0) return null;
  return holding(hand, "verifying", async (tx, at) => {
    const scanId = await startScan(tx, rt, hand.actor, at, {
      reason: "verify",
      scope: { customerIds },
      parentId: run.id,
    });
    await tx
      .update(syncStages)
      .set({ verifyRunId: scanId })
      .where(and(eq(syncStages.runId, run.id), eq(syncStages.stage, run.stage)));
    return scanId;
  });
}

/**
 * What is certain and could be acted on, besides what nobody agreed to; so many of one customer that they are doubted for it, and
 * what couldn't be looked at, aren't clean either.
 */
async function leftoverOf({ rt, run }: Hand, scanId: number): Promise<number> {
  const [row] = await rt.db
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(syncFindings)
    .where(
      and(
        eq(syncFindings.runId, scanId),
        ne(syncFindings.action, "report"),
        sql`(${syncFindings.certainty} = 'certain' or ${syncFindings.doubt} in ('most_of_customer', 'scan_failed'))`,
        sql`not exists (select 1 from ${syncFindings} known where known.run_id = ${run.id}
          and (known.decision = 'kept' or (known.certainty = 'doubtful' and known.decision <> 'approved'))
          and known.verdict = ${syncFindings.verdict} and known.path_key = ${syncFindings.pathKey}
          and coalesce(known.image_id, 0) = coalesce(${syncFindings.imageId}, 0))`,
      ),
    );
  return row?.n ?? 0;
}
