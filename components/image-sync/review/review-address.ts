import { type ImageVerdict, imageVerdicts } from "@/db/enums";

export const reviewViews = ["ask", "certain", "all"] as const;
export type ReviewView = (typeof reviewViews)[number];

/** What the review shows, as it stands in the address. */
export type ReviewAddress = {
  /** Null: whatever the run needs most. */
  view: ReviewView | null;
  verdict: ImageVerdict | null;
  /** A customer's code. */
  customer: string | null;
  finding: number | null;
};

type Params = { get: (name: string) => string | null };

/** Values of the address that mean something; whatever else is there counts as nothing. */
export function reviewFrom(params: Params): ReviewAddress {
  const finding = params.get("finding") ?? "";
  return {
    view: reviewViews.find((one) => one === params.get("view")) ?? null,
    verdict: imageVerdicts.find((one) => one === params.get("verdict")) ?? null,
    customer: (params.get("customer") ?? "").slice(0, 60) || null,
    finding: /^[1-9]\d{0,14}$/.test(finding) ? Number(finding) : null,
  };
}

/** Address of a run's review. */
export function reviewAddressOf(
  runId: number,
  { view = null, verdict = null, customer = null, finding = null }: Partial<ReviewAddress>,
): string {
  const query = new URLSearchParams({
    ...(view && { view }),
    ...(verdict && { verdict }),
    ...(customer && { customer }),
    ...(finding !== null && { finding: String(finding) }),
  });
  return query.size > 0 ? `/images/runs/${runId}?${query}` : `/images/runs/${runId}`;
}

/** The list as a question to the API. */
export function findingsQueryOf(view: ReviewView, address: ReviewAddress, cursor: string | null = null): string {
  const { verdict, customer } = address;
  return new URLSearchParams({
    ...(view === "ask" && { certainty: "doubtful", decision: "open" }),
    ...(view === "certain" && { certainty: "certain" }),
    ...(verdict && { verdict }),
    ...(customer && { customer }),
    ...(cursor && { cursor }),
  }).toString();
}
