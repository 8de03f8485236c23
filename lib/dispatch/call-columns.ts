import type { PartStatus } from "@/db/enums";
import type { deliveryEvents } from "@/db/schema/deliveries";
import { canBeAsked, nextAskAt } from "./ask-rules";
import type { Run, RunLog, RunPart } from "./load-runs";
import type { RunState } from "./part-result";
import type { CallOutcome } from "./prepare-call";

type PartChange = { status: PartStatus; attempt?: number; outcome?: CallOutcome; errorCode?: string; now: Date };

/** The columns of a part after it came to something; what the change doesn't name stays. */
export function partColumns(
  part: Pick<RunPart, "id" | "attempt" | "mark">,
  { status, attempt, outcome, errorCode, now }: PartChange,
) {
  const accepted = outcome?.kind === "accepted" ? outcome : null;
  const refused = outcome && outcome.kind !== "accepted" ? outcome : null;
  return {
    id: part.id,
    status,
    attempt: attempt ?? part.attempt,
    certainty: accepted?.certainty ?? null,
    providerRef: ((accepted ?? (refused?.kind === "unknown" ? refused : null))?.ref ?? null)?.slice(0, 100) ?? null,
    errorCode: errorCode ?? refused?.reason ?? null,
    detail: refused ? refused.detail.slice(0, 500) : null,
    askAt: outcome && canBeAsked(outcome, part.mark) ? nextAskAt(0, now) : null,
    asked: 0,
    finishedAt: now,
  };
}

/** How long a run took: null for one that never started, 0 where the clock was put back meanwhile. */
export const lastedMs = (startedAt: Date | null, now: Date): number | null =>
  startedAt && Math.max(0, now.getTime() - startedAt.getTime());

/** The columns of a run after one of its parts came to something. */
export function endColumns(
  { part, outcome, tookMs }: { part: RunPart; outcome: CallOutcome; tookMs: number },
  state: RunState,
  log: Pick<RunLog, "id" | "expiresAt" | "startedAt" | "waitMs" | "apiResponse" | "nextAttemptAt">,
  now: Date,
) {
  // What may go on at once is due already: its place in the hot indexes stays.
  const isDue = state.waitMs === 0 && log.nextAttemptAt !== null && log.nextAttemptAt <= now;
  const next = state.waitMs === null ? null : isDue ? log.nextAttemptAt : new Date(now.getTime() + state.waitMs);
  return {
    id: log.id,
    status: state.status,
    certainty: state.certainty,
    sentMessageText: state.sentMessageText,
    sentImages1: state.sentImages1,
    sentImages2: state.sentImages2,
    sendComponents: state.sendComponents,
    reasonCode: outcome.kind === "accepted" ? null : outcome.reason,
    errorMessage: outcome.kind === "accepted" ? null : outcome.detail.slice(0, 500) || null,
    nextAttemptAt: next && log.expiresAt && log.expiresAt < next ? log.expiresAt : next,
    waitMs: log.waitMs + (state.waitMs ?? 0),
    completedAt: state.isOver ? now : null,
    outcomeAt: state.isOver || state.status === "unknown" ? now : null,
    durationMs: state.isOver ? lastedMs(log.startedAt, now) : null,
    apiResponse: callTrail(log.apiResponse, part, outcome, tookMs),
  };
}

/** What the gateway said, call by call: metadata only, never a text or a picture. */
function callTrail(before: unknown, part: RunPart, outcome: CallOutcome, tookMs: number) {
  const kept = typeof before === "object" && before !== null ? (before as { calls?: unknown[] }) : {};
  const isTaken = outcome.kind === "accepted";
  const call = {
    seq: part.seq,
    attempt: part.attempt,
    outcome: outcome.kind,
    tookMs: Math.round(tookMs),
    // JSON leaves out what isn't there.
    certainty: isTaken ? outcome.certainty : undefined,
    ref: isTaken ? outcome.ref : undefined,
    raw: isTaken ? outcome.raw : undefined,
    reason: isTaken ? undefined : outcome.reason,
    detail: isTaken ? undefined : outcome.detail,
  };
  return { ...kept, calls: [...(kept.calls ?? []), call] };
}

/** A row of the trail diagnosis reads: for rooms only what is not plain success (rulings 12). */
export const trailRow = (
  run: Run,
  at: Date,
  tookMs: number,
  event: string,
  outcome: CallOutcome,
): typeof deliveryEvents.$inferInsert => ({
  subjectKind: "room_log",
  subjectId: run.log.id,
  layer: tookMs > 0 ? "provider" : "worker",
  event,
  code: outcome.kind === "accepted" ? null : outcome.reason,
  detail: outcome.kind === "accepted" ? outcome.certainty : outcome.detail.slice(0, 500),
  ms: Math.round(tookMs),
  at,
});
