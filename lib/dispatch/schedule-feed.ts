import type { LogKind, LogStatus, ScheduleStatus } from "@/db/enums";
import { nextOccurrences } from "@/lib/schedules/recurrence";
import { FAULT_AFTER_FAILURES, failuresAfter, nextScheduleStatus } from "@/lib/schedules/status";
import type { WorldSchedule } from "./forecast-world";
import { openHeap } from "./heap";
import { planSchedule } from "./plan-schedule";
import type { NewOccurrence } from "./write-occurrences";

/** Why the runs of a schedule are not made any more: it stopped itself before. */
export const SCHEDULE_STOPPED = "schedule_stopped";

type Feed = WorldSchedule & { row: WorldSchedule["target"]["schedule"]; status: ScheduleStatus; failures: number };

/**
 * The schedules of a device as time goes on: what they owe by the engine's own plan (planSchedule), and what the ends of
 * their runs mean to them.
 * @param onStopped is told the times a stopped schedule lets pass
 */
export function openScheduleFeed(
  schedules: readonly WorldSchedule[],
  onStopped: (row: Feed["row"], from: Date) => void,
) {
  const due = openHeap<{ feed: Feed; ms: number }>((a, b) => a.ms - b.ms || a.feed.row.id - b.feed.row.id);
  const feeds = new Map<number, Feed>();
  const enqueue = (feed: Feed) => {
    if (feed.row.nextSendAt) due.push({ feed, ms: feed.row.nextSendAt.getTime() });
  };
  function dueMs(): number {
    for (let first = due.peek(); first; first = due.peek()) {
      if (first.feed.row.nextSendAt?.getTime() === first.ms) return first.ms;
      due.pop();
    }
    return Number.POSITIVE_INFINITY;
  }
  for (const schedule of schedules) {
    const row = { ...schedule.target.schedule };
    const feed = { ...schedule, row, status: row.status, failures: row.consecutiveFailures };
    feeds.set(row.id, feed);
    enqueue(feed);
  }

  function stop(feed: Feed): void {
    const { nextSendAt } = feed.row;
    feed.status = nextScheduleStatus(feed.status, { kind: "fault" }) ?? feed.status;
    feed.row.nextSendAt = null;
    if (nextSendAt) onStopped(feed.row, nextSendAt);
  }

  return {
    /** When the next occurrence falls due, in ms since the epoch; infinite when none does. */
    dueMs,
    /** Everything owed at `at`, in the order the ledger gets it. */
    take(at: Date): { occurrence: NewOccurrence; schedule: WorldSchedule }[] {
      const taken: { occurrence: NewOccurrence; schedule: WorldSchedule }[] = [];
      while (dueMs() <= at.getTime()) {
        const { feed } = due.pop() as { feed: Feed };
        const plan = planSchedule({ ...feed.target, schedule: feed.row }, feed.rules, at, null);
        taken.push(...plan.occurrences.map((occurrence) => ({ occurrence, schedule: feed })));
        if (plan.isBroken) {
          feed.row.nextSendAt = nextOccurrences(feed.row, feed.row, plan.seen, 1)[0] ?? null;
          stop(feed);
          continue;
        }
        feed.row.nextSendAt = plan.nextSendAt;
        feed.status = nextScheduleStatus(feed.status, { kind: "advance", nextSendAt: plan.nextSendAt }) ?? feed.status;
        enqueue(feed);
      }
      return taken;
    },
    /** A run of a schedule came to its end: three failures in a row stop it (C-47). */
    settle(scheduleId: number, kind: LogKind, status: LogStatus): void {
      const feed = feeds.get(scheduleId);
      if (!feed || kind !== "schedule") return;
      const failures = failuresAfter(feed.failures, status);
      const isFault = failures >= FAULT_AFTER_FAILURES && failures > feed.failures;
      feed.failures = failures;
      if (isFault && nextScheduleStatus(feed.status, { kind: "fault" })) stop(feed);
    },
  };
}
