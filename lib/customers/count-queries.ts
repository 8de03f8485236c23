import "server-only";
import { and, count, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers, optOuts } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import type { OrgScope } from "@/lib/access/scope";
import { customerOrgIds } from "./conditions";
import { consentOverBefore } from "./consent";
import { tenantsFor } from "./opted-out";

export type CustomerCounts = {
  all: number;
  /** With a usable number and no refusal: whom a message can reach at all. */
  reachable: number;
  optedOut: number;
  withoutPhone: number;
  adConsent: number;
  /** Consented so long ago that they have to be asked again. */
  consentOver: number;
};

/** The figures above the list, for everything in scope. */
export async function countCustomers(db: Executor, scope: OrgScope, now: Date): Promise<CustomerCounts> {
  const orgIds = await customerOrgIds(db, scope, {});
  if (orgIds.length === 0) return { all: 0, reachable: 0, optedOut: 0, withoutPhone: 0, adConsent: 0, consentOver: 0 };
  const over = consentOverBefore(now);
  const sum = (condition: ReturnType<typeof sql>) => sql`coalesce(sum(${condition}), 0)`.mapWith(Number);
  const [[totals], optedOut] = await Promise.all([
    db
      .select({
        all: count(),
        withPhone: count(customers.phoneLast4),
        adConsent: sum(sql`${customers.adConsent}`),
        consentOver: sum(sql`${customers.adConsent} and ${customers.adConsentAt} < ${over}`),
      })
      .from(customers)
      .where(and(inArray(customers.orgId, orgIds), isNull(customers.deletedAt))),
    countOptedOut(db, orgIds),
  ]);
  const { all = 0, withPhone = 0, adConsent = 0, consentOver = 0 } = totals ?? {};
  return { all, reachable: withPhone - optedOut, optedOut, withoutPhone: all - withPhone, adConsent, consentOver };
}

async function countOptedOut(db: Executor, orgIds: readonly number[]): Promise<number> {
  const rows = await db
    .select({ id: orgs.id, path: orgs.path })
    .from(orgs)
    .where(inArray(orgs.id, [...orgIds]));
  const tenantOf = await tenantsFor(
    db,
    rows.map((row) => row.path),
  );
  const orgsOf = new Map<number, number[]>();
  for (const { id, path } of rows) {
    const tenantId = tenantOf.get(path);
    if (tenantId !== undefined) orgsOf.set(tenantId, [...(orgsOf.get(tenantId) ?? []), id]);
  }
  const counts = await Promise.all(
    [...orgsOf].map(([tenantId, ids]) =>
      db
        .select({ n: count() })
        .from(optOuts)
        .innerJoin(customers, eq(customers.phoneKey, optOuts.phoneKey))
        .where(
          and(
            eq(optOuts.tenantId, tenantId),
            isNull(optOuts.liftedAt),
            inArray(customers.orgId, ids),
            isNull(customers.deletedAt),
          ),
        ),
    ),
  );
  return counts.reduce((total, [row]) => total + (row?.n ?? 0), 0);
}
