import "server-only";
import { asc, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { updateRows } from "@/db/update-rows";
import { nextPartStatus } from "@/lib/deliveries/status";
import type { Runtime } from "@/lib/runtime";
import { botColumns, standingOf } from "./bot-standing";
import { standingAfter } from "./breaker";
import { callTrail, endColumns, partColumns, trailRow } from "./call-columns";
import type { Lease } from "./lane";
import { partsOf, type Run, type RunLog, type RunPart } from "./load-runs";
import { eventOf, type RunState, runAfter } from "./part-result";
import type { CallOutcome } from "./prepare-call";
import { renewLeases } from "./renew-leases";
import { type RunEnd, settleSchedules } from "./settle-schedules";
import { wakeLanes } from "./wake-lanes";

export type ResultAsk = {
  lease: Lease;
  run: Run;
  part: RunPart;
  outcome: CallOutcome;
  /** How long the call lasted; 0 where none was made. */
  tookMs: number;
};

/** What became of the run, or null where someone else had decided the part meanwhile. */
export type Recorded = (RunState & { at: Date; nextAttemptAt: Date | null }) | null;

/**
 * The transaction after calls, of many devices at once: parts, runs, schedules, bots and trail in one. A result counts only
 * for the very attempt it belongs to (same fence); a late answer of a former owner may still settle its own unknown
 * (engine.md §1.4). Rows are locked in the order lanes, schedules, runs.
 */
export async function recordResults(
  rt: Pick<Runtime, "db" | "clock">,
  asks: readonly ResultAsk[],
): Promise<Recorded[]> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    // The lanes' rows first, always (rulings 3). A lane that changed hands meanwhile is made to look again.
    const leases = asks.map((ask) => ask.lease);
    const held = await renewLeases(tx, leases, now);
    const lost = leases.filter((lease) => !held.has(lease));
    await wakeLanes(
      tx,
      lost.map((lease) => lease.deviceId),
      now,
    );
    await lockSchedules(
      tx,
      asks.map(({ run }) => run.log.scheduleId),
    );
    const logs = await lockLogs(
      tx,
      asks.map(({ run }) => run.log.id),
    );
    const parts = await partsOf(
      tx,
      asks.map(({ run }) => run.log.id),
    );
    const settled = asks.map((ask) =>
      // What looks orphaned to who has lost the lane may be its new holder's call.
      isOrphaning(ask) && !held.has(ask.lease)
        ? NOTHING
        : settle(ask, logs.get(ask.run.log.id), parts.get(ask.run.log.id) ?? [], now),
    );
    const done = settled.flatMap((entry) => entry.change ?? []);
    await updateRows(
      tx,
      kbScheduleLogParts,
      done.flatMap((change) => [change.part, ...change.dropped]),
    );
    await updateRows(
      tx,
      kbScheduleLogs,
      done.map((change) => change.log),
    );
    const trail = settled.flatMap((entry) => entry.trail ?? []);
    if (trail.length > 0) await tx.insert(deliveryEvents).values(trail);
    await updateRows(tx, kbBots, botColumns(asks, now));
    await settleSchedules(
      tx,
      done.flatMap((change) => change.end ?? []),
      now,
    );
    return settled.map((entry) => entry.recorded);
  });
}

type Settled = {
  recorded: Recorded;
  trail: typeof deliveryEvents.$inferInsert | null;
  change: {
    part: { id: number } & ReturnType<typeof partColumns>;
    dropped: ({ id: number } & ReturnType<typeof partColumns>)[];
    log: { id: number } & Partial<RunLog>;
    end: RunEnd | null;
  } | null;
};

const NOTHING: Settled = { recorded: null, trail: null, change: null };
const isOrphaning = ({ outcome }: ResultAsk) => outcome.kind === "unknown" && outcome.reason === "interrupted";

/** What one result means, from the rows as they are locked now. */
function settle(ask: ResultAsk, log: ResultLog | undefined, parts: readonly RunPart[], now: Date): Settled {
  const { run, part, outcome, tookMs } = ask;
  const current = parts.find(({ id }) => id === part.id);
  const standing = standingAfter(standingOf(run.bot), outcome, now);
  // A gateway that couldn't be reached before the intent has used a try all the same.
  const isTry = current?.status === "pending" && outcome.kind === "rejected" && outcome.retryable;
  const tries = isTry ? part.attempt + 1 : part.attempt;
  let { event, delayMs } = eventOf(outcome, tries, Math.random(), standing, now);
  // What became unknown meanwhile is told that it certainly failed, not quietly tried again.
  if ((event === "postponed" || event === "parked") && current?.status === "unknown")
    [event, delayMs] = ["rejected", 0];
  const mine = current?.fence === part.fence && current.attempt === part.attempt;
  const status = current && mine ? nextPartStatus(current.status, event) : null;
  if (!log || !current || !status)
    return { recorded: null, change: null, trail: trailRow(run, now, tookMs, "late_answer", outcome) };
  const certainty = outcome.kind === "accepted" ? outcome.certainty : null;
  const known = parts.map((row) => (row.id === part.id ? { ...row, certainty } : row));
  const state = runAfter(known, part.id, event, delayMs);
  const end = endColumns(state, log, outcome, now);
  // A call that parks its bot wasn't the part's fault: it keeps its tries.
  const attempt = event !== "parked" ? tries : current.status === "sending" ? current.attempt - 1 : current.attempt;
  return {
    recorded: { ...state, at: now, nextAttemptAt: end.nextAttemptAt },
    trail: outcome.kind === "accepted" ? null : trailRow(run, now, tookMs, event, outcome),
    change: {
      part: { id: part.id, ...partColumns(current, { status, attempt, outcome, now }) },
      dropped: parts
        .filter((row) => state.dropped.includes(row.id))
        .map((row) => ({ id: row.id, ...partColumns(row, { status: "skipped", errorCode: "run_ended", now }) })),
      log: { id: log.id, ...end, apiResponse: callTrail(log.apiResponse, part, outcome, tookMs) },
      end: state.isOver ? { scheduleId: log.scheduleId, kind: log.kind, status: state.status } : null,
    },
  };
}

async function lockSchedules(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx
    .select({ id: kbSchedule.id })
    .from(kbSchedule)
    .where(inArray(kbSchedule.id, [...new Set(ids)]))
    .orderBy(asc(kbSchedule.id))
    .for("update");
}

type ResultLog = Pick<
  RunLog,
  "id" | "scheduleId" | "kind" | "status" | "apiResponse" | "expiresAt" | "startedAt" | "waitMs"
>;

async function lockLogs(tx: Tx, ids: readonly number[]): Promise<Map<number, ResultLog>> {
  const { id, scheduleId, kind, status, apiResponse, expiresAt, startedAt, waitMs } = kbScheduleLogs;
  const rows = await tx
    .select({ id, scheduleId, kind, status, apiResponse, expiresAt, startedAt, waitMs })
    .from(kbScheduleLogs)
    .where(inArray(kbScheduleLogs.id, [...ids]))
    .orderBy(asc(kbScheduleLogs.id))
    .for("update");
  return new Map(rows.map((row) => [row.id, row]));
}
