import type { PassRow } from "./room-queries";
import { type Call, callsMade, isOpen, type PartRow, type RoomRecords, stepOf } from "./room-step";
import type { RoomStepEvent } from "./room-step-events";
import { absence, lineOf, rowOf } from "./trail-step";
import type { Evidence, XrayStep } from "./xray-dto";

/** Layer 3: who passed by, who took it on, and what the worker itself met before any call. */
export function workerSteps(records: RoomRecords): XrayStep[] {
  return [
    ...downtimeStep(records),
    ...records.passes.map(passStep),
    ...beginSteps(records),
    ...callsMade(records).filter(isBeforeCall).map(beforeStep),
    ...records.trail.flatMap((line) =>
      line.event === "late_answer"
        ? [stepOf("worker", "late_answer", { at: line.at, ok: null, code: line.code, evidence: lineOf(line) })]
        : [],
    ),
    ...watchSteps(records),
  ];
}

/** Since when and until when nothing ran, as the row of what was late because of it remembers. */
export function downtimeOf({ run }: Pick<RoomRecords, "run">): { from: Date; to: Date } | null {
  const kept = (run.log.apiResponse as { downtime?: { from: string; to: string } } | null)?.downtime;
  return kept ? { from: new Date(kept.from), to: new Date(kept.to) } : null;
}

function downtimeStep(records: RoomRecords): XrayStep[] {
  const stood = downtimeOf(records);
  if (!stood) return [];
  const values = { fromAt: stood.from.toISOString(), toAt: stood.to.toISOString() };
  const evidence = rowOf("kb_schedule_logs", records.run.log.id, { downtimeFrom: stood.from, downtimeTo: stood.to });
  return [stepOf("worker", "downtime", { at: stood.from, ok: false, values, evidence })];
}

const COUNTS = ["planned", "delivered", "failed", "unknown", "deferred"] as const;

function passStep({ id, startedAt, finishedAt, instance, counts, skewMs, error }: PassRow): XrayStep {
  const values = Object.fromEntries(COUNTS.map((name) => [name, counts?.[name] ?? 0]));
  const event = error !== null ? "pass_failed" : finishedAt === null ? "pass_open" : "pass";
  const evidence: Evidence = {
    ...rowOf("ticks", id, { startedAt, finishedAt, instance, skewMs, ...values, hasFailed: error !== null }),
    kind: "pass",
  };
  return stepOf("worker", event, {
    ...{ at: startedAt, ok: error !== null ? false : finishedAt === null ? null : true },
    ...(event === "pass" && { values }),
    ms: finishedAt && finishedAt.getTime() - startedAt.getTime(),
    evidence,
  });
}

/** The row of a part: what was tried, never what it carries. */
export const partRow = (part: PartRow, more: Record<string, string | number | boolean | Date | null> = {}) => {
  const { seq, kind, chunk, status, certainty, attempt, fence, errorCode, startedAt, finishedAt } = part;
  return rowOf("kb_schedule_log_parts", part.id, {
    ...{ part: seq + 1, kind, chunk, status, certainty, attempt, fence, errorCode, startedAt, finishedAt },
    ...more,
  });
};

function beginSteps(records: RoomRecords): XrayStep[] {
  const { facts, parts } = records;
  const begun = parts.flatMap((part) => {
    const { seq, attempt, fence, startedAt } = part;
    if (startedAt === null) return [];
    const values = { part: seq + 1, attempt: Math.max(1, attempt), fence };
    return [stepOf("worker", "began", { at: startedAt, ok: true, values, evidence: partRow(part) })];
  });
  if (begun.length > 0 || callsMade(records).length > 0) return begun;
  const evidence = absence("kb_schedule_log_parts", { logId: facts.log.id, parts: parts.length, begun: 0 });
  return [stepOf("worker", "never_began", { at: null, ok: null, evidence })];
}

/** What the worker met before it called: nothing had been sent for certain, but for an intent whose writer is gone. */
export const isBeforeCall = ({ tookMs }: Call): boolean => tookMs === 0;

/** Reasons a gateway itself gave when it was asked before the call. */
const OF_GATEWAY: readonly string[] = ["bot_offline", "auth_failed", "queue_full", "gateway_refused", "room_unknown"];
const BEFORE: Record<string, RoomStepEvent> = {
  rejected: "refused_before",
  postponed: "try_later",
  parked: "rests_before",
};

function beforeStep(call: Call): XrayStep {
  const { part, attempt, reason, at, line } = call;
  const event = reason === "interrupted" ? "interrupted" : (BEFORE[line?.event ?? "rejected"] ?? "refused_before");
  return stepOf(OF_GATEWAY.includes(reason ?? "") ? "provider" : "worker", event, {
    ...{ at, ok: false, code: reason, values: { part, attempt } },
    evidence: line ? lineOf(line, { part, attempt }) : absence("delivery_events", { part, attempt }),
  });
}

/** Whether anybody is there to take it: of what may still go. */
function watchSteps({ facts, living, pass }: RoomRecords): XrayStep[] {
  if (!isOpen(facts)) return [];
  const { lastPassAt, isStopped, workers } = facts.system;
  const steps: XrayStep[] = [];
  const beat = living.toSorted((a, b) => b.heartbeatAt.getTime() - a.heartbeatAt.getTime())[0];
  if (beat) {
    const { name, version, heartbeatAt } = beat;
    const evidence = rowOf("instances", name, { version, heartbeatAt, living: living.length, workers });
    steps.push(stepOf("worker", "workers", { at: heartbeatAt, ok: true, values: { workers, version }, evidence }));
  } else
    steps.push(
      stepOf("worker", "no_workers", { at: null, ok: isStopped ? false : null, evidence: absence("instances", {}) }),
    );
  if (!isStopped) return steps;
  if (lastPassAt === null)
    return [...steps, stepOf("worker", "never_passed", { at: null, ok: false, evidence: absence("ticks", {}) })];
  const values = { lastAt: lastPassAt.toISOString() };
  const evidence = absence("ticks", { since: lastPassAt, lastPass: pass?.id });
  return [...steps, stepOf("worker", "pass_stopped", { at: lastPassAt, ok: false, values, evidence })];
}
