import type { Certainty, LogStatus, PartStatus } from "@/db/enums";
import type { PartPayload } from "@/db/schema/deliveries";
import { certaintyOf, nextPartStatus, type PartEvent, summaryOf } from "@/lib/deliveries/status";
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
  const after = parts.map((part) =>
    part.id === partId ? { ...part, status: nextPartStatus(part.status, event) ?? part.status } : part,
  );
  const failed = after.some((part) => part.status === "failed");
  const dropped = failed ? after.filter((part) => part.status === "pending").map((part) => part.id) : [];
  const ended = after.map((part) => (dropped.includes(part.id) ? { ...part, status: "skipped" as const } : part));
  const summary = summaryOf(ended.map((part) => part.status));
  const goesOn = summary === "planned" || summary === "sending";
  const part = after.find(({ id }) => id === partId);
  const sent = sentOf(ended);
  return {
    status: goesOn ? (delayMs > 0 ? "deferred" : "sending") : summary,
    dropped,
    isOver: !goesOn && summary !== "unknown",
    waitMs: goesOn ? (delayMs > 0 ? delayMs : part?.status === "sent" ? part.waitAfterMs : 0) : null,
    certainty: sent.certainty,
    sentMessageText: sent.sentMessageText,
    sentImages1: sent.sentImages1,
    sentImages2: sent.sentImages2,
    sendComponents: sent.sendComponents,
  };
}

/** What certainly went, in the columns of S2 §3.2. */
export function sentOf(parts: readonly PartState[]) {
  const sent = parts.filter((part) => part.status === "sent");
  const text = sent.flatMap(({ payload }) => (payload.kind === "text" ? [payload.text] : []));
  const keys = (kind: PartState["kind"]) => {
    const group = sent.filter((part) => part.kind === kind);
    return group.length === 0 ? null : group.flatMap(({ payload }) => (payload.kind === "images" ? payload.keys : []));
  };
  return {
    certainty: certaintyOf(parts),
    sentMessageText: text[0] ?? null,
    sentImages1: keys("images_1"),
    sentImages2: keys("images_2"),
    sendComponents: [...new Set(sent.map((part) => part.kind))],
  };
}
