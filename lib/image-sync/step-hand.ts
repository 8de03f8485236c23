import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { SyncState } from "@/db/enums";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { syncBackups, type syncFindings, syncOps, syncRuns } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import type { Run } from "./find-run";
import { isHeld, leaseEnd, type SyncLease } from "./lease";
import type { ConflictWhy, Settled } from "./op-step";
import { type ImageRowFull, shaOfText, textOfRow } from "./row-text";
import { type Looked, lookingAt, type Moves, movingIn } from "./storage-trouble";

export type SyncRuntime = Pick<Runtime, "db" | "clock" | "storage" | "quarantine" | "env">;
/** What a step may touch: it looks at files and moves them to and fro, and has no way to put or destroy one. */
type StepRuntime = Pick<Runtime, "db" | "clock" | "env"> & { storage: Looked; quarantine: Moves };
export type Op = typeof syncOps.$inferSelect;
export type Finding = typeof syncFindings.$inferSelect;
/** Whoever works on a run: what it may touch, by which right, and for whom. */
export type Hand = { rt: StepRuntime; lease: SyncLease; run: Run; actor: Actor };
export type Step = { op: Op; finding: Finding };

export const handFor = ({ db, clock, env, storage, quarantine }: SyncRuntime, of: Omit<Hand, "rt">): Hand => ({
  rt: { db, clock, env, storage: lookingAt(storage), quarantine: movingIn(quarantine) },
  ...of,
});

/** The run is another's by now, or was paused: whoever worked on it stops and has changed nothing. */
export class Halted extends Error {
  override readonly name = "Halted";
}

/**
 * A transaction in which a run is surely still ours and in the state it is worked on in; nobody pauses or takes it over until
 * the end of it (ST-13).
 * @throws Halted
 */
export const holding = <R>({ rt, lease }: Hand, state: SyncState, work: (tx: Tx, at: Date) => Promise<R>): Promise<R> =>
  retryDeadlocks(rt.db, async (tx) => {
    const [held] = await tx
      .update(syncRuns)
      .set({ leaseUntil: leaseEnd })
      .where(and(isHeld(lease), eq(syncRuns.state, state)));
    if (held.affectedRows !== 1) throw new Halted();
    return work(tx, await rt.clock());
  });

const COUNTERS = { done: "opsDone", skipped: "opsSkipped", failed: "opsFailed" } as const;

/** Writes how a step ended, with the counters of its run and a line for the audit where something was changed. */
export async function settle(tx: Tx, { run, actor }: Hand, { op }: Step, end: Settled, at: Date): Promise<void> {
  const [set] = await tx
    .update(syncOps)
    .set({
      ...{ state: end.state, why: end.why, attempts: sql`${syncOps.attempts} + 1`, finishedAt: at },
      startedAt: sql`coalesce(${syncOps.startedAt}, ${at})`,
    })
    .where(and(eq(syncOps.runId, run.id), eq(syncOps.seq, op.seq), sql`${syncOps.state} in ('planned', 'intent')`));
  if (set.affectedRows !== 1) throw new Halted();
  const counter = COUNTERS[end.state];
  await tx
    .update(syncRuns)
    .set({ [counter]: sql`${syncRuns[counter]} + 1` })
    .where(eq(syncRuns.id, run.id));
  if (end.state === "done") await auditStep(tx, actor, op, `image_sync.${op.act}`, at);
}

/** Each change by its own line (S4-37). No paths: people's names are in them. */
const auditStep = (tx: Tx, actor: Actor, op: Op, action: string, at: Date) =>
  writeAudit(tx, actor, at, {
    action,
    subject:
      op.imageId === null || op.act === "set_aside"
        ? `image_sync:${op.runId}/${op.seq}`
        : `customer_image:${op.imageId}`,
    after: { run: op.runId, seq: op.seq, finding: op.findingId },
  });

/** Writes how taking a step back ended. */
export async function settleUndo(
  tx: Tx,
  { run, actor }: Hand,
  op: Op,
  why: ConflictWhy | null,
  at: Date,
): Promise<void> {
  const state = why === null ? ("undone" as const) : ("conflict" as const);
  const [set] = await tx
    .update(syncOps)
    .set({ state, why, undoneAt: at })
    .where(
      and(eq(syncOps.runId, run.id), eq(syncOps.seq, op.seq), sql`${syncOps.state} not in ('undone', 'conflict')`),
    );
  if (set.affectedRows !== 1) throw new Halted();
  // What was done and stands is counted as done: a conflict stands.
  const wasDone = op.finishedAt !== null && op.why === null;
  await tx
    .update(syncRuns)
    .set(
      why === null
        ? { opsUndone: sql`${syncRuns.opsUndone} + 1`, ...(wasDone && { opsDone: sql`${syncRuns.opsDone} - 1` }) }
        : { conflicts: sql`${syncRuns.conflicts} + 1` },
    )
    .where(eq(syncRuns.id, run.id));
  if (why === null) await auditStep(tx, actor, op, `image_sync.undo_${op.act}`, at);
}

/** Keeps a row as it is, whole, in the transaction that is about to change it (D-31). `verAfter` null: it goes. */
export async function backUp(tx: Tx, op: Op, row: ImageRowFull, verAfter: number | null): Promise<void> {
  const rowJson = textOfRow(row);
  await tx.insert(syncBackups).values({
    ...{ runId: op.runId, seq: op.seq, tbl: "customer_images", pk: row.id },
    ...{ rowJson, rowSha: shaOfText(rowJson), verAfter },
  });
}
