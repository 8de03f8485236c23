import { type MessageLogStatus, type MessageStatus, messageLogStatuses } from "@/db/enums";

/** How many recipients of a message stand where. Each is counted once, by its latest row: leg and attempt replace the row before. */
export type Counts = Record<MessageLogStatus, number>;

export const noCounts = (): Counts => Object.fromEntries(messageLogStatuses.map((status) => [status, 0])) as Counts;

/** Nothing of it can change by itself any more; `sent` still waits for its report. */
export const isAllFinal = (counts: Counts): boolean => counts.queued + counts.sending + counts.sent === 0;

/**
 * What a message's recipients come to. Under way as long as one is queued or sending; then `sent` where all that were to go
 * went, `partial` where some did or nobody can tell, else `failed` or `cancelled`.
 */
export function statusOf(counts: Counts): Exclude<MessageStatus, "draft"> {
  const went = counts.sent + counts.delivered;
  const stopped = counts.failed + counts.cancelled + counts.unknown;
  if (counts.queued > 0 && counts.sending + went + stopped - counts.cancelled === 0) return "queued";
  if (counts.queued + counts.sending > 0) return "sending";
  if (went > 0) return stopped === 0 ? "sent" : "partial";
  if (counts.unknown > 0) return "partial";
  return counts.failed === 0 && counts.cancelled > 0 ? "cancelled" : "failed";
}

/** Whether the provider itself had the last word on a recipient: only then is it more than our own record (공급자 확인). */
export const isConfirmed = (status: MessageLogStatus, providerCode: string | null): boolean =>
  (status === "delivered" || status === "failed") && providerCode !== null;

/** What a batch's worker finds in `held_reason` when a person wants back what already has its group at the provider. */
export const CANCEL_REQUESTED = "cancel_requested";
