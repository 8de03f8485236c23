import "server-only";
import { asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbSchedule } from "@/db/schema/schedules";
import { nextPartStatus } from "@/lib/deliveries/status";
import type { Runtime } from "@/lib/runtime";
import type { Lease } from "./lane";
import type { Run, RunPart } from "./load-run";
import { markBot } from "./mark-bot";
import { eventOf, type RunState, runAfter } from "./part-result";
import type { CallOutcome } from "./prepare-call";
import { settleSchedule } from "./settle-schedule";
import { wakeLanes } from "./wake-lanes";

/** What became of the run, or null where someone else had decided the part meanwhile. */
export type Recorded = (RunState & { at: Date }) | null;

/**
 * The transaction after a call: part, run, schedule and trail in one. It counts only for the very attempt it belongs to
 * (same fence); a late answer of a former owner may still settle its own unknown (engine.md §1.4).
 * @param tookMs how long the call lasted
 */
export async function recordResult(
  rt: Pick<Runtime, "db" | "clock">,
  lease: Lease,
  run: Run,
  part: RunPart,
  outcome: CallOutcome,
  tookMs: number,
): Promise<Recorded> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx): Promise<Recorded> => {
    // The lane's row first, always (rulings 3); for a run that goes on it also makes the lane look again.
    await wakeLanes(tx, [lease.deviceId], now);
    await tx.select({ id: kbSchedule.id }).from(kbSchedule).where(eq(kbSchedule.id, run.log.scheduleId)).for("update");
    const [log] = await tx.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.id, run.log.id)).for("update");
    const parts = await tx
      .select()
      .from(kbScheduleLogParts)
      .where(eq(kbScheduleLogParts.logId, run.log.id))
      .orderBy(asc(kbScheduleLogParts.seq));
    const current = parts.find(({ id }) => id === part.id);
    let { event, delayMs } = eventOf(outcome, part.attempt, Math.random());
    // What became unknown meanwhile is told that it certainly failed, not quietly tried again.
    if (event === "postponed" && current?.status === "unknown") [event, delayMs] = ["rejected", 0];
    const mine = current?.fence === part.fence && current.attempt === part.attempt;
    const status = current && mine ? nextPartStatus(current.status, event) : null;
    if (!log || !current || !status) {
      await note(tx, run, now, tookMs, "late_answer", outcome);
      return null;
    }
    await tx
      .update(kbScheduleLogParts)
      .set({
        status,
        certainty: outcome.kind === "accepted" ? outcome.certainty : null,
        providerRef: outcome.kind === "accepted" ? (outcome.ref?.slice(0, 100) ?? null) : null,
        errorCode: outcome.kind === "accepted" ? null : outcome.reason,
        detail: outcome.kind === "accepted" ? null : outcome.detail.slice(0, 500),
        finishedAt: now,
      })
      .where(eq(kbScheduleLogParts.id, part.id));
    const certainty = outcome.kind === "accepted" ? outcome.certainty : null;
    const known = parts.map((row) => (row.id === part.id ? { ...row, certainty } : row));
    const state = runAfter(known, part.id, event, delayMs);
    await endParts(tx, state, now);
    await tx
      .update(kbScheduleLogs)
      .set({
        ...changeOf(state, log.startedAt, outcome, now),
        apiResponse: trail(log.apiResponse, part, outcome, tookMs),
      })
      .where(eq(kbScheduleLogs.id, run.log.id));
    if (outcome.kind !== "accepted") await note(tx, run, now, tookMs, event, outcome);
    await markBot(tx, log.botId, outcome, Math.round(tookMs), now);
    if (state.isOver) await settleSchedule(tx, log, state.status, now);
    return { ...state, at: now };
  });
}

async function endParts(tx: Tx, { dropped }: RunState, now: Date): Promise<void> {
  if (dropped.length === 0) return;
  await tx
    .update(kbScheduleLogParts)
    .set({ status: "skipped", errorCode: "run_ended", finishedAt: now })
    .where(inArray(kbScheduleLogParts.id, dropped));
}

/** The columns of a run after one of its parts came to something. */
function changeOf(state: RunState, startedAt: Date | null, outcome: CallOutcome, now: Date) {
  const { status, certainty, sentMessageText, sentImages1, sentImages2, sendComponents } = state;
  const next = state.waitMs === null ? null : new Date(now.getTime() + state.waitMs);
  return {
    ...{ status, certainty, sentMessageText, sentImages1, sentImages2, sendComponents },
    reasonCode: outcome.kind === "accepted" ? null : outcome.reason,
    errorMessage: outcome.kind === "accepted" ? null : outcome.detail.slice(0, 500) || null,
    nextAttemptAt: next && sql`least(${next}, coalesce(${kbScheduleLogs.expiresAt}, ${next}))`,
    waitMs: sql`${kbScheduleLogs.waitMs} + ${state.waitMs ?? 0}`,
    completedAt: state.isOver ? now : null,
    durationMs: state.isOver && startedAt ? now.getTime() - startedAt.getTime() : null,
  };
}

/** What the gateway said, call by call: metadata only, never a text or a picture. */
function trail(before: unknown, part: RunPart, outcome: CallOutcome, tookMs: number) {
  const kept = typeof before === "object" && before !== null ? (before as { calls?: unknown[] }) : {};
  const answer =
    outcome.kind === "accepted"
      ? { certainty: outcome.certainty, ref: outcome.ref, raw: outcome.raw }
      : { reason: outcome.reason, detail: outcome.detail };
  const call = { seq: part.seq, attempt: part.attempt, outcome: outcome.kind, tookMs: Math.round(tookMs), ...answer };
  return { ...kept, calls: [...(kept.calls ?? []), call] };
}

/** A row of the trail diagnosis reads: for rooms only what is not plain success (rulings 12). */
async function note(tx: Tx, run: Run, at: Date, tookMs: number, event: string, outcome: CallOutcome): Promise<void> {
  await tx.insert(deliveryEvents).values({
    subjectKind: "room_log",
    subjectId: run.log.id,
    layer: tookMs > 0 ? "provider" : "worker",
    event,
    code: outcome.kind === "accepted" ? null : outcome.reason,
    detail: outcome.kind === "accepted" ? outcome.certainty : outcome.detail.slice(0, 500),
    ms: Math.round(tookMs),
    at,
  });
}
