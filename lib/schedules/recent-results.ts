import type { LogStatus } from "@/db/enums";

/** How a finished occurrence looks in the strip of a schedule. */
export type ResultLook = "arrived" | "late" | "partial" | "unknown" | "failed" | "missed" | "skipped";

/** Later than the ordinary pace of the dispatcher. */
const LATE_MS = 120_000;

const LOOKS: Partial<Record<LogStatus, ResultLook>> = {
  partial: "partial",
  failed: "failed",
  unknown: "unknown",
  missed: "missed",
  expired: "missed",
  skipped: "skipped",
  cancelled: "skipped",
};

/** The look of one occurrence, or null while it isn't finished. */
export function resultLook(log: {
  status: LogStatus;
  isCatchUp: boolean;
  scheduledAt: Date;
  startedAt: Date | null;
}): ResultLook | null {
  if (log.status !== "success") return LOOKS[log.status] ?? null;
  const lateMs = log.startedAt ? log.startedAt.getTime() - log.scheduledAt.getTime() : 0;
  return log.isCatchUp || lateMs > LATE_MS ? "late" : "arrived";
}

/** Share of those that went all the way among those that should have; what a rule or a person skipped is not counted. Null when there is nothing to divide. */
export function arrivalRate(looks: readonly ResultLook[]): number | null {
  const counted = looks.filter((look) => look !== "skipped");
  if (counted.length === 0) return null;
  return counted.filter((look) => look === "arrived" || look === "late").length / counted.length;
}
