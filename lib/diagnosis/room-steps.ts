import { type Layer, layers } from "@/db/enums";
import { apiSteps } from "./room-api-steps";
import { providerSteps } from "./room-provider-steps";
import { queueSteps } from "./room-queue-steps";
import { roomSpans } from "./room-spans";
import { type RoomRecords, stepOf } from "./room-step";
import { workerSteps } from "./room-worker-steps";
import { rowOf } from "./trail-step";
import type { Verdict } from "./verdict-shape";
import type { XraySpan, XrayStep } from "./xray-dto";

/** What happened to one occurrence, layer by layer and in time, each step with the record that says so, and how long each layer had it. */
export function roomSteps(records: RoomRecords, verdict: Verdict): { steps: XrayStep[]; spans: XraySpan[] } {
  const all = [apiSteps, queueSteps, workerSteps, providerSteps].flatMap((stepsOf) => stepsOf(records));
  const told = (layer: Layer) => all.filter((step) => step.layer === layer).map((step) => inVerdict(step, verdict));
  const steps = layers.flatMap((layer) => inTime(told(layer)));
  return { steps: withStop(steps, records, verdict), spans: roomSpans(records, verdict) };
}

/** What went wrong on the way is bad only where the verdict stops: what was overcome since is no trouble any more. */
const inVerdict = (step: XrayStep, { layer }: Verdict): XrayStep =>
  step.ok === false && step.layer !== layer ? { ...step, ok: null } : step;

/** Oldest first; what never happened stands after what did. */
const inTime = (steps: readonly XrayStep[]): XrayStep[] =>
  steps.toSorted((a, b) => (a.at === b.at ? 0 : a.at === null ? 1 : b.at === null ? -1 : a.at < b.at ? -1 : 1));

/** The layer where it stops always has the record that says so. */
function withStop(steps: XrayStep[], { facts, run }: RoomRecords, { layer }: Verdict): XrayStep[] {
  if (layer === null || steps.some((step) => step.layer === layer && step.ok === false)) return steps;
  const { id, status, reasonCode, nextAttemptAt, expiresAt, completedAt, outcomeAt } = run.log;
  const fields = { status, reasonCode, nextAttemptAt, expiresAt, completedAt, access: facts.access };
  const at = completedAt ?? outcomeAt ?? facts.now;
  const evidence = rowOf("kb_schedule_logs", id, fields);
  const stop = stepOf(layer, "stopped", { at, ok: false, code: facts.access ?? reasonCode, evidence });
  const after = steps.findLastIndex((step) => layers.indexOf(step.layer) <= layers.indexOf(layer));
  return steps.toSpliced(after + 1, 0, stop);
}
