import type { LogStatus, ScheduleStatus } from "@/db/enums";

/** So many runs in a row that failed for good stop a schedule (C-47). */
export const FAULT_AFTER_FAILURES = 3;

export type ScheduleEvent =
  | { kind: "switch_on"; nextSendAt: Date | null }
  | { kind: "switch_off" }
  /** The engine moved on to the next occurrence; null when none is left. */
  | { kind: "advance"; nextSendAt: Date | null }
  /** Three runs failed for good, or the target is no longer valid. */
  | { kind: "fault" };

/** The next status, or null where the event is not possible. Only a person leads out of `error` and `completed` (S2-29, C-40, C-47). */
export function nextScheduleStatus(status: ScheduleStatus, event: ScheduleEvent): ScheduleStatus | null {
  switch (event.kind) {
    case "switch_on":
      return event.nextSendAt ? "active" : null;
    case "switch_off":
      return "inactive";
    case "advance":
      return status === "active" ? (event.nextSendAt ? "active" : "completed") : null;
    case "fault":
      return status === "active" || status === "completed" ? "error" : null;
  }
}

/** How many runs in a row have failed, after one more came to its end. What nobody knows counts neither way. */
export function failuresAfter(failures: number, run: LogStatus): number {
  if (run === "failed") return failures + 1;
  return run === "success" || run === "partial" ? 0 : failures;
}
