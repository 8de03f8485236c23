import "server-only";
import { eq } from "drizzle-orm";
import type { Executor, Tx } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { type Action, can } from "@/lib/access/can";
import { isSelfOrBelow } from "@/lib/access/org-path";
import { AppError } from "@/lib/errors";
import { findTenant, type TenantDto, tenantViewOf } from "./queries";
import { nearestTenant } from "./tenant-of";

export type LockedTenant = typeof tenants.$inferSelect & { orgPath: string };

/**
 * Makes sure that this person may do this with this tenant, before anything is asked outside.
 * @throws AppError not_found where they don't know of it; forbidden where the role is too small, or where it lies above them
 * and they may only spend from it
 */
export async function refuseTenant(
  db: Executor,
  actor: Actor,
  id: number,
  action: Action,
): Promise<{ orgPath: string }> {
  const [found] = await db
    .select({ orgPath: orgs.path })
    .from(tenants)
    .innerJoin(orgs, eq(orgs.id, tenants.orgId))
    .where(eq(tenants.id, id));
  if (!found) throw new AppError("not_found");
  if (can(actor, action, found.orgPath)) return found;
  const isBelow = actor.kind === "system" || isSelfOrBelow(found.orgPath, actor.org.path);
  const isKnown = isBelow || (await nearestTenant(db, actor))?.id === id;
  throw new AppError(isKnown ? "forbidden" : "not_found");
}

/** A tenant held for a change until the transaction ends. @throws AppError as refuseTenant does */
export async function lockTenant(tx: Tx, actor: Actor, id: number, action: Action): Promise<LockedTenant> {
  const { orgPath } = await refuseTenant(tx, actor, id, action);
  const [row] = await tx.select().from(tenants).where(eq(tenants.id, id)).for("update");
  if (!row) throw new AppError("not_found");
  return { ...row, orgPath };
}

/** The tenant as this person sees it after a change of theirs. */
export async function readBack(tx: Tx, actor: Actor, id: number, now: Date): Promise<TenantDto> {
  const tenant = await findTenant(tx, await tenantViewOf(tx, actor), id, now);
  if (!tenant) throw new Error(`tenant ${id} vanished in its own transaction`);
  return tenant;
}
