import type { LogKind } from "@/db/enums";
import { DAY_MS } from "@/lib/time/kst";
import type { DeviceWorld, RunForecast } from "./forecast-world";
import { simulateDevice } from "./simulate-device";

export const forecastOutcomes = ["send", "defer", "block"] as const;
export type ForecastOutcome = (typeof forecastOutcomes)[number];

/** What will become of one run (rulings 29). */
export type ForecastItem = {
  /** When it is due. */
  at: Date;
  scheduleId: number;
  roomId: number;
  kind: LogKind;
  outcome: ForecastOutcome;
  /** When a deferred run goes, or its rest does; when a blocked one is given up. */
  until?: Date;
  /** Which limit, or what else stands in the way: the ledger's own reason codes, and `room_busy` for a run behind another. */
  rule?: string;
  /** Where only a part of it goes on time, or at all. */
  sent?: number;
  parts?: number;
};

export type World = {
  now: Date;
  /** How long a call is taken to last, in ms. */
  callMs: number;
  devices: readonly DeviceWorld[];
};

/** Further ahead nobody can know what people will have changed. */
export const FORECAST_DAYS_MAX = 31;
/** Times are told in minutes: what goes a minute late is late. */
const LATE_MS = 60_000;

/**
 * What the schedules and open runs of a world will come to if nobody changes anything: sent, deferred until when and by
 * which rule, blocked and why; by due time, those whose time or whose end lies between `from` and `to`. It decides nothing
 * itself: simulateDevice asks the engine's own functions.
 * @throws RangeError for more than 31 days, or further ahead than that
 */
export function forecast(world: World, from: Date, to: Date): ForecastItem[] {
  const { now, callMs } = world;
  if (to.getTime() - Math.min(from.getTime(), now.getTime()) > FORECAST_DAYS_MAX * DAY_MS)
    throw new RangeError("too far ahead");
  const runs = world.devices.flatMap((device) => simulateDevice(device, { now, to, callMs }));
  return runs
    .filter((run) => lastOf(run) >= from)
    .map(itemOf)
    .sort(compareItems);
}

/** When a run is over; one that never gets into the line, when it was due. */
const lastOf = ({ at, end }: RunForecast): Date => (end && end.at > at ? end.at : at);

export const compareItems = (a: ForecastItem, b: ForecastItem): number =>
  a.at.getTime() - b.at.getTime() || a.scheduleId - b.scheduleId || a.roomId - b.roomId || a.kind.localeCompare(b.kind);

/** How a played run is told. */
export function itemOf({ startedAt, deferred, end, ...run }: RunForecast): ForecastItem {
  const { at, scheduleId, roomId, kind, sent, parts } = run;
  const item = { at, scheduleId, roomId, kind };
  const busy = run.isBehind ? "room_busy" : "device_busy";
  if (end?.status !== "success") {
    const rule = end?.reason === "device_busy" ? busy : end?.reason;
    const waited = end?.waited ? { until: end.at } : {};
    const some = sent > 0 ? { sent, parts } : {};
    return { ...item, outcome: "block", ...waited, ...(rule && { rule }), ...some };
  }
  if (deferred?.until) {
    const some = deferred.sent > 0 ? { sent: deferred.sent, parts } : {};
    return { ...item, outcome: "defer", until: deferred.until, rule: deferred.rule, ...some };
  }
  if (!startedAt || startedAt.getTime() - at.getTime() < LATE_MS) return { ...item, outcome: "send" };
  return { ...item, outcome: "defer", until: startedAt, rule: busy };
}
