import type { Certainty, LogStatus } from "@/db/enums";

/** What people call what became of an occurrence, in the order they read it; the filter of the ledger. */
export const logLooks = ["arrived", "handed", "sending", "deferred", "unknown", "failed", "missed", "skipped"] as const;
export type LogLook = (typeof logLooks)[number];

const LOOK: Record<Exclude<LogStatus, "success">, LogLook> = {
  planned: "sending",
  sending: "sending",
  deferred: "deferred",
  unknown: "unknown",
  partial: "failed",
  failed: "failed",
  missed: "missed",
  expired: "missed",
  skipped: "skipped",
  cancelled: "skipped",
};

/** A success is 도착 only where the room itself showed it; otherwise it was handed over (rulings 12). */
export const logLook = (status: LogStatus, certainty: Certainty | null): LogLook =>
  status === "success" ? (certainty === "delivered" ? "arrived" : "handed") : LOOK[status];

/** The statuses that look so, and for a success whether the room must have shown it. */
export function lookFilter(look: LogLook): { status: LogStatus[]; isDelivered: boolean | null } {
  if (look === "arrived" || look === "handed") return { status: ["success"], isDelivered: look === "arrived" };
  const status = (Object.keys(LOOK) as (keyof typeof LOOK)[]).filter((word) => LOOK[word] === look);
  return { status, isDelivered: null };
}
