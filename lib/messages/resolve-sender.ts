import "server-only";
import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { tenantSenders } from "@/db/schema/tenants";
import { readSenderNumber } from "@/lib/transports/sender-number";
import type { RequestReason } from "./reasons";

export type SenderAnswer = { number: string } | { reason: Extract<RequestReason, `sender_${string}`> };

/**
 * The number a message is sent from, frozen with it (C-18, D-17): the one asked for, else the tenant's own; both only while
 * verified. Another one is never put in its place, least of all the platform's.
 */
export async function resolveSender(
  db: Executor,
  tenant: { id: number; messagingSender: string | null },
  asked: string | null,
  now: Date,
): Promise<SenderAnswer> {
  const wanted = asked ?? tenant.messagingSender?.trim() ?? "";
  if (wanted === "") return { reason: "sender_required" };
  const reading = readSenderNumber(wanted);
  if (reading.ok && (await isVerified(db, tenant.id, reading.number, now))) return { number: reading.number };
  return { reason: asked === null ? "sender_required" : "sender_not_verified" };
}

async function isVerified(db: Executor, tenantId: number, number: string, now: Date): Promise<boolean> {
  const rows = await db
    .select({ id: tenantSenders.id })
    .from(tenantSenders)
    .where(
      and(
        eq(tenantSenders.tenantId, tenantId),
        eq(tenantSenders.number, number),
        eq(tenantSenders.status, "verified"),
        or(isNull(tenantSenders.expiresAt), gt(tenantSenders.expiresAt, now)),
      ),
    );
  return rows.length > 0;
}
