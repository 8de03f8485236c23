import "server-only";
import { and, asc, eq, gte, inArray, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { syncFindings, syncOps, syncRuns, syncStages } from "@/db/schema/image-sync";
import { planHashOf } from "./plan-hash";
import { type PlannedOp, planOps } from "./plan-ops";
import { STAGES, type StageNumber } from "./stage-of";

type Run = Pick<typeof syncRuns.$inferSelect, "id" | "batchSize">;
/** Rows written in one statement. */
const CHUNK = 500;

/**
 * Makes the plan of a run from its findings and people's words on them: the steps, their stages and the hash an approval must
 * name. Called at the end of a scan and after each decision; stages that have begun stay as they are. Changes no image.
 */
export async function makePlan(tx: Tx, run: Run): Promise<{ planHash: Buffer; ops: number }> {
  const begun = await begunStages(tx, run.id);
  const first = STAGES.find((stage) => !begun.has(stage));
  const ops: PlannedOp[] = [];
  if (first !== undefined) {
    await tx.delete(syncOps).where(and(eq(syncOps.runId, run.id), gte(syncOps.stage, first)));
    const [last] = await tx
      .select({
        seq: sql<number | null>`max(${syncOps.seq})`.mapWith((value) => (value === null ? null : Number(value))),
      })
      .from(syncOps)
      .where(eq(syncOps.runId, run.id));
    const from = { stage: first, seq: (last?.seq ?? -1) + 1 };
    ops.push(...planOps(run.id, await findingsFor(tx, run.id), run.batchSize, from));
    for (let at = 0; at < ops.length; at += CHUNK)
      await tx.insert(syncOps).values(ops.slice(at, at + CHUNK).map((op) => ({ runId: run.id, ...op })));
    await writeStages(tx, run.id, begun, ops);
  }
  const planHash = await readPlanHash(tx, run.id);
  const planned = await tx.$count(syncOps, eq(syncOps.runId, run.id));
  await tx.update(syncRuns).set({ planHash, opsPlanned: planned }).where(eq(syncRuns.id, run.id));
  return { planHash, ops: planned };
}

/** Stages whose steps are fixed: approved, or done. An empty one that was passed is free again. */
async function begunStages(tx: Tx, runId: number): Promise<Set<StageNumber>> {
  const rows = await tx.select().from(syncStages).where(eq(syncStages.runId, runId));
  const isBegun = ({ state, ops }: (typeof rows)[number]) => state !== "locked" && state !== "open" && ops > 0;
  const begun = rows.filter(isBegun).map(({ stage }) => stage as StageNumber);
  const last = Math.max(0, ...begun);
  return new Set(STAGES.filter((stage) => stage <= last));
}

/** Findings to act upon, of customers whose stage hasn't begun. */
const findingsFor = (tx: Tx, runId: number) =>
  tx
    .select({
      id: syncFindings.id,
      seq: syncFindings.seq,
      customerId: syncFindings.customerId,
      action: syncFindings.action,
      imageId: syncFindings.imageId,
      ver: syncFindings.ver,
      filePath: syncFindings.filePath,
      toPath: syncFindings.toPath,
      bytes: syncFindings.bytes,
      sha256: syncFindings.sha256,
    })
    .from(syncFindings)
    .where(
      and(
        eq(syncFindings.runId, runId),
        or(
          and(eq(syncFindings.certainty, "certain"), inArray(syncFindings.decision, ["open", "approved"])),
          and(eq(syncFindings.certainty, "doubtful"), eq(syncFindings.decision, "approved")),
        ),
        // Whoever has a step of a begun stage is done with: the rest of the steps were deleted just now.
        sql`not exists (select 1 from ${syncOps} begun where begun.run_id = ${runId}
          and coalesce(begun.customer_id, 0) = coalesce(${syncFindings.customerId}, 0))`,
      ),
    )
    .orderBy(asc(syncFindings.seq));

/** The stages that haven't begun, anew: the first with steps is open once nothing before it is under way, the others wait. */
async function writeStages(tx: Tx, runId: number, begun: ReadonlySet<StageNumber>, ops: readonly PlannedOp[]) {
  const free = STAGES.filter((stage) => !begun.has(stage));
  await tx.delete(syncStages).where(and(eq(syncStages.runId, runId), inArray(syncStages.stage, free)));
  const [underWay] = await tx
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(syncStages)
    .where(and(eq(syncStages.runId, runId), sql`${syncStages.state} <> 'passed'`));
  let isNext = (underWay?.n ?? 0) === 0;
  for (const stage of free) {
    const own = ops.filter((op) => op.stage === stage);
    // An empty stage is passed with a note (C-64): nothing was there to look after.
    const state = own.length === 0 ? ("passed" as const) : isNext ? ("open" as const) : ("locked" as const);
    if (own.length > 0) isNext = false;
    const customers = new Set(own.map((op) => op.customerId ?? 0)).size;
    await tx.insert(syncStages).values({ runId, stage, state, customers, ops: own.length });
  }
}

/** The hash of the steps as they are stored. */
export async function readPlanHash(tx: Pick<Tx, "select">, runId: number): Promise<Buffer> {
  const ops = await tx.select().from(syncOps).where(eq(syncOps.runId, runId)).orderBy(asc(syncOps.seq));
  return planHashOf(runId, ops);
}
