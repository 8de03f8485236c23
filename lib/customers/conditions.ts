import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerListMembers, customerLists, customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import { orgsHaving } from "@/lib/access/orgs-having";
import { inScope, type OrgScope, orgIdsIn } from "@/lib/access/scope";
import { containsWords } from "@/lib/rooms/contains-words";
import type { CustomerFilter } from "./filter-schema";
import { phoneKey } from "./phone-key";
import { type CustomerSearch, readSearch } from "./search";

/** Organisations a filter can find anybody in: in scope, under `orgId`, with customers at all; none where the list is foreign. */
export async function customerOrgIds(
  db: Executor,
  scope: OrgScope,
  { orgId, listId }: Pick<CustomerFilter, "orgId" | "listId">,
): Promise<number[]> {
  if (listId !== undefined && (await listsInScope(db, scope, [listId])).length === 0) return [];
  return orgsHaving(db, customers, "ix_customers_org_name", await orgIdsIn(db, scope, orgId));
}

/** Those of these saved lists that are in scope. */
export async function listsInScope(db: Executor, scope: OrgScope, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: customerLists.id })
    .from(customerLists)
    .innerJoin(orgs, eq(orgs.id, customerLists.orgId))
    .where(and(inArray(customerLists.id, [...ids]), inScope(scope)))
    .orderBy(asc(customerLists.id));
  return rows.map((row) => row.id);
}

const found = (search: CustomerSearch, lookupKey: string): SQL | undefined => {
  if (search.kind === "number") return eq(customers.phoneKey, phoneKey(lookupKey, search.digits));
  if (search.kind === "last4") return or(eq(customers.phoneLast4, search.digits), eq(customers.code, search.digits));
  return containsWords(search.words, customers.name, customers.code);
};

/** What a filter says of a customer, whichever the organisation. Deleted ones never match. */
export function matchesFilter(filter: CustomerFilter, lookupKey: string): SQL | undefined {
  const search = readSearch(filter.q);
  return and(
    isNull(customers.deletedAt),
    search ? found(search, lookupKey) : undefined,
    filter.adConsent === undefined ? undefined : eq(customers.adConsent, filter.adConsent),
    filter.nightConsent === undefined ? undefined : eq(customers.nightConsent, filter.nightConsent),
    filter.hasPhone === undefined
      ? undefined
      : filter.hasPhone
        ? isNotNull(customers.phoneKey)
        : isNull(customers.phoneKey),
    filter.listId === undefined
      ? undefined
      : sql`exists (select 1 from ${customerListMembers} where ${customerListMembers.listId} = ${filter.listId} and ${customerListMembers.customerId} = ${customers.id})`,
  );
}
