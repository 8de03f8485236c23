import type { LogStatus } from "@/db/enums";
import type { deliveryEvents } from "@/db/schema/deliveries";
import { nextPartStatus } from "@/lib/deliveries/status";
import { standingOf } from "./bot-standing";
import { standingAfter } from "./breaker";
import { endColumns, partColumns, trailRow } from "./call-columns";
import type { LockedLog, LockedPart } from "./call-rows";
import type { Lease } from "./lane";
import type { Run, RunPart } from "./load-runs";
import { eventOf, type RunState, runAfter } from "./part-result";
import type { CallOutcome } from "./prepare-call";
import type { RunEnd } from "./settle-schedules";

export type ResultAsk = {
  lease: Lease;
  run: Run;
  part: RunPart;
  outcome: CallOutcome;
  /** How long the call lasted; 0 where none was made. */
  tookMs: number;
  /** What the run should come to, where the lane goes on as if it were so already. */
  expects?: LogStatus | null;
};

/** What became of the run, or null where someone else had decided the part meanwhile. */
export type Recorded = (Pick<RunState, "status" | "waitMs"> & { nextAttemptAt: Date | null }) | null;

export type Settled = {
  recorded: Recorded;
  trail: typeof deliveryEvents.$inferInsert | null;
  change: {
    parts: ReturnType<typeof partColumns>[];
    log: ReturnType<typeof endColumns>;
    end: RunEnd | null;
  } | null;
};

export const NOTHING: Settled = { recorded: null, trail: null, change: null };

/** An intent nobody made a call of that is known: whoever wrote it is gone. */
export const isOrphaning = ({ outcome }: ResultAsk) => outcome.kind === "unknown" && outcome.reason === "interrupted";

/** What one result means, from the rows as they are locked now. It counts only for the very attempt it belongs to. */
export function decideResult(
  ask: ResultAsk,
  log: LockedLog | undefined,
  locked: readonly LockedPart[],
  now: Date,
): Settled {
  const { run, part, outcome, tookMs } = ask;
  const current = locked.find(({ id }) => id === part.id);
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
  const rows = new Map(locked.map((row) => [row.id, row.id === part.id ? { ...row, certainty } : row]));
  const known = run.parts.map((frozen) => ({ ...frozen, ...rows.get(frozen.id) }));
  const state = runAfter(known, part.id, event, delayMs);
  const end = endColumns(ask, state, log, now);
  // A call that parks its bot wasn't the part's fault: it keeps its tries.
  const attempt = event !== "parked" ? tries : current.status === "sending" ? current.attempt - 1 : current.attempt;
  const dropped = locked.filter((row) => state.dropped.includes(row.id));
  return {
    recorded: { status: state.status, waitMs: state.waitMs, nextAttemptAt: end.nextAttemptAt },
    trail: outcome.kind === "accepted" ? null : trailRow(run, now, tookMs, event, outcome),
    change: {
      parts: [
        partColumns(current, { status, attempt, outcome, now }),
        ...dropped.map((row) => partColumns(row, { status: "skipped", errorCode: "run_ended", now })),
      ],
      log: end,
      end: state.isOver ? { scheduleId: log.scheduleId, kind: log.kind, status: state.status } : null,
    },
  };
}
