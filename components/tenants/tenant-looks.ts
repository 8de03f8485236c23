import type { StatusKind } from "@/components/ui/status-icon";
import type { SenderStatus } from "@/db/enums";
import type { Block } from "@/lib/tenants/standing";

/** What stands in the way wears its hue: red for what stopped, amber for what is only missing. */
export const blockLook: Record<Block["kind"], StatusKind> = {
  inactive: "skipped",
  paused: "failed",
  no_sender: "blocked",
  no_price: "blocked",
  no_credit: "blocked",
};

export const senderLook: Record<SenderStatus, StatusKind> = {
  pending: "scheduled",
  verified: "arrived",
  rejected: "failed",
  revoked: "skipped",
  expired: "missed",
};

export const reviewLook = (status: string): StatusKind =>
  (
    ({
      APPROVED: "arrived",
      REJECTED: "failed",
      INSPECTING: "scheduled",
      PENDING: "unreached",
      GONE: "skipped",
    }) as const
  )[status as "APPROVED"] ?? "unknown";
