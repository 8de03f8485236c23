import type { CallRules } from "@/lib/schedules/composition";
import { contentIssue, planParts } from "@/lib/schedules/composition";
import type { Lateness } from "./catch-up";
import { planDue } from "./catch-up";
import { MOST_WAIT_MS } from "./lane";
import type { Target } from "./load-targets";
import type { NewOccurrence } from "./write-occurrences";

/** What one due schedule owes the ledger, and where it stands afterwards. */
export type SchedulePlan = {
  target: Target;
  /** The `next_send_at` this was computed from: the compare of the compare-and-set. */
  seen: Date;
  nextSendAt: Date | null;
  isBroken: boolean;
  occurrences: NewOccurrence[];
};

export type Downtime = { from: Date; to: Date } | null;

/**
 * The occurrences a schedule owes at `now`, from its stored `next_send_at` (S2-84, rulings 5). A schedule that can't be
 * planned is broken: its occurrence says why, and it stops.
 * @param downtime when nothing ran before this pass, told on what is late because of it
 */
export function planSchedule(target: Target, rules: CallRules, now: Date, downtime: Downtime): SchedulePlan {
  const { schedule } = target;
  const seen = schedule.nextSendAt;
  if (!seen) throw new Error(`schedule ${schedule.id} has no next_send_at`);
  const base = { target, seen };
  try {
    const plan = planDue(schedule, schedule, { nextSendAt: seen, catchUpMinutes: schedule.catchUpMinutes }, now);
    const issue = contentIssue(schedule);
    if (issue) throw new Error(issue.message);
    const parts = planParts(schedule, rules);
    const rows = plan.rows.map(({ scheduledAt, lateness }) => ({
      ...rowOf(lateness, scheduledAt, now, downtime),
      target,
      kind: "schedule" as const,
      scheduledAt,
      parts: lateness === "expired" ? [] : parts,
    }));
    const older: NewOccurrence[] = plan.older
      ? [
          {
            ...rowOf("expired", plan.older.to, now, downtime),
            target,
            kind: "schedule",
            scheduledAt: plan.older.to,
            missedCount: plan.older.count,
            missedFrom: plan.older.from,
            parts: [],
          },
        ]
      : [];
    return { ...base, nextSendAt: plan.nextSendAt, isBroken: false, occurrences: [...older, ...rows] };
  } catch (error) {
    return brokenPlan(target, seen, error);
  }
}

/** The plan of a schedule that can't be planned or written: one failed occurrence that says why, and no next one. */
export function brokenPlan(target: Target, seen: Date, error: unknown): SchedulePlan {
  const failed: NewOccurrence = {
    target,
    kind: "schedule",
    scheduledAt: seen,
    status: "failed",
    reasonCode: "schedule_broken",
    errorMessage: error instanceof Error ? error.message : String(error),
    nextAttemptAt: null,
    expiresAt: null,
    parts: [],
  };
  return { target, seen, nextSendAt: null, isBroken: true, occurrences: [failed] };
}

/** A pass every minute is the promise; nothing for longer than this was a standstill worth telling. */
const STANDSTILL_MS = 150_000;

function rowOf(lateness: Lateness, scheduledAt: Date, now: Date, downtime: Downtime) {
  const stood = downtime && downtime.to.getTime() - downtime.from.getTime() > STANDSTILL_MS ? downtime : null;
  const why = stood && { from: stood.from.toISOString(), to: stood.to.toISOString() };
  if (lateness === "send" || lateness === "catch_up")
    return {
      status: "planned" as const,
      reasonCode: null,
      isCatchUp: lateness === "catch_up",
      nextAttemptAt: scheduledAt,
      expiresAt: new Date(now.getTime() + MOST_WAIT_MS),
      downtime: lateness === "catch_up" ? why : null,
    };
  return {
    status: lateness,
    reasonCode: lateness === "missed" ? "scheduler_down" : "too_old",
    nextAttemptAt: null,
    expiresAt: null,
    downtime: why,
  };
}
