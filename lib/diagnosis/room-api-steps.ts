import { type RoomRecords, stepOf } from "./room-step";
import type { RoomStepEvent } from "./room-step-events";
import { absence, rowOf } from "./trail-step";
import type { XrayStep } from "./xray-dto";

const DECIDED: Record<string, RoomStepEvent> = {
  "log.decide_delivered": "decided_delivered",
  "log.decide_not_delivered": "decided_not_delivered",
  "log.decide_resend": "decided_resend",
  "log.decide_give_up": "decided_give_up",
};

/** Layer 1: who wanted it, that it was written down before anything was sent, and what people decided since. */
export function apiSteps(records: RoomRecords): XrayStep[] {
  return [wishStep(records), plannedStep(records), ...endedStep(records), ...decisionSteps(records)];
}

function wishStep({ run: { log, schedule } }: RoomRecords): XrayStep {
  if (log.kind !== "schedule") {
    const { kind, requestedBy, createdAt } = log;
    const evidence = rowOf("kb_schedule_logs", log.id, { kind, requestedBy, createdAt });
    return stepOf("api", kind === "manual" ? "asked_now" : "asked_test", { at: createdAt, ok: true, evidence });
  }
  const { id, level, status, version, createdAt, updatedAt, failures } = schedule;
  return stepOf("api", "by_schedule", {
    ...{ at: createdAt, ok: true, values: { level } },
    evidence: rowOf("kb_schedule", id, {
      ...{ level, status, version, createdAt, updatedAt, consecutiveFailures: failures },
      isDeleted: schedule.deletedAt !== null,
    }),
  });
}

function plannedStep({ run: { log }, parts }: RoomRecords): XrayStep {
  const { id, status, reasonCode, createdAt, scheduledAt, isCatchUp } = log;
  const values = { parts: parts.length };
  if (parts.length > 0) {
    const lateMinutes = Math.floor((createdAt.getTime() - scheduledAt.getTime()) / 60_000);
    return stepOf("api", isCatchUp ? "planned_late" : "planned", {
      ...{ at: createdAt, ok: true, values: isCatchUp ? { ...values, lateMinutes } : values },
      evidence: rowOf("kb_schedule_logs", id, { createdAt, scheduledAt, isCatchUp, parts: parts.length }),
    });
  }
  const isBroken = reasonCode === "schedule_broken";
  return stepOf("api", "not_planned", {
    ...{ at: isBroken ? createdAt : null, ok: isBroken ? false : null, code: isBroken ? reasonCode : null },
    evidence: isBroken
      ? rowOf("kb_schedule_logs", id, { status, reasonCode, createdAt })
      : absence("kb_schedule_log_parts", { logId: id, parts: 0 }),
  });
}

/** A person took it back by its schedule, before anything of it had gone. */
function endedStep({ run: { log } }: RoomRecords): XrayStep[] {
  const { id, status, reasonCode, decidedAt, decidedBy } = log;
  if (status !== "cancelled") return [];
  const event = reasonCode === "schedule_deleted" ? "schedule_deleted" : "switched_off";
  const evidence = rowOf("kb_schedule_logs", id, { status, reasonCode, decidedAt, decidedBy });
  return [stepOf("api", event, { at: decidedAt ?? log.completedAt, ok: null, code: reasonCode, evidence })];
}

function decisionSteps({ run: { log }, decisions }: RoomRecords): XrayStep[] {
  const told = decisions.flatMap(({ id, at, action }) => {
    const event = DECIDED[action];
    return event ? [stepOf("api", event, { at, ok: null, evidence: rowOf("audit_log", id, { action, at }) })] : [];
  });
  if (told.length > 0 || log.decidedAt === null || log.status === "cancelled") return told;
  const evidence = rowOf("kb_schedule_logs", log.id, { decidedAt: log.decidedAt, decidedBy: log.decidedBy });
  return [stepOf("api", "decided", { at: log.decidedAt, ok: null, evidence })];
}
