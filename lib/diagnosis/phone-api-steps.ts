import { firstOf, linesOf, type PhoneRecords, stepOf } from "./phone-step";
import { absence, lineOf, rowOf } from "./trail-step";
import type { XrayStep } from "./xray-dto";

/** Layer 1: what was asked for, what it came to, and what of it was decided by people later. */
export function apiSteps(records: PhoneRecords): XrayStep[] {
  const { facts } = records;
  if (facts.message.origin === "imported") return importedSteps(records);
  return [...acceptSteps(records), ...moneySteps(records), ...skipSteps(records), ...personSteps(records)];
}

function importedSteps({ facts: { message, row, trail } }: PhoneRecords): XrayStep[] {
  const origin = rowOf("messages", message.id, { origin: message.origin, status: message.status });
  const steps = [stepOf("api", "imported", { at: message.createdAt, ok: null, evidence: origin })];
  if (row === null)
    steps.push(
      stepOf("api", "no_row", { at: null, ok: null, evidence: absence("message_logs", { messageId: message.id }) }),
    );
  else if (row.source !== "reconcile") {
    const { source, isInferred, status, reasonCode } = row;
    const evidence = rowOf("message_logs", row.id, { source, isInferred, status, reasonCode });
    const event = isInferred ? "inferred" : row.source === "recovery" ? "confirmed" : "recorded";
    steps.push(stepOf("api", event, { at: row.createdAt, ok: null, code: row.providerCode, evidence }));
  }
  if (trail.length === 0) {
    const evidence = absence("delivery_events", { messageId: message.id });
    steps.push(stepOf("api", "no_trail", { at: null, ok: null, evidence }));
  }
  return steps;
}

function acceptSteps({ facts, message }: PhoneRecords): XrayStep[] {
  const { id, createdAt, sendAt, status } = facts.message;
  const steps: XrayStep[] = [];
  const told = firstOf(facts.trail, "accepted", "resent");
  if (told) {
    const { at, ms, httpStatus } = told;
    const event = told.event === "resent" ? "resent" : "accepted";
    const values = event === "accepted" ? { status: httpStatus ?? 202 } : undefined;
    steps.push(stepOf("api", event, { at, ok: true, ms, evidence: lineOf(told), ...(values && { values }) }));
  } else {
    const evidence = rowOf("messages", id, { status, createdAt });
    steps.push(stepOf("api", "recorded", { at: createdAt, ok: true, evidence }));
  }
  const { recipientCount: rows, skippedCount: skipped, duplicateCount: duplicates } = message;
  steps.push(
    stepOf("api", "recipients", {
      ...{ at: createdAt, ok: true, values: { rows, going: rows - skipped, skipped, duplicates } },
      evidence: rowOf("messages", id, { recipientCount: rows, skippedCount: skipped, duplicateCount: duplicates }),
    }),
  );
  if (sendAt !== null)
    steps.push(
      stepOf("api", "scheduled", {
        ...{ at: createdAt, ok: true, values: { sendAt: sendAt.toISOString() } },
        evidence: rowOf("messages", id, { sendAt }),
      }),
    );
  return steps;
}

function moneySteps({ facts, credit }: PhoneRecords): XrayStep[] {
  const held = credit.find(({ kind }) => kind === "reserve");
  if (held) {
    const evidence = rowOf("credit_ledger", held.id, { kind: held.kind, amount: held.amount });
    if (Number(held.amount) === 0) return [stepOf("api", "free", { at: held.at, ok: true, evidence })];
    return [stepOf("api", "reserved", { at: held.at, ok: true, values: { amount: held.amount }, evidence })];
  }
  const { id, reasonCode, createdAt } = facts.message;
  if (facts.row?.reasonCode !== "insufficient_balance") return [];
  const evidence = rowOf("messages", id, { reasonCode });
  return [stepOf("api", "unpaid", { at: createdAt, ok: false, code: facts.row.reasonCode, evidence })];
}

/** Whoever was left out when the message was accepted never came into a batch. */
function skipSteps({ facts: { row, batch } }: PhoneRecords): XrayStep[] {
  if (row?.status !== "skipped" || batch !== null) return [];
  const { id, status, reasonCode, createdAt } = row;
  const evidence = rowOf("message_logs", id, { status, reasonCode });
  return [stepOf("api", "skipped", { at: createdAt, ok: false, code: reasonCode, evidence })];
}

function personSteps({ facts: { trail } }: PhoneRecords): XrayStep[] {
  const asked = ["cancelled", "cancel_requested", "decided"] as const;
  return linesOf(trail.filter(({ layer }) => layer === "api")).flatMap(({ last }) => {
    const event = asked.find((word) => word === last.event);
    return event ? stepOf("api", event, { at: last.at, ok: null, code: last.code, evidence: lineOf(last) }) : [];
  });
}
