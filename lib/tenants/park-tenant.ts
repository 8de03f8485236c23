import "server-only";
import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";

/** Why nothing is sent for a tenant until somebody or a probe finds it well again (product.md 9). */
export const parkReasons = [
  "auth_failed",
  "ip_not_allowed",
  "clock_skew",
  "no_balance",
  "sender_unregistered",
  "number_guarded",
  "app_blocked",
  "key_missing",
  "key_unreadable",
] as const;
export type ParkReason = (typeof parkReasons)[number];

/** A parked tenant is tried again this often, in ms. */
export const PROBE_EVERY_MS = 5 * 60_000;

/** The lane that holds a tenant; `%` for all of them in a LIKE. */
export const tenantLane = (tenantId: number | "%"): string => `tenant:${tenantId}`;
export const tenantIdOf = (laneKey: string): number => Number(laneKey.slice(tenantLane("%").length - 1));

/** Holds everything a tenant has to send: a failure that the next message would meet too (D-19). A newer reason replaces the old one. */
export async function parkTenant(tx: Executor, tenantId: number, reason: ParkReason, at: Date): Promise<void> {
  const set = { parkReason: reason, probeAt: new Date(at.getTime() + PROBE_EVERY_MS) };
  await tx
    .insert(lanes)
    .values({ laneKey: tenantLane(tenantId), ...set })
    .onDuplicateKeyUpdate({ set });
}

/** Lets a tenant send again; true where it was held. */
export async function unparkTenant(tx: Executor, tenantId: number): Promise<boolean> {
  const [lane] = await tx
    .select({ parkReason: lanes.parkReason })
    .from(lanes)
    .where(eq(lanes.laneKey, tenantLane(tenantId)))
    .for("update");
  if (!lane?.parkReason) return false;
  await tx
    .update(lanes)
    .set({ parkReason: null, probeAt: null })
    .where(eq(lanes.laneKey, tenantLane(tenantId)));
  return true;
}
