import { type MessageStatus, messageStatuses } from "@/db/enums";

/** Ready-made questions about phone messages. */
export const messageViews = {
  all: [],
  underWay: ["queued", "sending"],
  troubled: ["partial", "failed"],
} as const satisfies Record<string, readonly MessageStatus[]>;
export type MessageView = keyof typeof messageViews;

/** What the list is narrowed to, as it stands in the address. */
export type MessageListFilter = {
  status: readonly MessageStatus[];
  orgId: number | null;
  test: boolean | null;
  q: string;
};

type Params = { get: (name: string) => string | null };

export const viewOf = ({ status }: MessageListFilter): MessageView | null =>
  (Object.keys(messageViews) as MessageView[]).find(
    (view) => [...messageViews[view]].sort().join() === [...status].sort().join(),
  ) ?? null;

/** Values of the address that mean something; whatever else is there counts as nothing. */
export function filterFrom(params: Params): MessageListFilter {
  const asked = (params.get("status") ?? "").split(",");
  const orgId = params.get("orgId") ?? "";
  const test = params.get("test");
  return {
    status: messageStatuses.filter((status) => asked.includes(status)),
    orgId: /^[1-9]\d{0,14}$/.test(orgId) ? Number(orgId) : null,
    test: test === "true" ? true : test === "false" ? false : null,
    q: (params.get("q") ?? "").trim().slice(0, 100),
  };
}

export const isFiltered = ({ orgId, test, q }: MessageListFilter): boolean =>
  orgId !== null || test !== null || q !== "";

/** As a query, of the address and of the API alike. */
export function queryOf({ status, orgId, test, q }: MessageListFilter, cursor: string | null = null): string {
  return new URLSearchParams({
    ...(status.length > 0 && { status: status.join(",") }),
    ...(orgId !== null && { orgId: String(orgId) }),
    ...(test !== null && { test: String(test) }),
    ...(q !== "" && { q }),
    ...(cursor !== null && { cursor }),
  }).toString();
}

export const addressOf = (filter: MessageListFilter): string => {
  const query = queryOf(filter);
  return query ? `/messages?${query}` : "/messages";
};
