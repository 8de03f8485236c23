import type { RoomStatus, RoomType } from "@/db/enums";

/** What the list of rooms is narrowed to, as it stands in the address. */
export type RoomFilterValues = { q: string; org: string; bot: string; type: "" | RoomType; status: "" | RoomStatus };
export const filterNames = ["q", "org", "bot", "type", "status"] as const;

type Params = { get: (name: string) => string | null };

/** Values of the address that mean something; whatever else is there counts as nothing. */
export const filterFrom = (params: Params): RoomFilterValues => {
  const type = params.get("type");
  const status = params.get("status");
  const id = (name: string) => (/^[1-9]\d{0,14}$/.test(params.get(name) ?? "") ? (params.get(name) ?? "") : "");
  return {
    q: (params.get("q") ?? "").slice(0, 100),
    org: id("org"),
    bot: id("bot"),
    type: type === "production" || type === "test" ? type : "",
    status: status === "active" || status === "inactive" ? status : "",
  };
};

export const isFiltered = (filter: RoomFilterValues): boolean => filterNames.some((name) => filter[name] !== "");

/** The filter as a query of `/api/rooms`. */
export function roomsQuery(filter: RoomFilterValues, cursor: string | null): string {
  const query = new URLSearchParams();
  for (const name of filterNames) if (filter[name]) query.set(name, filter[name]);
  if (cursor) query.set("cursor", cursor);
  return query.toString();
}
