import type { Issue } from "@/lib/errors";
import { instantOf, kstDayNumber, parseDate, parseKstDateTime } from "@/lib/time/kst";
import { nextOccurrence } from "./recurrence";
import { recurrenceOf, type TimingInput, validityOf } from "./schema";

/**
 * What is wrong with a valid schedule at this moment: nothing of it lies in the future (C-40). An occurrence at `now`
 * itself still counts. Only what is about to be sent is asked: a schedule that stays switched off may be over.
 */
export function checkSchedule(input: TimingInput, now: Date): Issue[] {
  if (input.scheduleType === "once") {
    const at = parseKstDateTime(`${input.scheduleDate}T${input.scheduleTime}`);
    if (at && at < now) {
      const pastDay = instantOf(parseDate(input.scheduleDate ?? "") ?? 0) < instantOf(kstDayNumber(now));
      return [
        pastDay ? { path: ["scheduleDate"], message: "dateInPast" } : { path: ["scheduleTime"], message: "timeInPast" },
      ];
    }
  }
  return firstSendAt(input, now) ? [] : [{ path: ["validUntil"], message: "validityOver" }];
}

/** The first occurrence at or after `now`: `next_send_at` at save (C-40). */
export function firstSendAt(input: TimingInput, now: Date): Date | null {
  return nextOccurrence(recurrenceOf(input), validityOf(input), new Date(now.getTime() - 1));
}
