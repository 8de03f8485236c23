import type { ForecastDto } from "@/lib/dispatch/forecast-queries";
import type { forecast } from "@/lib/i18n/ko/forecast";
import { type LimitName, limitNames } from "@/lib/rooms/limits";

type Why = Exclude<keyof (typeof forecast)["why"], "late" | "blocked" | "times" | "limit" | "givenUp" | "from">;
type Fix = keyof (typeof forecast)["fix"];

/** Why some of the runs don't go as planned, and where that can be changed. */
export type Cause = {
  key: string;
  outcome: "defer" | "block";
  count: number;
  why: { limit: LimitName; value: number; origin: NonNullable<ForecastDto["limit"]>["origin"] } | Why;
  fix: { to: Fix; href: string } | null;
};

const ROOMS = "/settings/rooms";
/** What stands in the way, as its sentence and the screen that helps. */
const KNOWN: Record<string, [Why, Fix | null]> = {
  room_busy: ["room_busy", null],
  device_busy: ["device_busy", null],
  wait_over: ["wait_over", "schedule"],
  room_inactive: ["room_inactive", "room"],
  room_deleted: ["room_deleted", "schedule"],
  room_moved: ["room_moved", "schedule"],
  room_not_test: ["room_not_test", "schedule"],
  org_inactive: ["org_inactive", "org"],
  sender_disabled: ["sender_disabled", "schedule"],
  sender_no_access: ["sender_no_access", "schedule"],
  bot_not_approved: ["bot_not_approved", "bot"],
  bot_offline: ["bot_offline", "bot"],
  gateway_unsure: ["gateway_unsure", "bot"],
  auth_failed: ["auth_failed", "bot"],
  egress_denied: ["egress_denied", "bot"],
  gateway_missing: ["gateway_missing", "bot"],
  secret_unreadable: ["secret_unreadable", "bot"],
  image_missing: ["image_missing", "schedule"],
  schedule_broken: ["schedule_broken", "schedule"],
  schedule_stopped: ["schedule_stopped", "schedule"],
  scheduler_down: ["scheduler_down", "logs"],
  too_old: ["too_old", "logs"],
};
/** The same where it costs the run. */
const OVER: Record<string, [Why, Fix | null]> = {
  room_busy: ["room_over", "schedule"],
  device_busy: ["device_over", "schedule"],
};
export const knownRules = Object.keys(KNOWN);

const hrefOf = (fix: Fix, { roomId, scheduleId }: ForecastDto): string => {
  if (fix === "schedule") return `/schedules/${scheduleId}`;
  if (fix === "limits" || fix === "room") return `${ROOMS}?room=${roomId}`;
  return { bot: ROOMS, org: "/settings/orgs", logs: "/logs" }[fix];
};

/** Each cause once, with how many runs it concerns: what blocks before what only delays, the most frequent first. */
export function causesOf(items: readonly ForecastDto[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const item of items) {
    if (item.outcome === "send") continue;
    const cause = causeOf(item);
    const same = causes.get(cause.key);
    if (same) same.count++;
    else causes.set(cause.key, cause);
  }
  return [...causes.values()].sort(
    (a, b) => Number(a.outcome === "defer") - Number(b.outcome === "defer") || b.count - a.count,
  );
}

function causeOf(item: ForecastDto): Cause {
  const outcome = item.outcome === "block" ? "block" : "defer";
  const name = limitNames.find((one) => one === item.rule);
  if (name && item.limit) {
    const { value, origin } = item.limit;
    const said = origin.kind === "product" ? origin.kind : `${origin.kind}${origin.id}`;
    const fix = { to: "limits" as const, href: hrefOf("limits", item) };
    return { key: [outcome, name, value, said].join(), outcome, count: 1, why: { limit: name, value, origin }, fix };
  }
  const [why, to] =
    (outcome === "block" && OVER[item.rule ?? ""]) || KNOWN[item.rule ?? ""] || (["other", null] as const);
  const fix = to && { to, href: hrefOf(to, item) };
  return {
    // The same words about two schedules lead to two places.
    key: [outcome, item.rule, fix?.href].join(),
    outcome,
    count: 1,
    why,
    fix,
  };
}
