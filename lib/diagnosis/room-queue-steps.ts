import { AHEAD_MOST } from "./room-line";
import { isLimit } from "./room-state";
import { isOpen, type RoomRecords, stepOf } from "./room-step";
import { absence, rowOf } from "./trail-step";
import type { XrayStep } from "./xray-dto";

/** Layer 2: when it was due, what it waited for, and what stands before it. */
export function queueSteps(records: RoomRecords): XrayStep[] {
  return [...dueSteps(records), ...waitSteps(records), ...lineSteps(records), ...endSteps(records)];
}

const rowFields = ({ run: { log } }: RoomRecords) => {
  const { status, reasonCode, scheduledAt, nextAttemptAt, expiresAt, completedAt, priority, waitMs } = log;
  return { status, reasonCode, scheduledAt, nextAttemptAt, expiresAt, completedAt, priority, waitMs };
};
const logRow = (records: RoomRecords) => rowOf("kb_schedule_logs", records.run.log.id, rowFields(records));

function dueSteps(records: RoomRecords): XrayStep[] {
  const { scheduledAt, createdAt, expiresAt } = records.run.log;
  const steps = [stepOf("queue", "due", { at: scheduledAt, ok: true, evidence: logRow(records) })];
  if (expiresAt !== null) {
    const values = { expiresAt: expiresAt.toISOString() };
    steps.push(stepOf("queue", "written", { at: createdAt, ok: true, values, evidence: logRow(records) }));
  }
  return steps;
}

/** What an open run waits for right now. */
function waitSteps(records: RoomRecords): XrayStep[] {
  const { facts, run } = records;
  const { log, bot, now } = facts;
  if (log.status === "unknown")
    return [stepOf("queue", "waits_for_person", { at: run.log.outcomeAt, ok: null, evidence: logRow(records) })];
  if (!isOpen(facts) || log.nextAttemptAt === null) return [];
  if (log.nextAttemptAt <= now) {
    const values = { expiresAt: (log.expiresAt ?? log.nextAttemptAt).toISOString() };
    return [stepOf("queue", "ready", { at: log.nextAttemptAt, ok: null, values, evidence: logRow(records) })];
  }
  const event = isLimit(log.reasonCode) ? "limited" : bot.parkReason !== null ? "rests" : "next_try";
  const values = { untilAt: log.nextAttemptAt.toISOString() };
  return [stepOf("queue", event, { at: now, ok: null, code: log.reasonCode, values, evidence: logRow(records) })];
}

/** Its device and whoever is before it there: of a run that may go now. */
function lineSteps(records: RoomRecords): XrayStep[] {
  const { facts, run, lane } = records;
  const { log, now } = facts;
  if (!isOpen(facts) || log.nextAttemptAt === null || log.nextAttemptAt > now) return [];
  const { ahead } = facts.lane;
  const line = { runsAhead: ahead, botId: run.log.botId, priority: run.log.priority };
  const evidence = rowOf("kb_schedule_logs", log.id, line);
  const steps =
    ahead === 0
      ? [stepOf("queue", "first_in_line", { at: now, ok: true, evidence })]
      : [
          stepOf("queue", ahead >= AHEAD_MOST ? "ahead_many" : "ahead", {
            at: now,
            ok: null,
            values: { ahead },
            evidence,
          }),
        ];
  if (lane === null) {
    const looked = absence("lanes", { botId: run.log.botId });
    return [...steps, stepOf("queue", "lane_free", { at: null, ok: null, evidence: looked })];
  }
  const { leaseUntil, readyAt, fence } = lane;
  const laneRow = rowOf("lanes", `bot:${run.log.botId}`, { leaseUntil, readyAt, fence });
  const isHeld = leaseUntil !== null && leaseUntil > now;
  const held = { at: now, ok: null, evidence: laneRow };
  return [
    ...steps,
    isHeld
      ? stepOf("queue", "lane_held", { ...held, values: { untilAt: leaseUntil.toISOString() } })
      : stepOf("queue", "lane_free", held),
  ];
}

/** How it left the queue without having gone. */
function endSteps(records: RoomRecords): XrayStep[] {
  const { run, parts } = records;
  const { status, reasonCode, createdAt, scheduledAt, completedAt, outcomeAt, missedCount, missedFrom, expiresAt } =
    run.log;
  const told = { ok: false, code: reasonCode, evidence: logRow(records) };
  switch (status) {
    case "missed":
      return reasonCode === "scheduler_down"
        ? [stepOf("queue", "missed_down", { ...told, at: createdAt })]
        : [stepOf("queue", "missed_busy", { ...told, at: outcomeAt ?? createdAt })];
    case "skipped":
      return [
        stepOf("queue", reasonCode === "by_person" ? "skipped_by_person" : "skipped_limit", {
          ...{ ...told, at: completedAt, ok: reasonCode === "by_person" ? null : false },
        }),
      ];
    case "expired": {
      const values = { count: missedCount ?? 1, fromAt: (missedFrom ?? scheduledAt).toISOString() };
      return [stepOf("queue", "too_old", { ...told, at: createdAt, values })];
    }
  }
  const isCut = parts.some((part) => part.status === "skipped" && part.errorCode !== "run_ended");
  const isOver = expiresAt !== null && completedAt !== null && completedAt >= expiresAt;
  return (status === "failed" || status === "partial") && isCut && isOver
    ? [stepOf("queue", "wait_over", { ...told, at: completedAt })]
    : [];
}
