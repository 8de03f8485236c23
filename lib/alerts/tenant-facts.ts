import "server-only";
import {
  and,
  asc,
  count,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  like,
  min,
  ne,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Executor } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { creditLedger, tenantSenders, tenants } from "@/db/schema/tenants";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { openMismatches } from "@/lib/tenants/check-ledger";
import { type Money, moneyOf, wonText } from "@/lib/tenants/money";
import { tenantIdOf, tenantLane } from "@/lib/tenants/park-tenant";
import { ACTIVE_AT_PROVIDER } from "@/lib/tenants/sender-status";
import { nearestTenantAt } from "@/lib/tenants/tenant-of";
import { maskNumber } from "@/lib/transports/phone-number";
import { LEAST_TEXTS, type TenantStanding } from "./alert-rules";

/** How the tenants do: their rows and the held lanes, never the whole ledger. */
export async function readTenants(db: Executor, now: Date): Promise<TenantStanding> {
  const [lanesHeld, low, differing, lapsed] = await Promise.all([
    ...([heldLanes(db), lowTenants(db), openMismatches(db)] as const),
    lapsedSenders(db, now),
  ]);
  const named = await namesOf(db, [...lanesHeld.map(({ id }) => id), ...differing.map(({ tenantId }) => tenantId)]);
  const orgName = (id: number) => named.get(id) ?? "";
  return {
    paused: lanesHeld.filter(({ id }) => named.has(id)).map((held) => ({ ...held, orgName: orgName(held.id) })),
    low,
    lapsed,
    mismatched: differing.map((one) => ({
      id: one.tenantId,
      orgName: orgName(one.tenantId),
      difference: wonText(
        largest([
          moneyOf(one.balance) - moneyOf(one.ledgerBalance),
          moneyOf(one.reserved) - moneyOf(one.ledgerReserved),
          moneyOf(one.reserved) - moneyOf(one.openReserved),
        ]),
      ),
    })),
  };
}

const sizeOf = (money: Money): Money => (money < 0n ? -money : money);
const largest = (all: readonly Money[]): Money =>
  all.reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most), 0n);

async function heldLanes(db: Executor): Promise<{ id: number; reason: string }[]> {
  const rows = await db
    .select({ laneKey: lanes.laneKey, reason: lanes.parkReason })
    .from(lanes)
    .where(and(like(lanes.laneKey, `${tenantLane("%")}`), isNotNull(lanes.parkReason)));
  return rows.map(({ laneKey, reason }) => ({ id: tenantIdOf(laneKey), reason: reason ?? "" }));
}

/** Of those that pay at all and were ever charged: a new tenant is no news. */
async function lowTenants(db: Executor): Promise<TenantStanding["low"]> {
  const available: SQL<string> = sql`${tenants.creditBalance} - ${tenants.creditReserved}`;
  const rows = await db
    .select({ id: tenants.id, orgName: orgs.name, available })
    .from(tenants)
    .innerJoin(orgs, eq(orgs.id, tenants.orgId))
    .where(
      and(
        eq(tenants.messagingIsActive, true),
        gt(tenants.basePrice, "0"),
        sql`${available} < ${tenants.basePrice} * ${LEAST_TEXTS}`,
        exists(db.select({ one: sql`1` }).from(creditLedger).where(eq(creditLedger.tenantId, tenants.id))),
      ),
    )
    .orderBy(asc(tenants.id));
  return rows.map((row) => ({ ...row, available: wonText(moneyOf(row.available)) }));
}

/** Tenants that send, with numbers that would be refused. */
async function lapsedSenders(db: Executor, now: Date): Promise<TenantStanding["lapsed"]> {
  const rows = await db
    .select({ id: tenants.id, orgName: orgs.name, number: min(tenantSenders.number), numbers: count() })
    .from(tenantSenders)
    .innerJoin(tenants, eq(tenants.id, tenantSenders.tenantId))
    .innerJoin(orgs, eq(orgs.id, tenants.orgId))
    .where(
      and(
        eq(tenants.messagingIsActive, true),
        eq(tenantSenders.status, "verified"),
        or(isNull(tenantSenders.expiresAt), gt(tenantSenders.expiresAt, now)),
        isNotNull(tenantSenders.providerCheckedAt),
        or(isNull(tenantSenders.providerStatus), ne(tenantSenders.providerStatus, ACTIVE_AT_PROVIDER)),
      ),
    )
    .groupBy(tenants.id, orgs.name)
    .orderBy(asc(tenants.id));
  return rows.map((row) => ({ ...row, number: maskNumber(row.number ?? "") }));
}

/** Names of the organisations these tenants belong to. */
export async function namesOf(db: Executor, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: tenants.id, orgName: orgs.name })
    .from(tenants)
    .innerJoin(orgs, eq(orgs.id, tenants.orgId))
    .where(inArray(tenants.id, [...ids]));
  return new Map(rows.map(({ id, orgName }) => [id, orgName]));
}

/** Of these tenants those a reader knows of: their own, those below, and the one above that pays for them. */
export async function visibleTenants(db: Executor, scope: OrgScope, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const near = await nearestTenantAt(db, scope.path);
  const rows = await db
    .select({ id: tenants.id })
    .from(tenants)
    .innerJoin(orgs, eq(orgs.id, tenants.orgId))
    .where(and(inArray(tenants.id, [...ids]), or(inScope(scope), near ? eq(tenants.id, near.id) : undefined)));
  return new Set(rows.map(({ id }) => id));
}
