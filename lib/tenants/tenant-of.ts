import "server-only";
import { eq, inArray, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { isSelfOrBelow, pathIds } from "@/lib/access/org-path";
import { inScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";

/** What a send needs to know of who pays for it. */
export type ActingTenant = Awaited<ReturnType<typeof select>>[number];

const select = (db: Executor) =>
  db
    .select({
      id: tenants.id,
      orgId: tenants.orgId,
      orgPath: orgs.path,
      orgName: orgs.name,
      code: tenants.code,
      messagingSender: tenants.messagingSender,
      messagingIsActive: tenants.messagingIsActive,
      creditBalance: tenants.creditBalance,
      creditReserved: tenants.creditReserved,
      basePrice: tenants.basePrice,
      priceLms: tenants.priceLms,
      priceMms: tenants.priceMms,
      priceAlimtalk: tenants.priceAlimtalk,
      kakaoPfId: tenants.kakaoPfId,
      adSenderName: tenants.adSenderName,
      optOutNumber: tenants.optOutNumber,
      solapiKey: tenants.solapiKey,
    })
    .from(tenants)
    .innerJoin(orgs, eq(orgs.id, tenants.orgId));

/** Tenants a person may act for: the nearest at or above their organisation, and all below it (rulings 19). */
export async function tenantsWithin(db: Executor, actor: Actor): Promise<ActingTenant[]> {
  if (actor.kind === "system") return select(db).orderBy(tenants.id);
  const { path } = actor.org;
  const rows = await select(db)
    .where(or(inScope(scopeOf(actor)), inArray(orgs.id, pathIds(path))))
    .orderBy(tenants.id);
  const above = deepest(rows.filter((row) => isSelfOrBelow(path, row.orgPath)));
  const below = rows.filter((row) => row !== above && isSelfOrBelow(row.orgPath, path));
  return above ? [above, ...below] : below;
}

/** Of organisations on one way up the longest path is the nearest. */
const deepest = (rows: readonly ActingTenant[]): ActingTenant | undefined =>
  rows.reduce<ActingTenant | undefined>(
    (near, row) => (near && near.orgPath.length > row.orgPath.length ? near : row),
    undefined,
  );

/**
 * Who pays: without a code the nearest tenant at or above the caller's organisation; with one (`X-Tenant-Code`) that
 * tenant, where the caller may act for it (rulings 19, D-14, S3-25).
 * @throws AppError not_found, the same for a foreign, a farther and an absent one
 */
export async function tenantOf(db: Executor, actor: Actor, code?: string | null): Promise<ActingTenant> {
  const found = code ? await byCode(db, actor, code) : await nearestTenant(db, actor);
  if (!found) throw new AppError("not_found");
  return found;
}

/** The nearest tenant at or above an organisation. */
export const nearestTenantAt = async (db: Executor, path: string): Promise<ActingTenant | undefined> =>
  deepest(await select(db).where(inArray(orgs.id, pathIds(path))));

/** The nearest tenant at or above the caller's organisation; the product itself has none. */
export const nearestTenant = async (db: Executor, actor: Actor): Promise<ActingTenant | undefined> =>
  actor.kind === "system" ? undefined : nearestTenantAt(db, actor.org.path);

async function byCode(db: Executor, actor: Actor, code: string): Promise<ActingTenant | undefined> {
  const [row] = await select(db).where(eq(tenants.code, code));
  if (!row || actor.kind === "system" || isSelfOrBelow(row.orgPath, actor.org.path)) return row;
  const near = await nearestTenant(db, actor);
  return near?.id === row.id ? row : undefined;
}
