import "server-only";
import { and, asc, eq, gt, inArray, isNull, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customerListMembers, customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { customerOrgIds, listsInScope, matchesFilter } from "./conditions";
import type { CustomerFilter } from "./filter-schema";

/** Whom a message is for: people by name of their row, people of saved lists, people a filter finds. All of them together. */
export type AudienceOrder = {
  customerIds?: readonly number[] | undefined;
  listIds?: readonly number[] | undefined;
  filter?: CustomerFilter | undefined;
};

export type AudienceMember = {
  customerId: number;
  name: string;
  /** Null together where there is no usable number. */
  phoneKey: Buffer | null;
  phone: Buffer | null;
  phoneLast4: string | null;
  adConsent: boolean;
  nightConsent: boolean;
  /** Only ever true for someone asked for by id: lists and filters leave the deleted out. */
  deleted: boolean;
};

const CHUNK = 2000;

const select = (db: Executor) =>
  db
    .select({
      customerId: customers.id,
      name: customers.name,
      phoneKey: customers.phoneKey,
      phone: customers.phone,
      phoneLast4: customers.phoneLast4,
      adConsent: customers.adConsent,
      nightConsent: customers.nightConsent,
      deletedAt: customers.deletedAt,
      code: customers.code,
    })
    .from(customers);
type Row = Awaited<ReturnType<typeof select>>[number];

/**
 * Everyone an order means, each once, in chunks of at most 2,000: by id first, then by list, then by filter. Whoever
 * isn't in scope is left out, the same as whoever doesn't exist. Numbers stay sealed.
 * @param lookupKey LOOKUP_KEY, for a filter that names a whole number
 */
export async function* audienceOf(
  db: Executor,
  scope: OrgScope,
  lookupKey: string,
  order: AudienceOrder,
): AsyncGenerator<AudienceMember[]> {
  const seen = new Set<number>();
  for await (const rows of rowsOf(db, scope, lookupKey, order)) {
    const fresh = rows.filter(({ customerId }) => !seen.has(customerId) && seen.add(customerId));
    if (fresh.length > 0)
      yield fresh.map(({ deletedAt, code: _, ...member }) => ({ ...member, deleted: deletedAt !== null }));
  }
}

async function* rowsOf(
  db: Executor,
  scope: OrgScope,
  lookupKey: string,
  { customerIds = [], listIds = [], filter }: AudienceOrder,
): AsyncGenerator<Row[]> {
  for (let from = 0; from < customerIds.length; from += CHUNK)
    yield select(db)
      .innerJoin(orgs, eq(orgs.id, customers.orgId))
      .where(and(inArray(customers.id, customerIds.slice(from, from + CHUNK)), inScope(scope)))
      .orderBy(asc(customers.id));
  for (const listId of await listsInScope(db, scope, listIds)) yield* membersOf(db, scope, listId);
  if (filter)
    for (const orgId of await customerOrgIds(db, scope, filter))
      yield* ofOrg(db, orgId, matchesFilter(filter, lookupKey));
}

async function* membersOf(db: Executor, scope: OrgScope, listId: number): AsyncGenerator<Row[]> {
  for (let after = 0, isMore = true; isMore; ) {
    const ids = await db
      .select({ id: customerListMembers.customerId })
      .from(customerListMembers)
      .where(and(eq(customerListMembers.listId, listId), gt(customerListMembers.customerId, after)))
      .orderBy(asc(customerListMembers.customerId))
      .limit(CHUNK);
    isMore = ids.length === CHUNK;
    after = ids.at(-1)?.id ?? after;
    if (ids.length === 0) return;
    const inChunk = inArray(
      customers.id,
      ids.map((row) => row.id),
    );
    yield select(db)
      .innerJoin(orgs, eq(orgs.id, customers.orgId))
      .where(and(inChunk, isNull(customers.deletedAt), inScope(scope)))
      .orderBy(asc(customers.id));
  }
}

/** Along the key of codes: the one order in which an organisation's customers stand without sorting, whatever is asked. */
async function* ofOrg(db: Executor, orgId: number, where: SQL | undefined): AsyncGenerator<Row[]> {
  for (let after = "", isMore = true; isMore; ) {
    const rows = await select(db)
      .where(and(eq(customers.orgId, orgId), gt(customers.code, after), where))
      .orderBy(asc(customers.code))
      .limit(CHUNK);
    isMore = rows.length === CHUNK;
    after = rows.at(-1)?.code ?? after;
    yield rows;
  }
}
