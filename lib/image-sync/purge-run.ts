import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { syncOps, syncRuns } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { AppError, invalid } from "@/lib/errors";
import type { SliceOptions } from "./execute-run";
import { lockRun, type Run, refuseOthers, wrongState } from "./find-run";
import { keptUntil } from "./keep-days";
import { onLease } from "./on-lease";
import { purgeWords } from "./purge-words";
import { getRun } from "./queries";
import type { SyncRunDto } from "./run-dto";
import type { PurgeInput } from "./schema";
import { endsOf } from "./set-aside";
import { type Hand, holding, type Op, type SyncRuntime } from "./step-hand";

const BUDGET_MS = 1_500;
const ENDED: readonly Run["state"][] = ["stage_done", "done", "paused", "aborted"];

/**
 * Destroys the files a run set aside, the one step that can't be taken back: not before their 30 days are over, and only for whoever
 * types what the run is called. Backups of rows stay.
 * @throws AppError forbidden; not_found; invalid; conflict (wrong_state, not_yet)
 */
export async function purgeRun(
  rt: SyncRuntime,
  actor: Actor,
  { id, confirm }: PurgeInput,
  { budgetMs = BUDGET_MS, isOver = () => false }: SliceOptions = {},
): Promise<SyncRunDto> {
  refuseOthers(actor, "image_sync.purge");
  const startMs = performance.now();
  await begin(rt, actor, id, confirm);
  await onLease(rt, actor, id, async (hand) => {
    for (let op = await nextOp(hand); op; op = await nextOp(hand)) {
      // Still ours and still wanted, right before it: nothing brings these bytes back.
      await holding(hand, "purging", async () => {});
      await rt.quarantine.destroy(endsOf(op)[1]);
      await noteDestroyed(hand, op);
      if (isOver() || performance.now() - startMs >= budgetMs) return;
    }
    await holding(hand, "purging", async (tx, at) => {
      await tx.update(syncRuns).set({ state: "purged" }).where(eq(syncRuns.id, id));
      await writeAudit(tx, actor, at, { action: "image_sync.purged", subject: `image_sync:${id}` });
    });
  });
  return getRun(rt, actor, id);
}

async function nextOp({ rt, run }: Hand): Promise<Op | undefined> {
  const [op] = await rt.db
    .select()
    .from(syncOps)
    .where(and(eq(syncOps.runId, run.id), eq(syncOps.state, "done"), eq(syncOps.act, "set_aside")))
    .orderBy(asc(syncOps.seq))
    .limit(1);
  return op;
}

const noteDestroyed = (hand: Hand, { runId, seq, bytes }: Op): Promise<void> =>
  holding(hand, "purging", async (tx, at) => {
    await tx
      .update(syncOps)
      .set({ state: "purged" })
      .where(and(eq(syncOps.runId, runId), eq(syncOps.seq, seq)));
    await writeAudit(tx, hand.actor, at, {
      action: "image_sync.destroy",
      subject: `image_sync:${runId}/${seq}`,
      after: { run: runId, seq, bytes },
    });
  });

async function begin(rt: Pick<SyncRuntime, "db" | "clock">, actor: Actor, id: number, confirm: string): Promise<void> {
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    if (confirm !== purgeWords(id)) throw invalid("confirm", "imageSyncConfirm");
    if (run.state === "purging" || run.state === "purged") return;
    if (!ENDED.includes(run.state) || run.stage === 0) throw wrongState(run);
    const [last] = await tx
      .select({ at: sql<Date | null>`max(${syncOps.finishedAt})`.mapWith(syncOps.finishedAt) })
      .from(syncOps)
      .where(and(eq(syncOps.runId, id), eq(syncOps.state, "done")));
    // Thirty days from the last file that went, and not before what the run itself says.
    const ends = [run.purgeAfter, last?.at ? keptUntil(last.at) : null];
    if (ends.every((end) => end === null) || ends.some((end) => end !== null && at < end))
      throw new AppError("conflict", { message: "imageSyncNotYet", reason: "not_yet" });
    await tx.update(syncRuns).set({ state: "purging" }).where(eq(syncRuns.id, id));
    await writeAudit(tx, actor, at, { action: "image_sync.purge", subject: `image_sync:${id}` });
  });
}
