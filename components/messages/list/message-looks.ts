import type { StatusKind } from "@/components/ui/status-icon";
import type { MessageLogStatus, MessageOrigin, MessageStatus } from "@/db/enums";

/** How a recipient's row is drawn; the word comes from the catalogue. */
export const rowLooks: Record<MessageLogStatus, StatusKind> = {
  queued: "scheduled",
  sending: "sending",
  sent: "accepted",
  delivered: "arrived",
  failed: "failed",
  skipped: "skipped",
  unknown: "unknown",
  cancelled: "cancelled",
};

export type MessageLook = MessageStatus | "arrived" | "booked" | "held";

const LOOKS: Record<MessageLook, StatusKind> = {
  draft: "unreached",
  queued: "scheduled",
  booked: "scheduled",
  held: "deferred",
  sending: "sending",
  sent: "accepted",
  arrived: "arrived",
  partial: "failed",
  failed: "failed",
  cancelled: "cancelled",
};

type Standing = {
  status: MessageStatus;
  counts: Record<MessageLogStatus, number>;
  sendAt: string | null;
  origin?: MessageOrigin;
  recipientCount?: number;
  heldReason?: string | null;
};

/**
 * What a message has come to, in one word: sent isn't arrived, one that waits for its time isn't stuck, and one that is held does
 * not wait for its turn. Where rows are missing,
 * as of an old system's, no row that waits proves nothing: each must have arrived.
 */
export function lookOf({ status, counts, sendAt, origin = "new", recipientCount = 0, heldReason = null }: Standing): {
  look: MessageLook;
  kind: StatusKind;
} {
  const look: MessageLook =
    status === "sent" && counts.sent === 0 && (origin === "new" || counts.delivered >= recipientCount)
      ? "arrived"
      : heldReason !== null && (status === "queued" || status === "sending")
        ? "held"
        : status === "queued" && sendAt !== null
          ? "booked"
          : status;
  const kind = look === "partial" && counts.failed + counts.cancelled === 0 ? "unknown" : LOOKS[look];
  return { look, kind };
}
