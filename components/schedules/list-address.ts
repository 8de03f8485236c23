import { type ScheduleStatus, type ScheduleType, scheduleStatuses, scheduleTypes } from "@/db/enums";
import { type ScheduleView, scheduleViews } from "@/lib/schedules/views";

/** What the list is narrowed to, as it stands in the address; also the query of the API. */
export type ListFilter = {
  view: ScheduleView;
  status: readonly ScheduleStatus[];
  scheduleType: readonly ScheduleType[];
  orgId: readonly number[];
  roomId: number | null;
  botId: number | null;
  search: string;
};

type Params = { get: (name: string) => string | null };
export const filterNames = ["status", "scheduleType", "orgId", "roomId", "botId", "search"] as const;

/** Values of the address that mean something; whatever else is there counts as nothing. */
export function filterFrom(params: Params): ListFilter {
  const list = (name: string) => (params.get(name) ?? "").split(",").filter(Boolean);
  const ids = (name: string) => [...new Set(list(name).filter((text) => /^[1-9]\d{0,14}$/.test(text)))].map(Number);
  const view = params.get("view");
  return {
    view: scheduleViews.find((one) => one === view) ?? "all",
    status: scheduleStatuses.filter((status) => list("status").includes(status)),
    scheduleType: scheduleTypes.filter((type) => list("scheduleType").includes(type)),
    orgId: ids("orgId").slice(0, 100),
    roomId: ids("roomId")[0] ?? null,
    botId: ids("botId")[0] ?? null,
    search: (params.get("search") ?? "").trim().slice(0, 100),
  };
}

export const isFiltered = (filter: ListFilter): boolean => filterNames.some((name) => spelled(filter, name) !== null);

/** One value as the address spells it; null where it says nothing. */
export function spelled(filter: ListFilter, name: keyof ListFilter): string | null {
  const value = filter[name];
  if (name === "view" && value === "all") return null;
  return value === null || value === "" || (Array.isArray(value) && value.length === 0) ? null : String(value);
}

export function queryOf(filter: ListFilter, cursor: string | null = null): string {
  const query = new URLSearchParams();
  for (const name of ["view", ...filterNames] as const) {
    const value = spelled(filter, name);
    if (value) query.set(name, value);
  }
  if (cursor) query.set("cursor", cursor);
  return query.toString();
}
