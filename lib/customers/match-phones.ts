import "server-only";
import { and, eq, inArray, isNull, max, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers, optOuts } from "@/db/schema/customers";
import { orgs } from "@/db/schema/orgs";
import { inScope, type OrgScope } from "@/lib/access/scope";

/**
 * What is known of a number, for a sender: of those who have it `customerId` is one who agreed to advertisements, whose consent
 * it then is, and else the one last changed.
 */
export type PhoneFacts = {
  customerId: number | null;
  name: string | null;
  adConsent: boolean;
  nightConsent: boolean;
  optedOut: boolean;
};

const CHUNK = 1000;

/** Hex of those keys that refused messages of this tenant and still do. */
export async function optedOutAmong(db: Executor, tenantId: number, keys: readonly Buffer[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let from = 0; from < keys.length; from += CHUNK) {
    const rows = await db
      .select({ phoneKey: optOuts.phoneKey })
      .from(optOuts)
      .where(
        and(
          eq(optOuts.tenantId, tenantId),
          inArray(optOuts.phoneKey, keys.slice(from, from + CHUNK)),
          isNull(optOuts.liftedAt),
        ),
      );
    for (const row of rows) found.add(row.phoneKey.toString("hex"));
  }
  return found;
}

/**
 * Which of these customers still agree to advertisements, and with which number (hex of its key): those at or below the
 * organisation at `path` alone. What somebody agreed to with another organisation, or with another number, isn't it.
 */
export async function adConsentOf(db: Executor, path: string, ids: readonly number[]): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (let from = 0; from < ids.length; from += CHUNK) {
    const rows = await db
      .select({ id: customers.id, phoneKey: customers.phoneKey })
      .from(customers)
      .innerJoin(orgs, eq(orgs.id, customers.orgId))
      .where(
        and(
          inArray(customers.id, ids.slice(from, from + CHUNK)),
          eq(customers.adConsent, true),
          isNull(customers.deletedAt),
          sql`${orgs.path} like ${`${path}%`}`,
        ),
      );
    for (const { id, phoneKey } of rows) if (phoneKey) found.set(id, phoneKey.toString("hex"));
  }
  return found;
}

/**
 * Consent and refusal of numbers that came without a customer, such as pasted ones; by hex of their key, and only those
 * of which anything is known. One customer's consent counts for the number; a refusal stands above every consent.
 */
export async function matchPhones(
  db: Executor,
  scope: OrgScope,
  tenantId: number,
  keys: readonly Buffer[],
): Promise<Map<string, PhoneFacts>> {
  const facts = new Map<string, PhoneFacts>();
  for (let from = 0; from < keys.length; from += CHUNK) {
    const rows = await db
      .select({
        phoneKey: customers.phoneKey,
        adConsent: max(customers.adConsent).mapWith(Boolean),
        nightConsent: max(customers.nightConsent).mapWith(Boolean),
        newest: sql<string>`max(concat(${customers.adConsent}, date_format(${customers.updatedAt}, '%Y%m%d%H%i%s%f'), lpad(${customers.id}, 20, '0')))`,
      })
      .from(customers)
      .innerJoin(orgs, eq(orgs.id, customers.orgId))
      .where(
        and(inArray(customers.phoneKey, keys.slice(from, from + CHUNK)), isNull(customers.deletedAt), inScope(scope)),
      )
      .groupBy(customers.phoneKey);
    const idOf = (newest: string) => Number(newest.slice(-20));
    const names = await namesOf(
      db,
      rows.map((row) => idOf(row.newest)),
    );
    for (const { phoneKey, newest, adConsent, nightConsent } of rows) {
      const customerId = idOf(newest);
      const name = names.get(customerId) ?? null;
      if (phoneKey) facts.set(phoneKey.toString("hex"), { customerId, name, adConsent, nightConsent, optedOut: false });
    }
  }
  for (const hex of await optedOutAmong(db, tenantId, keys)) {
    const known = facts.get(hex) ?? { customerId: null, name: null, adConsent: false, nightConsent: false };
    facts.set(hex, { ...known, optedOut: true });
  }
  return facts;
}

async function namesOf(db: Executor, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: customers.id, name: customers.name })
    .from(customers)
    .where(inArray(customers.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row.name]));
}
