import type { BatchPhase, MessageMode, MessageOrigin, MessagePurpose, MessageStatus, PhoneChannel } from "@/db/enums";
import type { Counts } from "./status";

/** A message as lists and pages show it. Instants are UTC ISO, money won with two decimals. */
export type MessageDto = {
  id: number;
  tenantId: number;
  tenantCode: string;
  orgId: number;
  orgName: string;
  /** `imported`: of an old system, whose rows may be missing or inferred. */
  origin: MessageOrigin;
  messageMode: MessageMode;
  purpose: MessagePurpose;
  subject: string | null;
  rawBody: string;
  sender: string;
  imageKey: string | null;
  recipientCount: number;
  duplicateCount: number;
  /** Of those it was meant for how many there are, and how many of them have a row. */
  expectedCount: number;
  recordedCount: number;
  counts: Counts;
  status: MessageStatus;
  reasonCode: string | null;
  isTest: boolean;
  isSandbox: boolean;
  sendAt: string | null;
  createdAt: string;
  sentAt: string | null;
  completedAt: string | null;
  requestedBy: { id: number; name: string } | null;
  amounts: { reserved: string; settled: string; released: string };
  /** Why some of it doesn't go on by itself, told in the `reasons` catalogue; null while nothing of it is held. */
  heldReason: string | null;
  /** Something of it has not left yet, as far as is known. */
  canCancel: boolean;
  /** Some of its recipients have failed. Whether a code allows it is asked when it is done. */
  canResend: boolean;
};

/** Up to 10,000 of its recipients, who go as one. `heldReason` is told in the `reasons` catalogue. */
export type BatchDto = {
  id: number;
  channel: PhoneChannel;
  leg: number;
  size: number;
  phase: BatchPhase;
  heldReason: string | null;
  groupId: string | null;
  availableAt: string | null;
};

/** A message as its own page shows it. */
export type MessageDetailDto = MessageDto & { batches: BatchDto[] };

/** One recipient's row. Names and numbers are masked; revealing one is another use case, with a reason (product.md 17). */
export type RecipientDto = {
  id: number;
  ordinal: number;
  name: string | null;
  phone: string | null;
  channel: PhoneChannel;
  status: keyof Counts;
  reasonCode: string | null;
  failureReason: string | null;
  providerCode: string | null;
  amount: string;
  variant: number;
  leg: number;
  attemptNo: number;
  retryOf: number | null;
  customerId: number | null;
  sentAt: string | null;
  finalAt: string | null;
};

/** One line of the recent sends, with the fields of the seed's NotificationLog (S1-12, S3-19). */
export type NotificationDto = {
  id: number;
  messageId: number;
  tenant: { id: number; code: string; orgName: string };
  channel: PhoneChannel;
  status: keyof Counts;
  /** Null while nobody knows yet. */
  success: boolean | null;
  /** What was really taken. */
  amountDeducted: string;
  recipientSummary: string;
  reasonCode: string | null;
  failureReason: string | null;
  providerCode: string | null;
  createdAt: string;
};

type MessageRow = {
  [S in keyof Counts as `${S}Count`]: number;
} & Omit<
  MessageDto,
  | "counts"
  | "amounts"
  | "heldReason"
  | "sendAt"
  | "createdAt"
  | "sentAt"
  | "completedAt"
  | "requestedBy"
  | `can${string}`
> & {
    requestedById: number | null;
    requesterName: string | null;
    sendAt: Date | null;
    createdAt: Date;
    sentAt: Date | null;
    completedAt: Date | null;
  };

export type BatchSums = Pick<MessageDto, "amounts" | "heldReason">;

export function toMessageDto(row: MessageRow, sums: BatchSums | undefined): MessageDto {
  const { id, tenantId, tenantCode, orgId, orgName, messageMode, purpose, subject, rawBody, sender, imageKey } = row;
  const { origin, recipientCount, duplicateCount, expectedCount, recordedCount } = row;
  const { status, reasonCode, isTest, isSandbox } = row;
  return {
    ...{ id, tenantId, tenantCode, orgId, orgName, messageMode, purpose, subject, rawBody, sender, imageKey },
    ...{ origin, recipientCount, duplicateCount, expectedCount, recordedCount },
    counts: {
      queued: row.queuedCount,
      sending: row.sendingCount,
      sent: row.sentCount,
      delivered: row.deliveredCount,
      failed: row.failedCount,
      skipped: row.skippedCount,
      unknown: row.unknownCount,
      cancelled: row.cancelledCount,
    },
    ...{ status, reasonCode, isTest, isSandbox },
    sendAt: row.sendAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    requestedBy: row.requestedById === null ? null : { id: row.requestedById, name: row.requesterName ?? "" },
    amounts: sums?.amounts ?? { reserved: "0.00", settled: "0.00", released: "0.00" },
    heldReason: sums?.heldReason ?? null,
    canCancel: row.queuedCount + row.sendingCount > 0,
    canResend: row.failedCount > 0 && origin === "new",
  };
}
