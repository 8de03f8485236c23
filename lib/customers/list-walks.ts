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

/** Customers one request looks through for what no index finds, all organisations together; the next page goes on from there. */
export const LOOKED_THROUGH = 20_000;
/** And of one organisation at least, however many there are. */
const LEAST_LOOKED = 200;

type Asked = Omit<CustomerListQuery, "cursor" | "limit">;

/** Whether a query passes over customers it doesn't show: how many, nobody knows. */
export const isSifted = (query: Asked): boolean => {
  const kind = readSearch(query.q)?.kind ?? null;
  if (kind === "number" || kind === "last4") return false;
  const parts = [query.adConsent, query.nightConsent, query.hasPhone, query.listId];
  return kind === "words" || parts.some((part) => part !== undefined);
};

/**
 * The statement that says how far a page may look: the last customer every walk comes to within its share. No row where all of
 * them are looked through. It touches the index alone.
 */
export function farthestOf(
  query: Asked,
  orgIds: readonly number[],
  lookupKey: string,
  after: CustomerCursor | null,
): SQL {
  const order = orderOf(query.sort);
  const share = Math.max(LEAST_LOOKED, Math.floor(LOOKED_THROUGH / orgIds.length));
  const ends = walksOf(query, orgIds, lookupKey).map(
    ({ index, where }) =>
      sql`(select id, name, updated_at from ${c} force index (${sql.raw(index)}) where ${and(where, after ? beyond(query.sort, after) : undefined)} order by ${order} limit 1 offset ${sql.raw(String(share - 1))})`,
  );
  return sql`${sql.join(ends, sql` union all `)} order by ${order} limit 1`;
}

const orderOf = (sort: CustomerListQuery["sort"]) => (sort === "name" ? sql`name, id` : sql`updated_at desc, id desc`);

/**
 * The statement that reads ids of a page: the merged heads of one index walk per organisation (rulings 34), or one look
 * at an index that finds few.
 */
export function headsOf(
  query: Asked,
  orgIds: readonly number[],
  lookupKey: string,
  { after, until }: { after: CustomerCursor | null; until: CustomerCursor | null },
  limit: number,
): SQL {
  const order = orderOf(query.sort);
  const cut = sql.raw(String(limit));
  const rest = and(
    matchesFilter(query, lookupKey),
    after ? beyond(query.sort, after) : undefined,
    until ? upTo(query.sort, until) : undefined,
  );
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

/**
 * The customers of a walk up to a place and including it, or beyond it. In two ranges, both to the very row: whole files of people
 * were last changed at one instant, and whoever shares it with the place must not be read to be left out.
 */
const upTo = (sort: CustomerListQuery["sort"], { key, id }: CustomerCursor): SQL => {
  if (sort === "name") return sql`(${c.name} < ${key} or (${c.name} = ${key} and ${c.id} <= ${id}))`;
  const at = new Date(key);
  return sql`(${c.updatedAt} > ${at} or (${c.updatedAt} = ${at} and ${c.id} >= ${id}))`;
};

const beyond = (sort: CustomerListQuery["sort"], { key, id }: CustomerCursor): SQL => {
  if (sort === "name") return sql`(${c.name} > ${key} or (${c.name} = ${key} and ${c.id} > ${id}))`;
  const at = new Date(key);
  return sql`(${c.updatedAt} < ${at} or (${c.updatedAt} = ${at} and ${c.id} < ${id}))`;
};
