import { type ScheduleType, type Weekday, weekdays } from "@/db/enums";
import { instantOf, kstDayNumber, parseDate, parseTime, weekdayIndex } from "@/lib/time/kst";

/** When a schedule falls due, in Korean wall time; the shape of a `kb_schedule` row and of the form. */
export type Recurrence = {
  scheduleType: ScheduleType;
  /** "YYYY-MM-DD", for `once`. */
  scheduleDate?: string | null | undefined;
  /** "HH:mm" or "HH:mm:ss" (the column's spelling). */
  scheduleTime: string;
  scheduleWeekdays?: readonly Weekday[] | null | undefined;
};

/** Instants between which a schedule may fire, both inclusive; measured at the scheduled time (C-54, rulings 28). */
export type Validity = { validFrom: Date; validUntil: Date };

type Days = { minutes: number; has: (day: number) => boolean; perWeek: number; only: number | null };

/** The rule as a set of calendar days and a minute; null when the rule can't mean anything. */
function daysOf(rule: Recurrence): Days | null {
  const minutes = parseTime(rule.scheduleTime.slice(0, 5));
  if (minutes === null) return null;
  if (rule.scheduleType === "daily") return { minutes, has: () => true, perWeek: 7, only: null };
  if (rule.scheduleType === "weekly") {
    const chosen = new Set((rule.scheduleWeekdays ?? []).map((word) => weekdays.indexOf(word)));
    return chosen.size === 0
      ? null
      : { minutes, has: (day) => chosen.has(weekdayIndex(day)), perWeek: chosen.size, only: null };
  }
  const only = parseDate(rule.scheduleDate ?? "");
  return only === null ? null : { minutes, has: (day) => day === only, perWeek: 0, only };
}

/** The first day ≥ `day` (step 1) or the last day ≤ `day` (step -1) the rule allows. */
function nearest(days: Days, day: number, step: 1 | -1): number | null {
  if (days.only !== null) return step * (days.only - day) >= 0 ? days.only : null;
  for (let i = 0; i < 7; i++) if (days.has(day + step * i)) return day + step * i;
  return null;
}

/** First day whose wall time is ≥ `at`; the wall time itself counts. */
function dayFrom(days: Days, at: Date): number {
  const day = kstDayNumber(at);
  return instantOf(day, days.minutes).getTime() >= at.getTime() ? day : day + 1;
}

/**
 * The first occurrence strictly after `after` and inside the validity, or null when none is left (S2-84, C-40).
 * Nothing is skipped: calling it again with its own result walks every occurrence.
 */
export function nextOccurrence(rule: Recurrence, validity: Validity, after: Date): Date | null {
  const days = daysOf(rule);
  if (!days) return null;
  const earliest = new Date(Math.max(after.getTime() + 1, validity.validFrom.getTime()));
  const day = nearest(days, dayFrom(days, earliest), 1);
  if (day === null) return null;
  const at = instantOf(day, days.minutes);
  return at.getTime() <= validity.validUntil.getTime() ? at : null;
}

/** The last occurrence at or before `upTo` and inside the validity, or null. */
export function lastOccurrence(rule: Recurrence, validity: Validity, upTo: Date): Date | null {
  const days = daysOf(rule);
  if (!days) return null;
  const latest = new Date(Math.min(upTo.getTime(), validity.validUntil.getTime()) + 1);
  const day = nearest(days, dayFrom(days, latest) - 1, -1);
  if (day === null) return null;
  const at = instantOf(day, days.minutes);
  return at.getTime() >= validity.validFrom.getTime() ? at : null;
}

/** Up to `count` occurrences in a row after `after`. */
export function nextOccurrences(rule: Recurrence, validity: Validity, after: Date, count: number): Date[] {
  const found: Date[] = [];
  for (let at = nextOccurrence(rule, validity, after); at && found.length < count; ) {
    found.push(at);
    at = nextOccurrence(rule, validity, at);
  }
  return found;
}

/** How many occurrences lie in (`after`, `upTo`], by arithmetic: years of them cost what a week costs. */
export function countOccurrences(rule: Recurrence, validity: Validity, after: Date, upTo: Date): number {
  const days = daysOf(rule);
  const first = nextOccurrence(rule, validity, after);
  const last = lastOccurrence(rule, validity, upTo);
  if (!days || !first || !last || first.getTime() > last.getTime()) return 0;
  if (days.only !== null) return 1;
  const [from, span] = [kstDayNumber(first), kstDayNumber(last) - kstDayNumber(first) + 1];
  let count = Math.floor(span / 7) * days.perWeek;
  for (let day = from; day < from + (span % 7); day++) if (days.has(day)) count++;
  return count;
}

/** Whether the validity meets the rule at all, whatever the time is now. */
export function canEverFire(rule: Recurrence, validity: Validity): boolean {
  return nextOccurrence(rule, validity, new Date(validity.validFrom.getTime() - 1)) !== null;
}
