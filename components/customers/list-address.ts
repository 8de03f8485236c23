/** What the list of customers shows, as its address says it. */
export type CustomerListFilter = {
  q: string;
  orgId: number | null;
  listId: number | null;
  consent: ConsentChoice | null;
  sort: "name" | "updated";
};
export const consentChoices = ["ad", "night", "none", "noPhone"] as const;
export type ConsentChoice = (typeof consentChoices)[number];

export const noFilter: CustomerListFilter = { q: "", orgId: null, listId: null, consent: null, sort: "name" };

const idOf = (text: string | null) => (text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

export const filterFrom = (params: { get: (name: string) => string | null }): CustomerListFilter => ({
  q: (params.get("q") ?? "").slice(0, 100).trim(),
  orgId: idOf(params.get("orgId")),
  listId: idOf(params.get("listId")),
  consent: consentChoices.find((one) => one === params.get("consent")) ?? null,
  sort: params.get("sort") === "updated" ? "updated" : "name",
});

export const isFiltered = ({ q, orgId, listId, consent }: CustomerListFilter): boolean =>
  q !== "" || orgId !== null || listId !== null || consent !== null;

/** The page that shows it. */
export function addressOf(filter: CustomerListFilter): string {
  const query = new URLSearchParams();
  if (filter.q) query.set("q", filter.q);
  if (filter.orgId) query.set("orgId", String(filter.orgId));
  if (filter.listId) query.set("listId", String(filter.listId));
  if (filter.consent) query.set("consent", filter.consent);
  if (filter.sort !== "name") query.set("sort", filter.sort);
  return query.size > 0 ? `/customers?${query}` : "/customers";
}

const CONSENTS: Record<ConsentChoice, Record<string, boolean>> = {
  ad: { adConsent: true },
  night: { nightConsent: true },
  none: { adConsent: false },
  noPhone: { hasPhone: false },
};

/** The filter as the API takes it, in a body. */
export const apiFilter = ({ q, orgId, listId, consent }: CustomerListFilter) => ({
  ...(q && { q }),
  ...(orgId && { orgId }),
  ...(listId && { listId }),
  ...(consent && CONSENTS[consent]),
});

/** The same as a question to the API. */
export function queryOf(filter: CustomerListFilter, cursor: string | null = null): string {
  const query = new URLSearchParams(
    Object.entries(apiFilter(filter)).map(([name, value]): [string, string] => [name, String(value)]),
  );
  query.set("sort", filter.sort);
  if (cursor) query.set("cursor", cursor);
  return query.toString();
}
