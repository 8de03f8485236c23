import "server-only";
import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { invalid } from "@/lib/errors";
import { type ActingTenant, tenantsWithin } from "@/lib/tenants/tenant-of";

/**
 * The sender whose refusals are meant: the one named, else the nearest (rulings 19).
 * @throws AppError invalid: noTenant where there is none, badChoice for one the actor may not act for, absent or foreign
 */
export async function optOutTenant(db: Executor, actor: Actor, tenantId?: number): Promise<ActingTenant> {
  const within = await tenantsWithin(db, actor);
  const tenant = tenantId === undefined ? within[0] : within.find((one) => one.id === tenantId);
  if (tenant) return tenant;
  throw invalid("tenantId", tenantId === undefined ? "noTenant" : "badChoice");
}
