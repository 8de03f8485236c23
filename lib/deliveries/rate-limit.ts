import type { LimitName, Limits } from "@/lib/rooms/limits";
import { DAY_MS, startOfKstDay } from "@/lib/time/kst";

/** What a room has behind it: epoch milliseconds, oldest first. The row of `room_pace`. */
export type Pace = { callTimes: readonly number[]; runTimes: readonly number[] };

/** `run` = the first call of a run, `call` = any later one. */
export type Ask = "run" | "call";

export type RateDecision = { ok: true } | { ok: false; retryAt: Date; rule: LimitName };

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * Whether a room may be spoken to now, and if not, when at the earliest and by which rule (C-30, rulings 6): sliding
 * windows for gap, minute and hour, the Korean calendar day for days. `retryAt` is exact while nothing else is sent.
 */
export function decideRateLimit(limits: Limits, pace: Pace, ask: Ask, now: Date): RateDecision {
  const at = now.getTime();
  const day = startOfKstDay(now).getTime();
  const tomorrow = day + DAY_MS;
  const today = (times: readonly number[]) => times.reduce((sum, time) => (time >= day ? sum + 1 : sum), 0);
  /** When the window will have room again: once the limit-th newest call has left it. */
  const windowOpens = (times: readonly number[], limit: number, windowMs: number) => {
    const oldestThatCounts = times.at(-Math.max(limit, 1));
    return oldestThatCounts === undefined ? at : oldestThatCounts + windowMs;
  };
  const gates: [LimitName, number][] = [
    ["perMinute", windowOpens(pace.callTimes, limits.perMinute, MINUTE_MS)],
    ["perHour", windowOpens(pace.callTimes, limits.perHour, HOUR_MS)],
    ["callsPerDay", today(pace.callTimes) >= limits.callsPerDay ? tomorrow : at],
  ];
  if (ask === "run")
    gates.push(
      ["minGapSeconds", windowOpens(pace.runTimes, 1, limits.minGapSeconds * 1000)],
      ["runsPerDay", today(pace.runTimes) >= limits.runsPerDay ? tomorrow : at],
    );
  const [rule, opens] = gates.reduce((last, gate) => (gate[1] > last[1] ? gate : last));
  return opens > at ? { ok: false, retryAt: new Date(opens), rule } : { ok: true };
}

/** The pace after a call at `now`, keeping only what some window may still ask for. */
export function notePace(pace: Pace, ask: Ask, now: Date): { callTimes: number[]; runTimes: number[] } {
  const since = Math.min(startOfKstDay(now).getTime(), now.getTime() - HOUR_MS);
  const keep = (times: readonly number[]) => times.filter((time) => time >= since);
  const add = (times: number[]) => {
    const isLast = times.length === 0 || times[times.length - 1]! <= now.getTime();
    times.push(now.getTime());
    // A clock that was put back leaves later times behind.
    return isLast ? times : times.sort((a, b) => a - b);
  };
  const runTimes = keep(pace.runTimes);
  return {
    callTimes: add(keep(pace.callTimes)),
    // The last run start stays, however old: a gap may be longer than a day is young.
    runTimes: ask === "run" ? add(runTimes) : runTimes.length > 0 ? runTimes : pace.runTimes.slice(-1),
  };
}
