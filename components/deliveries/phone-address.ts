import { type MessageView, messageViews } from "@/components/messages/list/list-address";
import { daysOf, type LogListFilter } from "./list-address";

/** What the phones' part of the ledger is narrowed to: period, place and words are the same as of the rooms'. */
export type PhoneLogFilter = Pick<LogListFilter, "period" | "from" | "to" | "search"> & {
  orgId: number | null;
  view: MessageView;
};

type Params = { get: (name: string) => string | null };
export const isPhones = (params: Params): boolean => params.get("channel") === "phone";

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
