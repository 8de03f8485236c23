import "server-only";
import { and, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { customers as c } from "@/db/schema/customers";
import { matchesFilter } from "./conditions";
import type { CustomerListQuery } from "./filter-schema";
import type { CustomerCursor } from "./list-cursor";
import { phoneKey } from "./phone-key";
import { readSearch } from "./search";

/** One way into the customers that an index keeps short or in the order of the list. */
type Walk = { index: string; where: SQL | undefined };

/**
 * The statement that reads ids of a page: the merged heads of one index walk per organisation (rulings 34), or one look
 * at an index that finds few.
 */
export function headsOf(
  query: Omit<CustomerListQuery, "cursor" | "limit">,
  orgIds: readonly number[],
  lookupKey: string,
  after: CustomerCursor | null,
  limit: number,
): SQL {
  const order = query.sort === "name" ? sql`name, id` : sql`updated_at desc, id desc`;
  const cut = sql.raw(String(limit));
  const rest = and(matchesFilter(query, lookupKey), after ? beyond(query.sort, after) : undefined);
  const walks = walksOf(query, orgIds, lookupKey).map(
    ({ index, where }) =>
      sql`(select id, name, updated_at from ${c} force index (${sql.raw(index)}) where ${and(where, rest)} order by ${order} limit ${cut})`,
  );
  return sql`${sql.join(walks, sql` union all `)} order by ${order} limit ${cut}`;
}

function walksOf(query: Pick<CustomerListQuery, "q" | "sort">, orgIds: readonly number[], lookupKey: string): Walk[] {
  const search = readSearch(query.q);
  const ofThese = inArray(c.orgId, [...orgIds]);
  if (search?.kind === "number")
    return [{ index: "ix_customers_phone", where: and(eq(c.phoneKey, phoneKey(lookupKey, search.digits)), ofThese) }];
  if (search?.kind === "last4") {
    const { digits } = search;
    const byCode = and(ofThese, eq(c.code, digits), or(sql`${c.phoneLast4} is null`, ne(c.phoneLast4, digits)));
    return [
      { index: "uq_customers_org_code", where: byCode },
      ...orgIds.map((id) => ({
        index: "ix_customers_org_last4",
        where: and(eq(c.orgId, id), eq(c.phoneLast4, digits)),
      })),
    ];
  }
  const index = query.sort === "name" ? "ix_customers_org_name" : "ix_customers_org_updated";
  return orgIds.map((id) => ({ index, where: eq(c.orgId, id) }));
}

const beyond = (sort: CustomerListQuery["sort"], { key, id }: CustomerCursor): SQL => {
  if (sort === "name") return sql`${c.name} >= ${key} and (${c.name} > ${key} or ${c.id} > ${id})`;
  const at = new Date(key);
  return sql`${c.updatedAt} <= ${at} and (${c.updatedAt} < ${at} or ${c.id} < ${id})`;
};
