import { kstTime } from "@/lib/time/kst";

export const paces = ["steady", "by_hour"] as const;
export type Pace = (typeof paces)[number];

const MINUTE_MS = 60_000;
/** Idle pace only while nothing is due within this time (rulings 13). */
const IDLE_AHEAD_MS = 3 * MINUTE_MS;

/**
 * How often a loop looks, in ms. `steady` = every minute; `by_hour` = the seed's table with half-open hours in Korean time:
 * [9,12) and [18,21) every 30 s, [0,6) every 2 minutes, else every minute (S2-120, C-45).
 */
export function pollEveryMs(pace: Pace, now: Date, nextDueAt: Date | null): number {
  if (pace === "steady") return MINUTE_MS;
  const hour = Number(kstTime(now).slice(0, 2));
  if ((hour >= 9 && hour < 12) || (hour >= 18 && hour < 21)) return MINUTE_MS / 2;
  const isQuiet = !nextDueAt || nextDueAt.getTime() - now.getTime() > IDLE_AHEAD_MS;
  return hour < 6 && isQuiet ? 2 * MINUTE_MS : MINUTE_MS;
}

/** How long a loop sleeps: until something is due, never longer than its pace. A second at least, so that work in other hands is not asked for without end. */
export function sleepMs(pace: Pace, now: Date, nextDueAt: Date | null): number {
  const every = pollEveryMs(pace, now, nextDueAt);
  const due = nextDueAt ? nextDueAt.getTime() - now.getTime() : Number.POSITIVE_INFINITY;
  return Math.max(1_000, Math.min(every, due));
}
