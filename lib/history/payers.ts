import "server-only";
import { asc } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { tenants } from "@/db/schema/tenants";
import { isSelfOrBelow } from "@/lib/access/org-path";
import { AppError, invalid } from "@/lib/errors";

/** Whose an old message is: what its line says, else whom the whole file is brought in for. */
export type Payers = {
  of: (old: {
    tenantCode: string | null;
    orgCode: string | null;
  }) => { tenantId: number; orgId: number } | { reason: string; column: string };
  /** Whom the file is brought in for. */
  home: { tenantId: number; orgId: number; code: string };
};

/**
 * @param code of the tenant the file belongs to; without one the headquarters' own, else the first there is
 * @throws AppError not_found for an unknown code; invalid at `tenant` where nobody pays for messages here
 */
export async function payersOf(db: Pick<Executor, "select">, code: string | null): Promise<Payers> {
  const all = await db
    .select({ id: tenants.id, code: tenants.code, orgId: tenants.orgId })
    .from(tenants)
    .orderBy(asc(tenants.id));
  const places = await db.select({ id: orgs.id, code: orgs.code, path: orgs.path, level: orgs.level }).from(orgs);
  const placeOf = new Map(places.map((org) => [org.id, org]));
  const byCode = new Map(all.map((tenant) => [tenant.code, tenant]));
  const main =
    code === null ? (all.find(({ orgId }) => placeOf.get(orgId)?.level === "hq") ?? all[0]) : byCode.get(code);
  if (!main && code !== null) throw new AppError("not_found");
  if (!main) throw invalid("tenant", "historyNoTenant");
  const orgsByCode = new Map<string, typeof places>();
  for (const org of places) orgsByCode.set(org.code, [...(orgsByCode.get(org.code) ?? []), org]);
  return {
    home: { tenantId: main.id, orgId: main.orgId, code: main.code },
    of({ tenantCode, orgCode }) {
      const tenant = tenantCode === null ? main : byCode.get(tenantCode);
      if (!tenant) return { reason: "tenant_unknown", column: "tenant_code" };
      if (orgCode === null) return { tenantId: tenant.id, orgId: tenant.orgId };
      const home = placeOf.get(tenant.orgId)!;
      const [org, ...others] = (orgsByCode.get(orgCode) ?? []).filter(({ path }) => isSelfOrBelow(path, home.path));
      if (!org || others.length > 0) return { reason: "org_unknown", column: "org_code" };
      return { tenantId: tenant.id, orgId: org.id };
    },
  };
}
