import {
  countOccurrences,
  lastOccurrence,
  nextOccurrence,
  type Recurrence,
  type Validity,
} from "@/lib/schedules/recurrence";

/** Ordinary lateness of a pass every minute or two; later than this counts as catching up. */
const ON_TIME_MS = 120_000;
const REVIEW_MS = 24 * 3_600_000;
/** At most so many missed occurrences get rows of their own; older ones share one (rulings 5). */
export const MISSED_ROWS_MAX = 100;

export type Lateness = "send" | "catch_up" | "missed" | "expired";

/** What becomes of an occurrence that is materialised at `now` (C-41, rulings 5): the later, the further along this list. */
export function lateness(scheduledAt: Date, now: Date, catchUpMinutes: number): Lateness {
  const lateMs = now.getTime() - scheduledAt.getTime();
  if (lateMs <= ON_TIME_MS) return "send";
  if (lateMs <= catchUpMinutes * 60_000) return "catch_up";
  return lateMs <= REVIEW_MS ? "missed" : "expired";
}

export type DuePlan = {
  /** Oldest first. */
  rows: { scheduledAt: Date; lateness: Lateness }[];
  /** What stands for everything older than the rows. */
  older: { count: number; from: Date; to: Date } | null;
  /** The first occurrence after `now`, or null when none is left. */
  nextSendAt: Date | null;
};

/**
 * Everything a schedule owes at `now`, starting with its stored `nextSendAt`; nothing is skipped and, however long
 * nobody looked, nothing is walked one by one beyond the newest 100.
 */
export function planDue(
  rule: Recurrence,
  validity: Validity,
  { nextSendAt, catchUpMinutes }: { nextSendAt: Date; catchUpMinutes: number },
  now: Date,
): DuePlan {
  if (nextSendAt > now) return { rows: [], older: null, nextSendAt };
  const count = 1 + countOccurrences(rule, validity, nextSendAt, now);
  const times: Date[] = [];
  for (let at = lastOccurrence(rule, validity, now); at && at > nextSendAt && times.length < MISSED_ROWS_MAX; )
    at = times.push(at) < MISSED_ROWS_MAX ? lastOccurrence(rule, validity, new Date(at.getTime() - 1)) : null;
  if (times.length < MISSED_ROWS_MAX) times.push(nextSendAt);
  times.reverse();
  const oldest = times[0] ?? nextSendAt;
  const before =
    count > times.length ? (lastOccurrence(rule, validity, new Date(oldest.getTime() - 1)) ?? nextSendAt) : null;
  return {
    rows: times.map((scheduledAt) => ({ scheduledAt, lateness: lateness(scheduledAt, now, catchUpMinutes) })),
    older: before && { count: count - times.length, from: nextSendAt, to: before > nextSendAt ? before : nextSendAt },
    nextSendAt: nextOccurrence(rule, validity, now),
  };
}
