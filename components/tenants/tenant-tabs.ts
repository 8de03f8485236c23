/** The parts of a tenant's page, each with an address of its own. */
export const tenantTabs = ["credit", "sending", "connection", "templates"] as const;
export type TenantTab = (typeof tenantTabs)[number];
