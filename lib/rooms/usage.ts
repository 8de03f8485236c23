import { DAY_MS, startOfKstDay } from "@/lib/time/kst";

/** What a room has used of its limits: per KST day, and in the sliding hour and minute before now. */
export type Usage = {
  runsToday: number;
  callsToday: number;
  callsLastHour: number;
  callsLastMinute: number;
  lastRunAt: string | null;
};

type Pace = { callTimes: readonly number[]; runTimes: readonly number[]; lastRunAt: Date | null };

/** Counts the times of `room_pace`; a room that never sent has none. */
export function usageOf(pace: Pace | null, now: Date): Usage {
  const ms = now.getTime();
  const today = startOfKstDay(now).getTime();
  const since = (times: readonly number[], from: number) =>
    times.filter((at) => at >= from && at < today + DAY_MS).length;
  const calls = pace?.callTimes ?? [];
  return {
    runsToday: since(pace?.runTimes ?? [], today),
    callsToday: since(calls, today),
    callsLastHour: since(calls, ms - 3_600_000 + 1),
    callsLastMinute: since(calls, ms - 60_000 + 1),
    lastRunAt: pace?.lastRunAt?.toISOString() ?? null,
  };
}
