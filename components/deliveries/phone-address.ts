import { type MessageView, messageViews } from "@/components/messages/list/list-address";
import { daysOf, type LogListFilter } from "./list-address";

/** What the phones' part of the ledger is narrowed to: period, place and words are the same as of the rooms'. */
export type PhoneLogFilter = Pick<LogListFilter, "period" | "from" | "to" | "search"> & {
  orgId: number | null;
  view: MessageView;
};

type Params = { get: (name: string) => string | null };
export const channels = ["rooms", "phones", "all"] as const;
/** Which part of the ledger is looked at. */
export type LogChannel = (typeof channels)[number];
export function channelOf(params: Params): LogChannel {
  const asked = params.get("channel");
  return asked === "phone" ? "phones" : asked === "all" ? "all" : "rooms";
}

const views = Object.keys(messageViews) as MessageView[];
export const phoneViews: readonly MessageView[] = views;

export const phoneFilterOf = (filter: LogListFilter, params: Params): PhoneLogFilter => ({
  period: filter.period,
  from: filter.from,
  to: filter.to,
  search: filter.search,
  orgId: filter.orgId[0] ?? null,
  view: views.find((view) => view === params.get("view")) ?? "all",
});

export function phoneAddressOf({ period, from, to, search, orgId, view }: PhoneLogFilter): string {
  const isChosen = period === "custom" && from !== null && to !== null;
  return `/logs?${new URLSearchParams({
    channel: "phone",
    ...(isChosen ? { from, to } : period !== "two" && period !== "custom" && { period }),
    ...(orgId !== null && { orgId: String(orgId) }),
    ...(view !== "all" && { view }),
    ...(search !== "" && { search }),
  })}`;
}

/** Both parts as one list, and the same as a question to its API. */
export function allAddressOf(filter: PhoneLogFilter): string {
  const query = new URLSearchParams(phoneAddressOf({ ...filter, view: "all" }).split("?")[1]);
  query.set("channel", "all");
  return `/logs?${query}`;
}
export const allQueryOf = (filter: PhoneLogFilter, now: Date, cursor: string | null = null): string =>
  new URLSearchParams({
    ...daysOf(roomFilterOf(filter), now),
    ...(filter.orgId !== null && { orgId: String(filter.orgId) }),
    ...(filter.search !== "" && { search: filter.search }),
    ...(cursor !== null && { cursor }),
  }).toString();

/** The same of the rooms' part, as its own address understands it. */
export const roomFilterOf = (filter: PhoneLogFilter): LogListFilter => ({
  period: filter.period,
  from: filter.from,
  to: filter.to,
  search: filter.search,
  orgId: filter.orgId === null ? [] : [filter.orgId],
  status: [],
  look: null,
  kind: null,
  roomId: null,
});

/** As a question to the API of messages. */
export function phoneQueryOf(filter: PhoneLogFilter, now: Date, cursor: string | null = null): string {
  const status = messageViews[filter.view];
  return new URLSearchParams({
    ...daysOf(roomFilterOf(filter), now),
    ...(status.length > 0 && { status: status.join(",") }),
    ...(filter.orgId !== null && { orgId: String(filter.orgId) }),
    ...(filter.search !== "" && { q: filter.search }),
    ...(cursor !== null && { cursor }),
  }).toString();
}
