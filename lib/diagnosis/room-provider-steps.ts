import { type Call, callsMade, isOpen, type RoomRecords, stepOf } from "./room-step";
import type { RoomStepEvent } from "./room-step-events";
import { isBeforeCall, partRow } from "./room-worker-steps";
import { absence, lineOf, rowOf } from "./trail-step";
import type { Evidence, XrayStep } from "./xray-dto";

/** Layer 4: every call to the bot's gateway with its answer, what was found out later, and how the bot stands. */
export function providerSteps(records: RoomRecords): XrayStep[] {
  const { log } = records.run;
  const calls = callsMade(records).filter((call) => !isBeforeCall(call));
  return [
    ...calls.map((call) => callStep(call, log.id)),
    ...neverStep(records, calls),
    ...evidenceSteps(records),
    ...questionSteps(records),
    ...leftOutStep(records),
    ...botSteps(records),
  ];
}

const TAKEN: Record<string, RoomStepEvent> = { accepted: "taken", handed_off: "handed_off", delivered: "seen_in_room" };
const UNTAKEN: Record<string, RoomStepEvent> = {
  ...{ rejected: "refused", postponed: "refused_again", parked: "refused_rests", lost: "no_answer" },
};

function callStep(call: Call, logId: number): XrayStep {
  const { part, attempt, outcome, tookMs, certainty, reason, at, line } = call;
  const isTaken = outcome === "accepted";
  const event = isTaken
    ? (TAKEN[certainty ?? "accepted"] ?? "taken")
    : (UNTAKEN[line?.event ?? ""] ?? (outcome === "unknown" ? "no_answer" : "refused"));
  const fields = { part, attempt, outcome, certainty, reason, tookMs };
  const evidence: Evidence = line
    ? { ...lineOf(line, { part, attempt }), kind: "answer" }
    : { ...rowOf("kb_schedule_logs", logId, fields), kind: "answer" };
  return stepOf("provider", event, { at, ok: isTaken, code: reason, ms: tookMs, values: { part, attempt }, evidence });
}

/** That nobody called is proof that nothing was sent: a part is written as being sent before its call. */
function neverStep({ facts, parts }: RoomRecords, calls: readonly Call[]): XrayStep[] {
  const mayHave = parts.some(
    ({ status, certainty }) => status === "sending" || status === "unknown" || certainty !== null,
  );
  if (calls.length > 0 || mayHave) return [];
  const evidence = absence("kb_schedule_log_parts", { logId: facts.log.id, calls: 0, parts: parts.length });
  return [stepOf("provider", "never_called", { at: null, ok: null, evidence })];
}

function evidenceSteps({ trail }: RoomRecords): XrayStep[] {
  return trail.flatMap((line) => {
    if (line.event !== "evidence_found" && line.event !== "evidence_failed") return [];
    const evidence: Evidence = { ...lineOf(line), kind: "answer" };
    return [
      stepOf("provider", line.event, { at: line.at, ok: line.event === "evidence_found", code: line.code, evidence }),
    ];
  });
}

/** Whether the gateway is asked again what became of a call, or was for the last time. */
function questionSteps({ parts }: RoomRecords): XrayStep[] {
  return parts.flatMap((part) => {
    const { seq, asked, askAt, status, certainty, finishedAt } = part;
    const values = { part: seq + 1, times: asked };
    const told = { at: finishedAt, ok: null, evidence: partRow(part, { asked, askAt }) };
    if (askAt !== null)
      return [stepOf("provider", "asks_again", { ...told, values: { ...values, askAt: askAt.toISOString() } })];
    const isOpenStill = status === "unknown" || (status === "sent" && certainty !== "delivered");
    return asked > 0 && isOpenStill ? [stepOf("provider", "asked_in_vain", { ...told, values })] : [];
  });
}

function leftOutStep({ run: { log }, parts }: RoomRecords): XrayStep[] {
  const left = parts.filter(({ status }) => status === "skipped");
  if (left.length === 0 || log.startedAt === null) return [];
  const evidence = rowOf("kb_schedule_logs", log.id, {
    ...{ parts: parts.length, skipped: left.length, status: log.status, completedAt: log.completedAt },
  });
  return [
    stepOf("provider", "parts_left_out", { at: log.completedAt, ok: null, values: { parts: left.length }, evidence }),
  ];
}

/** How its bot stands now: of what may still go or waits for a person. */
function botSteps({ facts, run }: RoomRecords): XrayStep[] {
  const { status } = facts.log;
  if (!isOpen(facts) && status !== "unknown" && status !== "missed") return [];
  const { id, gateway, status: botStatus, parkReason, breakerOpenUntil, failures, lastSeenAt, lastHealth } = run.bot;
  const seen = rowOf("kb_bots", id, {
    ...{ gateway, status: botStatus, parkReason, breakerOpenUntil, failures, lastSeenAt },
    ...{ isHealthy: lastHealth?.ok ?? null, askedAt: lastHealth?.at ?? null },
  });
  const steps: XrayStep[] = [];
  if (parkReason !== null) {
    const values = { untilAt: (breakerOpenUntil ?? facts.now).toISOString(), failures };
    steps.push(stepOf("provider", "bot_rests", { at: facts.now, ok: false, code: parkReason, values, evidence: seen }));
  }
  if (lastHealth?.ok === false)
    steps.push(stepOf("provider", "bot_silent", { at: new Date(lastHealth.at), ok: false, evidence: seen }));
  else if (lastSeenAt !== null)
    steps.push(stepOf("provider", "bot_answered", { at: lastSeenAt, ok: true, evidence: seen }));
  else {
    const evidence = absence("kb_bots", { id, lastSeenAt: null });
    steps.push(stepOf("provider", "bot_never_seen", { at: null, ok: null, evidence }));
  }
  return steps;
}
