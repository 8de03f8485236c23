import type { Certainty, LogStatus, PartStatus } from "@/db/enums";
import type { PartPayload } from "@/db/schema/deliveries";
import { lessCertain, nextPartStatus, type PartEvent, summaryOf } from "@/lib/deliveries/status";
import type { BotStanding } from "./breaker";
import type { CallOutcome } from "./prepare-call";
import { retryDelayMs } from "./retry";

/**
 * What an outcome means to its part: the event, and for what will be tried again the delay in ms. What certainly didn't go
 * because its bot is parked now waits for the bot and uses no try (rulings 10).
 */
export function eventOf(
  outcome: CallOutcome,
  attempt: number,
  random: number,
  standing: BotStanding,
  now: Date,
): { event: PartEvent; delayMs: number } {
  if (outcome.kind === "accepted") return { event: "accepted", delayMs: 0 };
  if (outcome.kind === "unknown") return { event: "lost", delayMs: 0 };
  if (standing.probeAt && standing.parkReason === outcome.reason)
    return { event: "parked", delayMs: Math.max(1, standing.probeAt.getTime() - now.getTime()) };
  const delayMs = retryDelayMs(attempt, outcome.retryable, random);
  return delayMs === null ? { event: "rejected", delayMs: 0 } : { event: "postponed", delayMs };
}

export type PartState = {
  id: number;
  seq: number;
  kind: "text" | "images_1" | "images_2";
  status: PartStatus;
  certainty: Certainty | null;
  waitAfterMs: number;
  payload: PartPayload;
};

export type RunState = {
  status: LogStatus;
  certainty: Certainty | null;
  /** Parts that will not be sent any more because the run ends before them. */
  dropped: number[];
  isOver: boolean;
  /** Nothing may go before: the wait after what was just sent, or the delay of a retry; null when nothing goes on by itself. */
  waitMs: number | null;
  sentMessageText: string | null;
  sentImages1: string[] | null;
  sentImages2: string[] | null;
  sendComponents: string[];
};

/**
 * Where a run stands after `event` happened to the part `partId`. A part that certainly failed ends the run, an unknown
 * one stops it, and what was sent is told from results only (C-46).
 */
export function runAfter(parts: readonly PartState[], partId: number, event: PartEvent, delayMs: number): RunState {
  const statuses = parts.map(({ id, status }) => (id === partId ? (nextPartStatus(status, event) ?? status) : status));
  const dropped: number[] = [];
  if (statuses.includes("failed"))
    for (const [i, { id }] of parts.entries())
      if (statuses[i] === "pending") {
        statuses[i] = "skipped";
        dropped.push(id);
      }
  const summary = summaryOf(statuses);
  const goesOn = summary === "planned" || summary === "sending";
  const at = parts.findIndex(({ id }) => id === partId);
  const waitAfterMs = statuses[at] === "sent" ? (parts[at]?.waitAfterMs ?? 0) : 0;
  return {
    status: goesOn ? (delayMs > 0 ? "deferred" : "sending") : summary,
    dropped,
    isOver: !goesOn && summary !== "unknown",
    waitMs: goesOn ? (delayMs > 0 ? delayMs : waitAfterMs) : null,
    ...sentOf(parts, statuses),
  };
}

/** What certainly went, in the columns of S2 §3.2. */
function sentOf(parts: readonly PartState[], statuses: readonly PartStatus[]) {
  let sentMessageText: string | null = null;
  let sentImages1: string[] | null = null;
  let sentImages2: string[] | null = null;
  let certainty: Certainty | null = null;
  const sendComponents: PartState["kind"][] = [];
  for (const [i, part] of parts.entries()) {
    if (statuses[i] !== "sent") continue;
    const { kind, payload } = part;
    certainty = lessCertain(certainty, part.certainty);
    if (!sendComponents.includes(kind)) sendComponents.push(kind);
    const keys = payload.kind === "images" ? payload.keys : [];
    if (kind === "images_1") sentImages1 = sentImages1 ? [...sentImages1, ...keys] : [...keys];
    if (kind === "images_2") sentImages2 = sentImages2 ? [...sentImages2, ...keys] : [...keys];
    if (payload.kind === "text") sentMessageText ??= payload.text;
  }
  return { certainty, sentMessageText, sentImages1, sentImages2, sendComponents };
}
