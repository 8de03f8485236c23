import { type Layer, layers } from "@/db/enums";
import { apiSteps } from "./phone-api-steps";
import { providerSteps } from "./phone-provider-steps";
import { queueSteps } from "./phone-queue-steps";
import { phoneSpans } from "./phone-spans";
import { type PhoneRecords, stepOf } from "./phone-step";
import { workerSteps } from "./phone-worker-steps";
import { rowOf } from "./trail-step";
import type { XraySpan, XrayStep } from "./xray-dto";

/** What happened to one recipient, layer by layer and in time, each step with the record that says so, and how long each layer had it. */
export function phoneSteps(records: PhoneRecords): { steps: XrayStep[]; spans: XraySpan[] } {
  const told: Record<Layer, XrayStep[]> = {
    api: apiSteps(records),
    queue: queueSteps(records),
    worker: workerSteps(records),
    provider: providerSteps(records),
  };
  const steps = layers.flatMap((layer) => inTime(told[layer].map((step) => inVerdict(step, records))));
  return { steps: withStop(steps, records), spans: phoneSpans(records) };
}

/** What went wrong on the way is bad only where the verdict stops: what was overcome since is no trouble any more. */
const inVerdict = (step: XrayStep, { verdict }: PhoneRecords): XrayStep =>
  step.ok === false && step.layer !== verdict.layer ? { ...step, ok: null } : step;

/** Oldest first; what never happened stands after what did. */
const inTime = (steps: readonly XrayStep[]): XrayStep[] =>
  steps.toSorted((a, b) => (a.at === b.at ? 0 : a.at === null ? 1 : b.at === null ? -1 : a.at < b.at ? -1 : 1));

/** The layer where it stops always has the record that says so. */
function withStop(steps: XrayStep[], { facts, verdict }: PhoneRecords): XrayStep[] {
  const { layer } = verdict;
  if (layer === null || steps.some((step) => step.layer === layer && step.ok === false)) return steps;
  const { row, batch, message } = facts;
  const evidence = batch
    ? rowOf("send_batches", batch.id, {
        ...{ phase: batch.phase, heldReason: batch.heldReason, attempt: batch.attempt },
        ...{ availableAt: batch.availableAt, leaseUntil: batch.leaseUntil, pollAt: batch.pollAt },
        ...{ status: row?.status, reasonCode: row?.reasonCode, providerCode: row?.providerCode },
      })
    : row
      ? rowOf("message_logs", row.id, {
          status: row.status,
          reasonCode: row.reasonCode,
          providerCode: row.providerCode,
        })
      : rowOf("messages", message.id, { status: message.status, reasonCode: message.reasonCode });
  const code = row?.providerCode ?? row?.reasonCode ?? batch?.heldReason ?? message.reasonCode;
  const at = batch?.doneAt ?? row?.finalAt ?? facts.trail.at(-1)?.at ?? batch?.createdAt ?? message.createdAt;
  const stop = stepOf(layer, "stopped", { at, ok: false, code, evidence });
  const after = steps.findLastIndex((step) => layers.indexOf(step.layer) <= layers.indexOf(layer));
  return steps.toSpliced(after + 1, 0, stop);
}
