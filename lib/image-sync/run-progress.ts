import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { type SyncAct, syncActs } from "@/db/enums";
import { syncFindings, syncOps, type syncRuns, syncStages } from "@/db/schema/image-sync";
import { users } from "@/db/schema/users";
import type { StageDto, SyncRunDto } from "./run-dto";

type Run = typeof syncRuns.$inferSelect;
export type RunProgress = Pick<SyncRunDto, "stages" | "ops" | "undecided" | "cursor" | "waitUntil">;

const MINUTE_MS = 60_000;
/** States in which another call goes on by itself. After an approval somebody has to say: do it. */
const OPEN = new Set<Run["state"]>(["scanning", "executing", "verifying", "undoing", "purging"]);

/** How far a plan and its execution are. */
export async function progressOf(db: Executor, run: Run, recheckMinutes: number): Promise<RunProgress> {
  const [undecided] = await db
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(syncFindings)
    .where(
      and(eq(syncFindings.runId, run.id), eq(syncFindings.certainty, "doubtful"), eq(syncFindings.decision, "open")),
    );
  const {
    opsPlanned: planned,
    opsDone: done,
    opsSkipped: skipped,
    opsFailed: failed,
    opsUndone: undone,
    conflicts,
  } = run;
  return {
    stages: await stagesOf(db, run.id),
    ops: { planned, done, skipped, failed, undone, conflicts },
    undecided: undecided?.n ?? 0,
    cursor: cursorOf(run),
    waitUntil: (await waitUntilOf(db, run, recheckMinutes))?.toISOString() ?? null,
  };
}

/** Where the next call goes on, another one after each slice; null where nothing goes on by itself. */
export const cursorOf = (run: Run): string | null =>
  OPEN.has(run.state)
    ? `${run.state}-${run.stage}-${run.opsDone + run.opsSkipped + run.opsFailed + run.opsUndone}-${run.fence}`
    : null;

/**
 * Until when execution waits before rows of ghosts go: a file that wasn't there is looked for twice, with time in between
 * (image-sync.md 2f). Null where nothing has to wait.
 */
export async function waitUntilOf(db: Executor, run: Run, recheckMinutes: number): Promise<Date | null> {
  if (run.scannedAt === null || !["planned", "approved", "executing", "paused", "stage_done"].includes(run.state))
    return null;
  const [ghost] = await db
    .select({ seq: syncOps.seq })
    .from(syncOps)
    .innerJoin(syncFindings, eq(syncFindings.id, syncOps.findingId))
    .where(
      and(eq(syncOps.runId, run.id), inArray(syncOps.state, ["planned", "intent"]), eq(syncFindings.verdict, "ghost")),
    )
    .limit(1);
  return ghost ? new Date(run.scannedAt.getTime() + recheckMinutes * MINUTE_MS) : null;
}

async function stagesOf(db: Executor, runId: number): Promise<StageDto[]> {
  const rows = await db
    .select({ stage: syncStages, approver: users.name })
    .from(syncStages)
    .leftJoin(users, eq(users.id, syncStages.approvedBy))
    .where(eq(syncStages.runId, runId))
    .orderBy(asc(syncStages.stage));
  if (rows.length === 0) return [];
  const tally = await db
    .select({ stage: syncOps.stage, act: syncOps.act, state: syncOps.state, n: sql<number>`count(*)`.mapWith(Number) })
    .from(syncOps)
    .where(eq(syncOps.runId, runId))
    .groupBy(syncOps.stage, syncOps.act, syncOps.state);
  return rows.map(({ stage: row, approver }): StageDto => {
    const own = tally.filter(({ stage }) => stage === row.stage);
    const count = (isIt: (one: (typeof own)[number]) => boolean) => own.filter(isIt).reduce((sum, { n }) => sum + n, 0);
    const { state, customers, ops, leftover } = row;
    return {
      ...{ stage: row.stage as StageDto["stage"], state, customers, ops, leftover },
      acts: Object.fromEntries(syncActs.map((act) => [act, count((one) => one.act === act)])) as Record<
        SyncAct,
        number
      >,
      done: count((one) => one.state === "done"),
      skipped: count((one) => one.state === "skipped"),
      failed: count((one) => one.state === "failed"),
      approvedBy: row.approvedAt === null ? null : approver,
      approvedAt: row.approvedAt?.toISOString() ?? null,
      verifiedAt: row.verifiedAt?.toISOString() ?? null,
    };
  });
}
