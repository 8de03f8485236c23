import type { BatchPhase } from "@/db/enums";
import { CANCEL_REQUESTED } from "@/lib/messages/status";

export type BatchState = {
  phase: BatchPhase;
  groupId: string | null;
  sendBefore: Date | null;
  heldReason: string | null;
};

/**
 * What is to be done next with a batch that may be worked on: `withdraw` it before it goes, `build` a group, `fire` the one
 * group it will ever have, or nothing.
 */
export function stepOf({ phase, groupId, sendBefore, heldReason }: BatchState, now: Date) {
  if (phase !== "new" && phase !== "committed" && phase !== "held") return "nothing";
  if (heldReason === CANCEL_REQUESTED) return "cancel";
  if (sendBefore && sendBefore <= now) return "expire";
  return groupId === null ? "build" : "fire";
}

/** So many builders may be lost over one batch: one more, and a person has to look at it. */
export const MOST_LOST_BUILDS = 5;

/** Waits between tries of what certainly was not done, doubling up to five minutes, in ms. */
export const backOffMs = (attempt: number): number => Math.min(5_000 * 2 ** Math.max(0, attempt - 1), 5 * 60_000);

/** After a send nobody knows of: longer than the call could still be under way. */
export const UNSURE_MS = 20_000;

/** So often a group the provider doesn't know of is taken for not yet readable. */
export const MOST_LOST = 5;
