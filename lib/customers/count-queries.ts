import "server-only";
import { and, count, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers, optOuts } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import type { OrgScope } from "@/lib/access/scope";
import { customerOrgIds } from "./conditions";
import { consentOverBefore } from "./consent";
import { tenantsFor } from "./opted-out";

/** People are counted up to here: the figures of more than that cost more than they tell. */
export const COUNTED_MOST = 50_000;

export type CustomerCounts = {
  all: number;
  /** There are more than `all`; then nothing else is counted. */
  isMore: boolean;
  /** With a usable number and no refusal: whom a message can reach at all. */
  reachable: number;
  optedOut: number;
  withoutPhone: number;
  adConsent: number;
  /** Consented so long ago that they have to be asked again. */
  consentOver: number;
};

/** The figures above the list, for everything in scope, at a cost that doesn't grow with it. */
export async function countCustomers(db: Executor, scope: OrgScope, now: Date): Promise<CustomerCounts> {
  const orgIds = await customerOrgIds(db, scope, {});
  if (orgIds.length === 0)
    return { all: 0, isMore: false, reachable: 0, optedOut: 0, withoutPhone: 0, adConsent: 0, consentOver: 0 };
  const over = consentOverBefore(now);
  const sum = (condition: ReturnType<typeof sql>) => sql`coalesce(sum(${condition}), 0)`.mapWith(Number);
  const { phoneLast4, adConsent: agreed, adConsentAt } = customers;
  const some = db
    .select({ phoneLast4, agreed: sql<number>`${agreed}`.as("agreed"), adConsentAt })
    .from(customers)
    .where(and(inArray(customers.orgId, orgIds), isNull(customers.deletedAt)))
    .limit(COUNTED_MOST + 1)
    .as("some");
  const [totals] = await db
    .select({
      all: count(),
      withPhone: count(some.phoneLast4),
      adConsent: sum(sql`${some.agreed}`),
      consentOver: sum(sql`${some.agreed} and ${some.adConsentAt} < ${over}`),
    })
    .from(some);
  const { all = 0, withPhone = 0, adConsent = 0, consentOver = 0 } = totals ?? {};
  const nothing = { reachable: 0, optedOut: 0, withoutPhone: 0, adConsent: 0, consentOver: 0 };
  if (all > COUNTED_MOST) return { all: COUNTED_MOST, isMore: true, ...nothing };
  const optedOut = await countOptedOut(db, orgIds);
  return {
    all,
    isMore: false,
    reachable: withPhone - optedOut,
    optedOut,
    withoutPhone: all - withPhone,
    adConsent,
    consentOver,
  };
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
        // From those few to their refusals, not the other way round: a sender may have been refused by many more.
        .from(sql`${customers} straight_join ${optOuts} on ${eq(customers.phoneKey, optOuts.phoneKey)}`)
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
