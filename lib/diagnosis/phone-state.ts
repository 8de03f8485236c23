import { CANCEL_REQUESTED } from "@/lib/messages/status";
import type { PhoneFacts, TrailFact } from "./facts";

/** Waits to go, or nobody knows yet whether it went. */
export const isOpen = ({ row }: PhoneFacts): boolean => row?.status === "queued" || row?.status === "sending";

/**
 * The recorded word for why this recipient got nothing: of a row that ended its own, of one that waits what holds its batch
 * or its tenant. A person who wants it back is no reason.
 */
export function reasonOf(facts: PhoneFacts): string | null {
  const { row, batch, tenant } = facts;
  if (row === null || isRetold(facts)) return null;
  if (row.status === "failed" || row.status === "skipped" || row.status === "unknown") return row.reasonCode;
  if (!isOpen(facts) || batch === null || !["new", "committed", "held"].includes(batch.phase)) return null;
  if (batch.heldReason === CANCEL_REQUESTED) return null;
  const last = lastWord(facts)?.event ?? "";
  // Whatever held it before, it was sent since, and nobody knows whether it left.
  if (last === "unsure") return null;
  // Tried again since, it came to something else: only what still holds its tenant counts.
  const held = batch.phase === "held" && !TRIED.includes(last) ? batch.heldReason : null;
  const isDue = batch.availableAt === null || batch.availableAt <= facts.now;
  return held ?? (isDue ? tenant.parkReason : null);
}

/** How a try ends that isn't over and isn't held. */
const TRIED: readonly string[] = ["not_built", "refused"];

/** Put together afterwards, or told by an old log: what it says of then is no record of a step of ours. */
export const isRetold = ({ row }: PhoneFacts): boolean =>
  row !== null && (row.isInferred || (row.source === "import" && row.providerCode === null));

/** Words of the trail that say how a step ended, and so what the batch waits for. */
const WORDS: readonly string[] = [
  "not_built",
  "unsure",
  "refused",
  "withdrawing",
  "worker_error",
  "leaving_out",
  "night",
  "held",
  "built",
  "found",
  "sent",
  "found_sent",
  "done",
  "expired",
  "cancelled",
  "decided",
];

export const lastWord = ({ trail }: PhoneFacts): TrailFact | undefined =>
  trail.findLast(({ event }) => WORDS.includes(event));

/** The word a batch was held with: the provider's own code, or our reason where nobody asked the provider. */
export const heldWord = (facts: PhoneFacts): string | null => {
  const last = lastWord(facts);
  return last?.event === "held" ? last.code : null;
};

/** How long it could have gone already; 0 where it isn't due, is over, or a person has to speak first. */
export function dueMs(facts: PhoneFacts): number {
  const { batch, now } = facts;
  if (!isOpen(facts) || batch === null || !["new", "committed", "held"].includes(batch.phase)) return 0;
  return batch.availableAt === null ? 0 : Math.max(0, now.getTime() - batch.availableAt.getTime());
}

/** Somebody works on it right now. */
export const isAtWork = ({ batch, now }: PhoneFacts): boolean => batch?.leaseUntil != null && batch.leaseUntil > now;

/** How long ago the hold of somebody ended who never gave it back. */
export function leaseLostMs(facts: PhoneFacts): number {
  const { batch, now } = facts;
  return dueMs(facts) > 0 && batch?.leaseUntil != null ? Math.max(0, now.getTime() - batch.leaseUntil.getTime()) : 0;
}

/** Why the outside queue last didn't take it; null where it did, where nobody had to, and where it waits for something else. */
export function queueProblem(facts: PhoneFacts): string | null {
  const { batch, system, trail } = facts;
  const isAsked = system.queueDriver === "sqs" && dueMs(facts) > 0 && batch?.publishedAt === null && !isAtWork(facts);
  if (!isAsked) return null;
  const last = trail.findLast(({ event }) => event === "not_published" || event === "claimed" || WORDS.includes(event));
  return last?.event === "not_published" ? (last.code ?? "Error") : null;
}
