import type { BatchPhase } from "@/db/enums";
import { SEND_WITHIN_MS } from "@/lib/messages/deadline";
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

/** A batch on its way by itself is built well within this of falling due. */
const ON_TIME_MS = 60_000;

/**
 * Whether a batch without a group may have had one all the same: a builder was there before, or its time is over for a while, and
 * this database may have been brought back to how it was before it was sent. Then the provider is asked first.
 */
export const mayHaveGroup = (batch: Timed & { attempt: number }, now: Date): boolean =>
  batch.attempt > 1 || now.getTime() - dueMsOf(batch) > ON_TIME_MS;

/** No group of a batch is older than this: it is made after the batch, and not before that was due, which may be months later. */
export function oldestGroupAt(batch: Timed, now: Date): Date {
  const dueMs = dueMsOf(batch);
  const madeMs = batch.createdAt.getTime();
  return new Date(dueMs <= now.getTime() ? Math.max(madeMs, dueMs) : madeMs);
}

type Timed = { sendBefore: Date | null; createdAt: Date };
const dueMsOf = ({ sendBefore, createdAt }: Timed): number =>
  sendBefore ? sendBefore.getTime() - SEND_WITHIN_MS : createdAt.getTime();

/** So many builders may be lost over one batch; then a person has to look at it. */
export const MOST_LOST_BUILDS = 5;

/** Waits between tries of what certainly was not done, doubling up to five minutes, in ms. */
export const backOffMs = (attempt: number): number => Math.min(5_000 * 2 ** Math.max(0, attempt - 1), 5 * 60_000);

/** After a send nobody knows of: longer than the call could still be under way. */
export const UNSURE_MS = 20_000;

/** So often a group the provider doesn't know of is taken for not yet readable. */
export const MOST_LOST = 5;
