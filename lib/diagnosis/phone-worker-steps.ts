import type { TrailFact } from "./facts";
import { countedIn, firstOf, isOpen, type Lines, linesOf, type PhoneRecords, stepOf } from "./phone-step";
import { type PhoneStepEvent, phoneStepEvents } from "./phone-step-events";
import { absence, lineOf, rowOf } from "./trail-step";
import type { XrayStep } from "./xray-dto";

/** Layer 3: who took the batch, whether anybody is there to take it, and what they met. */
export function workerSteps(records: PhoneRecords): XrayStep[] {
  const { batch } = records.facts;
  if (batch === null) return [];
  return [
    ...followSteps(records),
    ...claimSteps(records),
    ...livingSteps(records),
    ...keySteps(records),
    ...troubleSteps(records),
    ...parkSteps(records, "worker"),
    ...leftOutSteps(records),
  ];
}

function followSteps({ facts, batch }: PhoneRecords): XrayStep[] {
  const told = firstOf(facts.trail, "follow_up");
  const size = batch?.size ?? 0;
  return told
    ? [stepOf("worker", "follow_up", { at: told.at, ok: true, values: { size }, evidence: lineOf(told) })]
    : [];
}

function claimSteps({ facts }: PhoneRecords): XrayStep[] {
  const { batch, trail, now } = facts;
  if (batch === null) return [];
  const claims = trail.filter(({ event }) => event === "claimed");
  const first = claims[0];
  if (!first) {
    if (!isOpen(facts)) return [];
    const evidence = absence("delivery_events", { event: "claimed", batch: batch.id });
    return [stepOf("worker", "never_claimed", { at: null, ok: null, values: { batch: batch.id }, evidence })];
  }
  const values = { owner: first.detail ?? "", times: claims.length };
  const steps = [stepOf("worker", "claimed", { at: first.at, ok: true, values, evidence: lineOf(first, values) })];
  const { id, leaseUntil, attempt, lostBuilds } = batch;
  if (leaseUntil !== null && leaseUntil > now && isOpen(facts))
    steps.push(
      stepOf("worker", "at_work", {
        ...{ at: claims.at(-1)?.at ?? first.at, ok: null, values: { untilAt: leaseUntil.toISOString() } },
        evidence: rowOf("send_batches", id, { leaseUntil, attempt }),
      }),
    );
  if (lostBuilds > 1)
    steps.push(
      stepOf("worker", "builders_lost", {
        ...{ at: claims.at(-1)?.at ?? first.at, ok: false, values: { lost: lostBuilds } },
        evidence: rowOf("send_batches", id, { lostBuilds, attempt }),
      }),
    );
  return steps;
}

/** Who could take it now. What has left or ended needs nobody any more. */
function livingSteps({ facts, living, pass }: PhoneRecords): XrayStep[] {
  if (!isOpen(facts)) return [];
  const { system } = facts;
  const steps: XrayStep[] = [];
  if (living.length > 0) {
    const beat = living.toSorted((a, b) => b.heartbeatAt.getTime() - a.heartbeatAt.getTime())[0]!;
    const values = { workers: system.workers, version: beat.version };
    const evidence = rowOf("instances", beat.name, {
      ...{ heartbeatAt: beat.heartbeatAt, version: beat.version, living: living.length, workers: system.workers },
    });
    steps.push(stepOf("worker", "workers", { at: beat.heartbeatAt, ok: true, values, evidence }));
  } else steps.push(stepOf("worker", "no_workers", { at: null, ok: false, evidence: absence("instances", {}) }));
  const passedAt = system.lastPassAt;
  if (passedAt !== null && pass !== null) {
    const values = { passedAt: passedAt.toISOString() };
    const evidence = { ...rowOf("ticks", pass.id, { finishedAt: passedAt }), kind: "pass" as const };
    steps.push(stepOf("worker", "passed", { at: passedAt, ok: !system.isStopped, values, evidence }));
  } else steps.push(stepOf("worker", "pass_missing", { at: null, ok: false, evidence: absence("ticks", {}) }));
  return steps;
}

/** With whose key: only where the provider was asked something with it. */
function keySteps({ facts, key, message }: PhoneRecords): XrayStep[] {
  const asked = facts.trail.find(isOfProvider);
  const claimed = asked && facts.trail.findLast(({ event, id }) => event === "claimed" && id < asked.id);
  if (!claimed || !isOpen(facts)) return [];
  const { isOwn, ending } = key;
  const event = isOwn ? (ending === null ? "key_own" : "key_own_ending") : "key_platform";
  return [
    stepOf("worker", event, {
      ...{ at: claimed.at, ok: true },
      ...(isOwn && ending !== null && { values: { ending } }),
      evidence: rowOf("tenants", message.tenantId, { usesOwnKey: isOwn, ending }),
    }),
  ];
}

/** What the trail calls it when something stops a batch or puts it off. */
const TROUBLES: Partial<Record<string, PhoneStepEvent>> = {
  not_built: "not_built",
  worker_error: "worker_error",
  night: "night",
  parked: "parked",
  withdrawing: "withdrawing",
  leaving_out: "leaving_out",
  held: "held",
  expired: "expired",
  cancelled: "taken_back",
  done: "ended_unsent",
};

/** The provider was asked, and did it or answered so. */
export const isOfProvider = ({ layer, event, code, detail }: TrailFact): boolean =>
  layer === "provider" ||
  ["not_built", "refused", "unsure"].includes(event) ||
  (event === "held" && (countedIn(detail) !== null || (code !== null && !OURS.includes(code))));

/** Holds whose cause was found before the provider was asked anything. */
const OURS = [
  "key_missing",
  "key_unreadable",
  "messaging_inactive",
  "mode_changed",
  "template_not_approved",
  "sender_unregistered",
  "image_missing",
  "number_unreadable",
  "build_lost",
];

function troubleSteps({ facts }: PhoneRecords): XrayStep[] {
  return linesOf(facts.trail.filter(({ layer }) => layer === "worker")).flatMap((lines) => {
    const event = TROUBLES[lines.last.event];
    return event && !isOfProvider(lines.last) ? troubleStep("worker", event, lines) : [];
  });
}

/** A trouble at its last time, with how often it was met. */
export function troubleStep(
  layer: "worker" | "provider",
  event: PhoneStepEvent,
  { first, last, times }: Lines,
): XrayStep {
  const more = times > 1 ? { times, firstAt: first.at } : {};
  const { at, code, ms } = last;
  const values = (phoneStepEvents[event] as readonly string[]).includes("times") ? { values: { times } } : {};
  return stepOf(layer, event, { at, ok: false, code, ms, ...values, evidence: lineOf(last, more) });
}

/** Held with everything else of its tenant, for what another batch met: of its own it has no word. */
export function parkSteps({ facts, message }: PhoneRecords, layer: "worker" | "provider"): XrayStep[] {
  const { batch, now } = facts;
  const { parkReason } = facts.tenant;
  if (parkReason === null || batch === null || !isOpen(facts) || batch.phase === "held") return [];
  if (layer !== (OURS.includes(parkReason) && parkReason !== "sender_unregistered" ? "worker" : "provider")) return [];
  const evidence = rowOf("lanes", `tenant:${message.tenantId}`, { parkReason });
  return [stepOf(layer, "parked", { at: now, ok: false, code: parkReason, evidence })];
}

/** Of an advertisement, whoever took back their word after it was accepted. */
function leftOutSteps({ facts: { row } }: PhoneRecords): XrayStep[] {
  if (row?.status !== "skipped") return [];
  const { id, status, reasonCode, finalAt } = row;
  const evidence = rowOf("message_logs", id, { status, reasonCode });
  return [stepOf("worker", "left_out", { at: finalAt, ok: false, code: reasonCode, evidence })];
}
