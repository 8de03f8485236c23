/** funding: charges and adjustments; use: what messages held, paid and gave back. */
export const ledgerViews = ["all", "funding", "use"] as const;
export type LedgerView = (typeof ledgerViews)[number];
