import { nextOccurrences, type Recurrence, type Validity } from "@/lib/schedules/recurrence";
import { DAY_MS } from "@/lib/time/kst";

type Due = Recurrence & Validity & { nextSendAt: Date | null };

/**
 * How far ahead a page of `limit` runs reaches, so that nobody plays a month to show a morning: until one more than fits
 * has fallen due after `after`, at most to `to`. Whatever becomes of a run, it is told at the time it was due.
 */
export function endOfPage(schedules: readonly Due[], after: Date, to: Date, limit: number): Date {
  const days = Math.ceil((to.getTime() - after.getTime()) / DAY_MS) + 1;
  const times = schedules.flatMap((schedule) => {
    const first = schedule.nextSendAt;
    if (!first || first > to) return [];
    const start = first > after ? [first.getTime()] : [];
    const next = nextOccurrences(schedule, schedule, first > after ? first : after, Math.max(0, days));
    return [...start, ...next.map((at) => at.getTime())];
  });
  const last = times.sort((a, b) => a - b)[limit];
  return last !== undefined && last < to.getTime() ? new Date(last) : to;
}
