import "server-only";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { FindingDecision } from "@/db/enums";
import { customerImages } from "@/db/schema/customer-images";
import { syncFindings, syncOps, syncRuns, syncStages } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { lockRun, type Run, refuseOthers, wrongState } from "./find-run";
import { makePlan } from "./make-plan";
import { isActedUpon } from "./plan-ops";
import { getRun } from "./queries";
import type { SyncRunDto } from "./run-dto";
import type { DecideInput } from "./schema";

type Finding = typeof syncFindings.$inferSelect;

/** Between two stages, never during one. */
const OPEN_FOR_WORDS: readonly Run["state"][] = ["planned", "approved", "stage_done", "done"];
/** What nobody could look at is nobody's to decide: look again (image-sync.md 2e). */
const UNSEEN = new Set<string | null>(["scan_failed"]);
const NAMED_IN_AUDIT = 100;

/**
 * A person's word on findings: do it, keep it, or open again; by their ids, or on all of a verdict. The plan is made anew with it,
 * so an approval that was given falls. `keepImageId` says which of two rows stays.
 * @returns the run, and how many findings were changed
 * @throws AppError forbidden; not_found; invalid; conflict (wrong_state, stage_begun, report_only)
 */
export async function decideFinding(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { id, findingIds, verdict, decision, keepImageId }: DecideInput,
): Promise<SyncRunDto & { changed: number }> {
  refuseOthers(actor, "image_sync.run");
  if ((findingIds === undefined) === (verdict === undefined)) throw invalid("findingIds", "required");
  if (keepImageId !== undefined && findingIds?.length !== 1) throw invalid("keepImageId", "badValue");
  const at = await rt.clock();
  const changed = await rt.db.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    if (!OPEN_FOR_WORDS.includes(run.state) || run.reason === "verify") throw wrongState(run);
    const asked = findingIds ? await named(tx, run, findingIds, decision) : await all(tx, run.id, verdict!, decision);
    const chosen =
      keepImageId === undefined ? asked : await chooseKeeper(tx, run, asked[0] as Finding, keepImageId, decision);
    const mayAct = (one: Finding) =>
      decision !== "approved" || (one.action !== "report" && !UNSEEN.has(one.doubt)) || keepImageId !== undefined;
    if (findingIds && !chosen.every(mayAct))
      throw new AppError("conflict", { message: "imageSyncReport", reason: "report_only" });
    const changed = chosen.filter((one) => mayAct(one) && (one.decision !== decision || keepImageId !== undefined));
    if (changed.length === 0) return 0;
    await write(tx, changed, decision, actor, at);
    if (decision === "open") for (const one of changed) await takeBackKeeper(tx, one);
    const turns = (one: Finding) => isActedUpon(one.certainty, one.decision) !== isActedUpon(one.certainty, decision);
    if (keepImageId !== undefined || changed.some((one) => turns(one) || one.evidence.proposedKeep !== undefined))
      await planAnew(tx, run);
    await writeAudit(tx, actor, at, {
      action: "image_sync.decide",
      subject: `image_sync:${id}`,
      after: {
        ...{ decision, count: changed.length, findings: changed.slice(0, NAMED_IN_AUDIT).map((one) => one.id) },
        ...(verdict && { verdict }),
        ...(keepImageId !== undefined && { keepImageId }),
      },
    });
    return changed.length;
  });
  return { ...(await getRun(rt, actor, id)), changed };
}

/** Findings of customers whose stage hasn't begun. */
const isFree = (runId: number) => sql`not exists (
  select 1 from ${syncOps} o join ${syncStages} s on s.run_id = o.run_id and s.stage = o.stage
  where o.run_id = ${runId} and coalesce(o.customer_id, 0) = coalesce(${syncFindings.customerId}, 0)
    and s.state not in ('locked', 'open', 'approved'))`;

/** A stage that is only approved hasn't begun: its approval falls with the plan. */
async function named(tx: Tx, run: Run, ids: readonly number[], decision: FindingDecision): Promise<Finding[]> {
  const isOne = and(eq(syncFindings.runId, run.id), inArray(syncFindings.id, [...ids]));
  const found = await tx.select().from(syncFindings).where(isOne);
  if (found.length !== new Set(ids).size) throw new AppError("not_found");
  const free = await tx
    .select({ id: syncFindings.id })
    .from(syncFindings)
    .where(and(isOne, isFree(run.id)));
  const isLast = await everyStageBegun(tx, run.id);
  const isWanted = found.some((one) => isActedUpon(one.certainty, decision));
  if (free.length !== found.length || (isLast && isWanted))
    throw new AppError("conflict", { message: "imageSyncBegun", reason: "stage_begun" });
  return found;
}

async function everyStageBegun(tx: Tx, runId: number): Promise<boolean> {
  const [last] = await tx
    .select()
    .from(syncStages)
    .where(and(eq(syncStages.runId, runId), eq(syncStages.stage, 3)));
  return last !== undefined && last.ops > 0 && !["locked", "open", "approved"].includes(last.state);
}

const all = (tx: Tx, runId: number, verdict: Finding["verdict"], decision: FindingDecision): Promise<Finding[]> =>
  tx
    .select()
    .from(syncFindings)
    .where(
      and(
        eq(syncFindings.runId, runId),
        eq(syncFindings.verdict, verdict),
        decision === "open" ? ne(syncFindings.decision, "open") : eq(syncFindings.decision, "open"),
        isFree(runId),
      ),
    );

async function write(tx: Tx, changed: readonly Finding[], decision: FindingDecision, actor: Actor, at: Date) {
  const decidedBy = decision !== "open" && actor.kind === "user" ? actor.userId : null;
  const decidedAt = decision === "open" ? null : at;
  const ids = changed.map((one) => one.id);
  for (let i = 0; i < ids.length; i += 1_000)
    await tx
      .update(syncFindings)
      .set({ decision, decidedBy, decidedAt })
      .where(inArray(syncFindings.id, ids.slice(i, i + 1_000)));
}

/**
 * Turns a finding of two rows round, so that the one that was to stay goes. Others of the same group keep the new one too; a row
 * that stays is never the one another finding takes away.
 */
async function chooseKeeper(
  tx: Tx,
  run: Run,
  finding: Finding,
  keepImageId: number,
  decision: FindingDecision,
): Promise<Finding[]> {
  const { imageId, keepImageId: other } = finding;
  const isOneOfTwo = imageId !== null && other !== null && [imageId, other].includes(keepImageId);
  if (!isOneOfTwo || decision !== "approved") throw invalid("keepImageId", "badValue");
  // Of the same name with other bytes nothing was proposed: a person has seen both and says which goes.
  const action = finding.action === "report" ? ("delete_and_set_aside" as const) : finding.action;
  if (keepImageId === other) {
    if (action !== finding.action) await tx.update(syncFindings).set({ action }).where(eq(syncFindings.id, finding.id));
    return [{ ...finding, action }];
  }
  const group = await tx
    .select()
    .from(syncFindings)
    .where(
      and(
        eq(syncFindings.runId, run.id),
        eq(syncFindings.verdict, finding.verdict),
        eq(syncFindings.keepImageId, other),
      ),
    );
  await turn(tx, finding, other, keepImageId, { proposedKeep: other, proposedAction: finding.action }, action);
  for (const one of group.filter(({ id }) => id !== finding.id))
    await tx.update(syncFindings).set({ keepImageId }).where(eq(syncFindings.id, one.id));
  return [{ ...finding, action }];
}

/** What stood there before a person chose, once the choice is taken back. */
async function takeBackKeeper(tx: Tx, finding: Finding): Promise<void> {
  const { proposedKeep, proposedAction, ...evidence } = finding.evidence;
  const keep = finding.keepImageId;
  if (typeof proposedKeep !== "number" || keep === null || finding.imageId !== proposedKeep) {
    if (finding.verdict === "same_name" && finding.action !== "report")
      await tx.update(syncFindings).set({ action: "report" }).where(eq(syncFindings.id, finding.id));
    return;
  }
  await turn(
    tx,
    { ...finding, evidence },
    keep,
    proposedKeep,
    {},
    (proposedAction as Finding["action"]) ?? finding.action,
  );
  await tx
    .update(syncFindings)
    .set({ keepImageId: proposedKeep })
    .where(
      and(
        eq(syncFindings.runId, finding.runId),
        eq(syncFindings.verdict, finding.verdict),
        eq(syncFindings.keepImageId, keep),
      ),
    );
}

/** Makes `goes` the row a finding takes away, as it is now, and `stays` the one that is kept. */
async function turn(
  tx: Tx,
  finding: Finding,
  goes: number,
  stays: number,
  noted: Finding["evidence"],
  action: Finding["action"],
): Promise<void> {
  const [row] = await tx.select().from(customerImages).where(eq(customerImages.id, goes));
  if (!row) throw new AppError("conflict", { message: "imageSyncStale", reason: "stale_plan" });
  const { ver, filePath, pathKey, bytes, sha256 } = row;
  await tx
    .update(syncFindings)
    .set({
      ...{ imageId: goes, keepImageId: stays, ver, filePath, pathKey, action },
      // Two rows of the same bytes: what was read of one holds for the other.
      bytes: finding.verdict === "same_name" ? bytes : (bytes ?? finding.bytes),
      sha256: finding.verdict === "same_name" ? sha256 : (sha256 ?? finding.sha256),
      evidence: { ...finding.evidence, ...noted },
    })
    .where(eq(syncFindings.id, finding.id));
}

/** With another plan an approval that was given falls, and a run that was done has a stage to go. */
async function planAnew(tx: Tx, run: Run): Promise<void> {
  if (run.state === "approved") {
    await tx
      .update(syncStages)
      .set({ state: "open", approvedBy: null, approvedAt: null, planHash: null })
      .where(and(eq(syncStages.runId, run.id), eq(syncStages.stage, run.stage)));
  }
  await makePlan(tx, run);
  const stages = await tx.select().from(syncStages).where(eq(syncStages.runId, run.id));
  const done = Math.max(
    0,
    ...stages.filter(({ state, ops }) => state === "passed" && ops > 0).map(({ stage }) => stage),
  );
  const isOpen = stages.some(({ state }) => state === "open");
  const state = done === 0 ? ("planned" as const) : isOpen ? ("stage_done" as const) : ("done" as const);
  await tx.update(syncRuns).set({ state, stage: done }).where(eq(syncRuns.id, run.id));
}
