import type { CallOutcome } from "./prepare-call";

/** So many calls in a row that didn't reach the gateway, or came back without an answer, and its bot rests. */
export const OPEN_AFTER = 3;
const REST_MS = 60_000;
const LONGEST_REST_MS = 5 * 60_000;
/** Until somebody has changed something a probe more often tells nothing. */
const CONFIGURATION_REST_MS = 5 * 60_000;

/** How a bot stands with its gateway. Parked: nothing is sent to it before `probeAt`, and then a question first. */
export type BotStanding = { failures: number; parkReason: string | null; probeAt: Date | null };

export const soundStanding: BotStanding = { failures: 0, parkReason: null, probeAt: null };

/** Failures beyond the threshold double the rest, up to five minutes. */
const restMs = (failures: number) => Math.min(LONGEST_REST_MS, REST_MS * 2 ** Math.min(8, failures - OPEN_AFTER));

const parked = (failures: number, parkReason: string, now: Date, ms: number): BotStanding => ({
  failures,
  parkReason,
  probeAt: new Date(now.getTime() + ms),
});

/**
 * What a call says of its bot (rulings 10, kakao-gateways.md §6). Unreachable and answerless calls count together: a
 * gateway that takes messages without a word would otherwise make one unknown after the other. An answer of any kind
 * shows that it lives; what the engine itself refused says nothing. The threshold is three, as many as a part has tries:
 * the call that opens the breaker is taken back, so that a lone message waits for its phone instead of failing.
 */
export function standingAfter(standing: BotStanding, outcome: CallOutcome, now: Date): BotStanding {
  if (outcome.kind === "accepted") return soundStanding;
  if (outcome.kind === "rejected" && outcome.configuration)
    return parked(standing.failures, outcome.reason, now, CONFIGURATION_REST_MS);
  const silent = outcome.kind === "unknown" ? outcome.reason !== "interrupted" : outcome.reason === "bot_offline";
  if (!silent) return saysNothing(outcome) ? standing : soundStanding;
  const failures = standing.failures + 1;
  if (failures < OPEN_AFTER) return { ...standing, failures };
  return parked(failures, outcome.kind === "unknown" ? "gateway_unsure" : outcome.reason, now, restMs(failures));
}

/** Refusals of gateways that answered. */
const ANSWERS: readonly string[] = [
  "gateway_refused",
  "queue_full",
  "payload_too_large",
  "unsupported_media",
  "room_unknown",
];
const saysNothing = (outcome: CallOutcome) => outcome.kind !== "accepted" && !ANSWERS.includes(outcome.reason);

/** After a probe: sound again, but one more failure parks it at once; or parked for another while. */
export function standingAfterProbe(standing: BotStanding, refusal: string | null, now: Date): BotStanding {
  const isSilence = standing.failures >= OPEN_AFTER;
  if (refusal === null) return { failures: isSilence ? OPEN_AFTER - 1 : 0, parkReason: null, probeAt: null };
  const failures = isSilence ? standing.failures + 1 : standing.failures;
  return parked(
    failures,
    refusal,
    now,
    refusal === "bot_offline" ? restMs(Math.max(failures, OPEN_AFTER)) : CONFIGURATION_REST_MS,
  );
}
