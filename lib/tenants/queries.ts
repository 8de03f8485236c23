import "server-only";
import { and, asc, eq, gt, inArray, isNotNull, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { OrgLevel, PhoneChannel, SenderStatus } from "@/db/enums";
import { lanes } from "@/db/schema/dispatch";
import { orgs } from "@/db/schema/orgs";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { isSelfOrBelow } from "@/lib/access/org-path";
import { inScope, type OrgScope, scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { fromCursor, pageOf } from "@/lib/orgs/cursor";
import { availableOf } from "./credit";
import { moneyOf, moneyText } from "./money";
import { tenantLane } from "./park-tenant";
import type { TenantFilter } from "./schema";
import { standingOf } from "./sender-status";
import { nearestTenant } from "./tenant-of";

export type SenderDto = {
  id: number;
  number: string;
  label: string | null;
  /** As it stands now: a verified number whose time is over is expired. */
  status: SenderStatus;
  reason: string | null;
  expiresAt: string | null;
  /** What Solapi says of it, in its own word; null = never asked, or it doesn't know the number. */
  providerStatus: string | null;
  providerCheckedAt: string | null;
};
export type TenantDto = {
  id: number;
  orgId: number;
  orgName: string;
  orgLevel: OrgLevel;
  code: string;
  messagingSender: string | null;
  creditBalance: string;
  creditReserved: string;
  creditAvailable: string;
  prices: Record<PhoneChannel, string | null>;
  messagingIsActive: boolean;
  kakaoPfId: string | null;
  adSenderName: string | null;
  optOutNumber: string | null;
  usesOwnKey: boolean;
  /** Null also for whoever may only spend from it. */
  solapiKeyHint: string | null;
  paused: { reason: string; probeAt: string | null } | null;
  senders: SenderDto[];
  /** Of the reader's own organisation or one below: what is above may be spent from, not changed (rulings 19). */
  isOwn: boolean;
  version: number;
};

/** Which tenants a reader knows of: those at and below their organisation, and the one above that pays for them. */
export type TenantView = { scope: OrgScope; nearestId: number | null; path: string };
export async function tenantViewOf(db: Executor, actor: Actor): Promise<TenantView> {
  const near = await nearestTenant(db, actor);
  return { scope: scopeOf(actor), nearestId: near?.id ?? null, path: actor.kind === "system" ? "/" : actor.org.path };
}

const select = (db: Executor) =>
  db
    .select({
      id: tenants.id,
      orgId: tenants.orgId,
      orgName: orgs.name,
      orgLevel: orgs.level,
      orgPath: orgs.path,
      code: tenants.code,
      messagingSender: tenants.messagingSender,
      creditBalance: tenants.creditBalance,
      creditReserved: tenants.creditReserved,
      basePrice: tenants.basePrice,
      priceLms: tenants.priceLms,
      priceMms: tenants.priceMms,
      priceAlimtalk: tenants.priceAlimtalk,
      messagingIsActive: tenants.messagingIsActive,
      kakaoPfId: tenants.kakaoPfId,
      adSenderName: tenants.adSenderName,
      optOutNumber: tenants.optOutNumber,
      hasKey: isNotNull(tenants.solapiKey).mapWith(Boolean),
      solapiKeyHint: tenants.solapiKeyHint,
      version: tenants.version,
    })
    .from(tenants)
    .innerJoin(orgs, eq(orgs.id, tenants.orgId));
type Row = Awaited<ReturnType<typeof select>>[number];

const isVisible = ({ scope, nearestId }: TenantView) =>
  or(inScope(scope), nearestId === null ? undefined : eq(tenants.id, nearestId));

async function toDtos(db: Executor, { path }: TenantView, rows: readonly Row[], now: Date): Promise<TenantDto[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [senders, parked] = await Promise.all([
    db.select().from(tenantSenders).where(inArray(tenantSenders.tenantId, ids)).orderBy(asc(tenantSenders.id)),
    db
      .select({ laneKey: lanes.laneKey, reason: lanes.parkReason, probeAt: lanes.probeAt })
      .from(lanes)
      .where(
        and(
          inArray(
            lanes.laneKey,
            ids.map((id) => tenantLane(id)),
          ),
          isNotNull(lanes.parkReason),
        ),
      ),
  ]);
  return rows.map(({ orgPath, hasKey, basePrice, priceLms, priceMms, priceAlimtalk, ...row }) => {
    const pause = parked.find(({ laneKey }) => laneKey === tenantLane(row.id));
    const isOwn = isSelfOrBelow(orgPath, path);
    const credit = { balance: moneyOf(row.creditBalance), reserved: moneyOf(row.creditReserved) };
    return {
      ...row,
      creditAvailable: moneyText(availableOf(credit)),
      prices: { sms: basePrice, lms: priceLms, mms: priceMms, alimtalk: priceAlimtalk },
      usesOwnKey: hasKey,
      solapiKeyHint: isOwn ? row.solapiKeyHint : null,
      paused: pause?.reason ? { reason: pause.reason, probeAt: pause.probeAt?.toISOString() ?? null } : null,
      senders: senders.filter(({ tenantId }) => tenantId === row.id).map((sender) => senderDto(sender, now)),
      isOwn,
    };
  });
}

const senderDto = (row: typeof tenantSenders.$inferSelect, now: Date): SenderDto => ({
  id: row.id,
  number: row.number,
  label: row.label,
  status: standingOf(row, now),
  reason: row.reason,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  providerStatus: row.providerStatus,
  providerCheckedAt: row.providerCheckedAt?.toISOString() ?? null,
});

/** A page of the tenants a reader knows of, in the order they were made. */
export async function listTenants(
  db: Executor,
  view: TenantView,
  filter: TenantFilter,
  now: Date,
): Promise<{ items: TenantDto[]; nextCursor: string | null }> {
  const after =
    filter.cursor === undefined ? undefined : gt(tenants.id, Number(fromCursor(filter.cursor, /^\d{1,15}$/)));
  const rows = await select(db)
    .where(and(isVisible(view), after))
    .orderBy(asc(tenants.id))
    .limit(filter.limit + 1);
  const { items, nextCursor } = pageOf(rows, filter.limit, ({ id }) => id);
  return { items: await toDtos(db, view, items, now), nextCursor };
}

/** All of them, for screens that show them at once: as many organisations pay as a list can hold. */
export const knownTenants = async (db: Executor, view: TenantView, now: Date): Promise<TenantDto[]> =>
  (await listTenants(db, view, { limit: KNOWN_MOST }, now)).items;
const KNOWN_MOST = 1_000;

/** One tenant, or null where the reader doesn't know of it. */
export async function findTenant(db: Executor, view: TenantView, id: number, now: Date): Promise<TenantDto | null> {
  const rows = await select(db).where(and(isVisible(view), eq(tenants.id, id)));
  return (await toDtos(db, view, rows, now))[0] ?? null;
}

/** @throws AppError not_found, the same for a foreign and an absent tenant */
export async function getTenant(db: Executor, view: TenantView, id: number, now: Date): Promise<TenantDto> {
  const tenant = await findTenant(db, view, id, now);
  if (!tenant) throw new AppError("not_found");
  return tenant;
}
