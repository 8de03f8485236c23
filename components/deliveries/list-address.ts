import { type LogKind, type LogStatus, logKinds, logStatuses } from "@/db/enums";
import { type LogLook, logLooks } from "@/lib/deliveries/look";
import { DAY_MS, kstDate, parseDate } from "@/lib/time/kst";

export const periods = ["today", "two", "week", "month", "custom"] as const;
export type Period = (typeof periods)[number];

/** What the ledger is narrowed to, as it stands in the address. */
export type LogListFilter = {
  period: Period;
  /** Korean calendar days of a chosen period; null with the others. */
  from: string | null;
  to: string | null;
  status: readonly LogStatus[];
  look: LogLook | null;
  kind: LogKind | null;
  orgId: readonly number[];
  roomId: number | null;
  search: string;
};

/** Ready-made questions: what needs a person, what did not go out. */
export const logViews = {
  all: [],
  ask: ["unknown", "missed"],
  notSent: ["partial", "failed", "missed", "skipped", "expired", "cancelled"],
} as const satisfies Record<string, readonly LogStatus[]>;
export type LogView = keyof typeof logViews;

export const viewOf = ({ status }: LogListFilter): LogView | null =>
  (Object.keys(logViews) as LogView[]).find(
    (view) => [...logViews[view]].sort().join() === [...status].sort().join(),
  ) ?? null;

type Params = { get: (name: string) => string | null };
/** What "거르기 지우기" takes away; period and view stay. */
export const filterNames = ["look", "kind", "orgId", "roomId", "search"] as const;

/** Values of the address that mean something; whatever else is there counts as nothing. */
export function filterFrom(params: Params): LogListFilter {
  const list = (name: string) => (params.get(name) ?? "").split(",").filter(Boolean);
  const ids = (name: string) => [...new Set(list(name).filter((text) => /^[1-9]\d{0,14}$/.test(text)))].map(Number);
  const day = (name: string) => (parseDate(params.get(name) ?? "") === null ? null : params.get(name));
  const [from, to] = [day("from"), day("to")].sort();
  const custom = from && to;
  const asked = params.get("period");
  return {
    period: custom ? "custom" : (periods.find((one) => one === asked && one !== "custom") ?? "two"),
    from: custom ? from : null,
    to: custom ? to : null,
    status: logStatuses.filter((status) => list("status").includes(status)),
    look: logLooks.find((look) => look === params.get("look")) ?? null,
    kind: logKinds.find((kind) => kind === params.get("kind")) ?? null,
    orgId: ids("orgId").slice(0, 100),
    roomId: ids("roomId")[0] ?? null,
    search: (params.get("search") ?? "").trim().slice(0, 100),
  };
}

export const isFiltered = (filter: LogListFilter): boolean =>
  filterNames.some((name) => spelled(filter, name) !== null);

function spelled(filter: LogListFilter, name: keyof LogListFilter): string | null {
  const value = filter[name];
  if (name === "period" && (value === "two" || value === "custom")) return null;
  return value === null || value === "" || (Array.isArray(value) && value.length === 0) ? null : String(value);
}

const names = ["period", "from", "to", "status", ...filterNames] as const;

/** The address of a filter. */
export function addressOf(filter: LogListFilter): string {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = spelled(filter, name);
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `/logs?${query}` : "/logs";
}

const DAYS: Record<Exclude<Period, "custom">, number> = { today: 1, two: 2, week: 7, month: 30 };

/** First and last Korean day of a filter's period, seen from `now`. */
export function daysOf(filter: LogListFilter, now: Date): { from: string; to: string } {
  if (filter.from && filter.to) return { from: filter.from, to: filter.to };
  const days = filter.period === "custom" ? DAYS.two : DAYS[filter.period];
  return { from: kstDate(new Date(now.getTime() - (days - 1) * DAY_MS)), to: kstDate(now) };
}

/** The same as a question to the API. */
export function queryOf(filter: LogListFilter, now: Date, cursor: string | null = null): string {
  const query = new URLSearchParams(daysOf(filter, now));
  for (const name of ["status", ...filterNames] as const) {
    const value = spelled(filter, name);
    if (value) query.set(name, value);
  }
  if (cursor) query.set("cursor", cursor);
  return query.toString();
}
