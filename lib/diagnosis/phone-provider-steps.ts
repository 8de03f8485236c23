import type { TrailFact } from "./facts";
import { countedIn, firstOf, isOpen, lastOf, linesOf, type PhoneRecords, stepOf } from "./phone-step";
import type { PhoneStepEvent } from "./phone-step-events";
import { isOfProvider, parkSteps, troubleStep } from "./phone-worker-steps";
import { absence, lineOf, rowOf } from "./trail-step";
import type { XrayStep } from "./xray-dto";

/** Layer 4: the one group, whether it left, what became of this recipient, and the money. */
export function providerSteps(records: PhoneRecords): XrayStep[] {
  const { batch } = records.facts;
  return [
    ...earlierSteps(records),
    ...groupSteps(records),
    ...troubleSteps(records),
    ...parkSteps(records, "provider"),
    ...(batch === null ? [] : leavingSteps(records)),
    ...resultSteps(records),
    ...creditSteps(records),
  ];
}

/** What was tried before what stands now. */
const earlierSteps = ({ earlier, facts }: PhoneRecords): XrayStep[] =>
  earlier.map(({ id, leg, attemptNo, status, reasonCode, providerCode, finalAt }) =>
    stepOf("provider", attemptNo === facts.row?.attemptNo ? "earlier_leg" : "earlier_attempt", {
      ...{ at: finalAt, ok: null, code: providerCode ?? reasonCode },
      evidence: rowOf("message_logs", id, { leg, attemptNo, status, reasonCode, providerCode }),
    }),
  );

function groupSteps({ facts, batch: extra }: PhoneRecords): XrayStep[] {
  const { batch, trail } = facts;
  const group = extra?.groupId ?? null;
  const told = firstOf(trail, "built", "found");
  if (told) {
    const counted = countedIn(told.detail) ?? { taken: 0, refused: 0 };
    const event = told.event === "found" ? "found" : "built";
    const { at, ms } = told;
    return [stepOf("provider", event, { at, ok: true, ms, values: counted, evidence: lineOf(told, { group }) })];
  }
  if (batch === null || batch.hasGroup) return [];
  const evidence = absence("send_batches", { batch: batch.id, group: null });
  return [stepOf("provider", "no_group", { at: null, ok: null, evidence })];
}

/** What the provider answered instead of doing it. */
const ANSWERS: Partial<Record<string, PhoneStepEvent>> = { refused: "fire_refused", unsure: "unsure" };

const troubleSteps = ({ facts: { trail } }: PhoneRecords): XrayStep[] =>
  linesOf(trail.filter(({ layer }) => layer === "worker")).flatMap((lines) => {
    const { last } = lines;
    const answer = ANSWERS[last.event];
    if (answer) return troubleStep("provider", answer, lines);
    if (!isOfProvider(last)) return [];
    const counted = last.event === "held" ? countedIn(last.detail) : null;
    if (!counted) return troubleStep("provider", last.event === "held" ? "held" : "not_built", lines);
    const step = troubleStep("provider", "refused_all", lines);
    return { ...step, values: { refused: counted.refused } };
  });

function leavingSteps({ facts }: PhoneRecords): XrayStep[] {
  const { batch, row, trail } = facts;
  if (batch === null) return [];
  const told = lastOf(trail, "sent", "found_sent");
  const steps: XrayStep[] = [];
  if (told) {
    const { at, ms } = told;
    const event = told.event === "sent" ? "sent" : "found_sent";
    steps.push(stepOf("provider", event, { at, ok: true, ms, evidence: lineOf(told) }));
  } else if (batch.sentAt !== null) {
    const evidence = rowOf("send_batches", batch.id, { phase: batch.phase, sentAt: batch.sentAt });
    steps.push(stepOf("provider", "sent", { at: batch.sentAt, ok: true, evidence }));
  } else if (batch.hasGroup && isOpen(facts) && !wasFired(trail)) {
    const evidence = absence("delivery_events", { event: "sent", batch: batch.id });
    steps.push(stepOf("provider", "not_fired", { at: null, ok: null, evidence }));
  }
  if (batch.sentAt !== null && row?.status === "sent") {
    const { id, polls, pollAt, sentAt } = batch;
    const evidence = rowOf("send_batches", id, { polls, pollAt });
    steps.push(stepOf("provider", "waits_for_report", { at: sentAt, ok: null, values: { polls }, evidence }));
  }
  return steps;
}

/** Whatever of the provider's comes after its group was made came of sending it. */
function wasFired(trail: readonly TrailFact[]): boolean {
  const made = trail.findLastIndex(({ event }) => event === "built" || event === "found");
  return trail.some((fact, i) => i > made && isOfProvider(fact));
}

/** What the provider last said of this recipient, or that it never did. */
function resultSteps({ facts: { row, trail, batch } }: PhoneRecords): XrayStep[] {
  if (row === null || row.isInferred) return [];
  const { id, status, reasonCode, providerCode, finalAt } = row;
  const evidence = rowOf("message_logs", id, { status, reasonCode, providerCode, finalAt });
  const result = (event: PhoneStepEvent, ok: boolean) =>
    stepOf("provider", event, { at: finalAt, ok, code: providerCode ?? reasonCode, evidence });
  const steps: XrayStep[] = [];
  if (status === "delivered") steps.push(result("delivered", true));
  if (status === "failed" && providerCode !== null)
    steps.push(result(providerCode.startsWith("1") ? "row_refused" : "not_delivered", false));
  if (status === "unknown") steps.push(result(reasonCode === "no_report" ? "no_report" : "nobody_knows", false));
  if (row.source === "reconcile")
    steps.push(stepOf("provider", "confirmed", { at: row.createdAt, ok: true, evidence }));
  const done = batch && trail.findLast(({ event, layer }) => event === "done" && layer === "provider");
  if (done) steps.push(stepOf("provider", "all_reported", { at: done.at, ok: true, evidence: lineOf(done) }));
  return steps;
}

const creditSteps = ({ credit }: PhoneRecords): XrayStep[] =>
  credit.flatMap(({ kind, amount, id, at }) => {
    if ((kind !== "settle" && kind !== "release") || Number(amount) === 0) return [];
    const evidence = rowOf("credit_ledger", id, { kind, amount });
    return stepOf("provider", kind === "settle" ? "settled" : "released", {
      at,
      ok: true,
      values: { amount },
      evidence,
    });
  });
