import type { LogStatus, PartStatus } from "@/db/enums";
import { nextLogStatus, summaryOf } from "@/lib/deliveries/status";
import { limitNames } from "@/lib/rooms/limits";

/**
 * What becomes of an open run whose hour is over (rulings 5, 6): skipped where a limit was the reason, missed where its
 * device had no time for it, and one under way ends with what it has. Null where something may be in a gateway's hands.
 */
export function waitOver(
  log: { status: LogStatus; reasonCode: string | null; startedAt: Date | null },
  parts: readonly PartStatus[],
): { status: LogStatus; reasonCode: string } | null {
  if (parts.some((status) => status === "sending" || status === "unknown")) return null;
  const byLimit = limitNames.some((name) => name === log.reasonCode);
  const dropped = parts.map((status) => (status === "pending" ? "skipped" : status));
  const status = nextLogStatus(
    log.status,
    log.startedAt ? { kind: "parts", summary: summaryOf(dropped) } : { kind: byLimit ? "skip" : "miss" },
  );
  return status && { status, reasonCode: log.reasonCode ?? (log.startedAt ? "wait_over" : "device_busy") };
}
