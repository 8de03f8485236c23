import type { MessageLogStatus } from "@/db/enums";

/** What became of somebody's message, as one asks for it. */
export const outcomes = {
  all: [],
  arrived: ["delivered"],
  notGone: ["failed", "skipped", "cancelled"],
  unknown: ["unknown"],
  open: ["queued", "sending", "sent"],
} as const satisfies Record<string, readonly MessageLogStatus[]>;
export type Outcome = keyof typeof outcomes;
export const outcomeNames = Object.keys(outcomes) as Outcome[];

/** What the recent sends are narrowed to, as it stands in the address. */
export type RecentFilter = { outcome: Outcome; tenantId: number | null };

type Params = { get: (name: string) => string | null };

/** Values of the address that mean something to this reader; whatever else is there counts as nothing. */
export function recentFilterFrom(params: Params, tenants: readonly { id: number }[]): RecentFilter {
  return {
    outcome: outcomeNames.find((one) => one === params.get("outcome")) ?? "all",
    tenantId: tenants.find(({ id }) => String(id) === params.get("tenantId"))?.id ?? null,
  };
}

export function recentAddressOf({ outcome, tenantId }: RecentFilter): string {
  const query = new URLSearchParams({
    ...(outcome !== "all" && { outcome }),
    ...(tenantId !== null && { tenantId: String(tenantId) }),
  });
  return query.size > 0 ? `/messages/recent?${query}` : "/messages/recent";
}

/** The same as a question to the API. */
export function recentQueryOf({ outcome, tenantId }: RecentFilter, cursor: string | null = null): string {
  const status = outcomes[outcome];
  return new URLSearchParams({
    ...(tenantId !== null && { tenantId: String(tenantId) }),
    ...(status.length > 0 && { status: status.join(",") }),
    ...(cursor !== null && { cursor }),
  }).toString();
}
