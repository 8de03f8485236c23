import "server-only";
import { and, eq, inArray, isNull, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { rawInstant } from "@/lib/time/raw-instant";
import { customerOrgIds } from "./conditions";
import { type CustomerDto, toCustomerDto } from "./customer-dto";
import type { CustomerListQuery } from "./filter-schema";
import { decodeCustomerCursor, encodeCustomerCursor } from "./list-cursor";
import { farthestOf, headsOf, isSifted } from "./list-walks";
import { optedOutOf } from "./opted-out";

export type CustomerPage = { items: CustomerDto[]; nextCursor: string | null };

const select = (db: Executor) =>
  db
    .select({
      id: customers.id,
      orgId: customers.orgId,
      orgName: orgs.name,
      path: orgs.path,
      code: customers.code,
      name: customers.name,
      phoneKey: customers.phoneKey,
      phoneLast4: customers.phoneLast4,
      memo: customers.memo,
      adConsent: customers.adConsent,
      adConsentAt: customers.adConsentAt,
      adConsentVia: customers.adConsentVia,
      nightConsent: customers.nightConsent,
      nightConsentAt: customers.nightConsentAt,
      version: customers.version,
      updatedAt: customers.updatedAt,
    })
    .from(customers)
    .innerJoin(orgs, eq(orgs.id, customers.orgId));

async function toDtos(db: Executor, rows: Awaited<ReturnType<typeof select>>): Promise<CustomerDto[]> {
  const refused = await optedOutOf(db, rows);
  return rows.map((row) => toCustomerDto(row, refused.has(row.id)));
}

/**
 * A page of the customers of a subtree, by name or by their last change, newest first (S0-26). One request looks through so many
 * and no more: a page may hold fewer than asked for, or nobody, and still name the next.
 * @param lookupKey LOOKUP_KEY, to look for a whole number
 * @throws AppError invalid at `cursor`
 */
export async function listCustomers(
  db: Executor,
  scope: OrgScope,
  lookupKey: string,
  { cursor, limit, ...query }: CustomerListQuery,
): Promise<CustomerPage> {
  const after = cursor === undefined ? null : decodeCustomerCursor(cursor, query.sort);
  const orgIds = await customerOrgIds(db, scope, query);
  if (orgIds.length === 0) return { items: [], nextCursor: null };
  const read = async (statement: SQL) => {
    const [found] = await db.execute(statement);
    return (found as unknown as { id: number; name: string; updated_at: Date | string }[]).map((row) => ({
      id: Number(row.id),
      key: query.sort === "name" ? row.name : (rawInstant(row.updated_at)?.toISOString() ?? ""),
    }));
  };
  const [until = null] = isSifted(query) ? await read(farthestOf(query, orgIds, lookupKey, after)) : [];
  const heads = await read(headsOf(query, orgIds, lookupKey, { after, until }, limit + 1));
  const page = heads.slice(0, limit);
  const last = page.at(-1);
  const byId = new Map(
    (
      await customersOf(
        db,
        scope,
        page.map((row) => row.id),
      )
    ).map((item) => [item.id, item]),
  );
  return {
    items: page.flatMap(({ id }) => byId.get(id) ?? []),
    nextCursor: heads.length > limit && last ? encodeCustomerCursor(last) : until ? encodeCustomerCursor(until) : null,
  };
}

/** Customers by id, whoever of them is in scope. */
export async function customersOf(db: Executor, scope: OrgScope, ids: readonly number[]): Promise<CustomerDto[]> {
  if (ids.length === 0) return [];
  return toDtos(db, await select(db).where(and(inArray(customers.id, [...ids]), inScope(scope))));
}

/** One customer, or null where there is none in scope. */
export async function findCustomer(db: Executor, scope: OrgScope, id: number): Promise<CustomerDto | null> {
  const rows = await select(db).where(and(eq(customers.id, id), isNull(customers.deletedAt), inScope(scope)));
  return (await toDtos(db, rows))[0] ?? null;
}

/** @throws AppError not_found, the same for a foreign, a deleted and an absent one (rulings 25) */
export async function getCustomer(db: Executor, scope: OrgScope, id: number): Promise<CustomerDto> {
  const customer = await findCustomer(db, scope, id);
  if (!customer) throw new AppError("not_found");
  return customer;
}
