import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { isDuplicateKey, type Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { maskNumber } from "@/lib/transports/phone-number";
import { type LockedTenant, lockTenant, readBack } from "./lock-tenant";
import type { TenantDto } from "./queries";
import type { TenantUpdate } from "./schema";
import { isUsable } from "./sender-status";

type Change = Partial<Omit<LockedTenant, "orgPath" | "version" | "updatedAt">>;

/**
 * Changes what a tenant sends with: its number, its switch, its Kakao channel and what an advertisement needs. Prices and
 * the code are for headquarters; the same values sent back are no change.
 * @throws AppError not_found; forbidden; conflict with the stored tenant where `version` isn't its own; invalid at
 * messagingSender (not one of its verified numbers) or code (taken)
 */
export async function updateTenant(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id, version, prices, change }: TenantUpdate,
): Promise<TenantDto> {
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const before = await lockTenant(tx, actor, id, "tenant.write");
    if (version !== undefined && version !== before.version)
      throw new AppError("conflict", { current: await readBack(tx, actor, id, now) });
    const wanted: Change = { ...change, ...priceColumns(prices) };
    const changed = Object.fromEntries(
      Object.entries(wanted).filter(([name, value]) => before[name as keyof Change] !== value),
    ) as Change;
    const names = Object.keys(changed) as (keyof Change)[];
    if (names.length === 0) return readBack(tx, actor, id, now);
    if (names.some((name) => FOR_HQ.includes(name)) && !mayEver(actor, "credit.write")) throw new AppError("forbidden");
    if (changed.messagingSender) await refuseUnverified(tx, id, changed.messagingSender, now);
    await tx
      .update(tenants)
      .set({ ...changed, version: before.version + 1, updatedAt: now })
      .where(eq(tenants.id, id))
      .catch((error: unknown) => {
        throw isDuplicateKey(error) ? invalid("code", "tenantCodeTaken") : error;
      });
    if (changed.messagingIsActive) await wakeHeld(tx, id, now);
    await writeAudit(tx, actor, now, {
      action: "tenant.update",
      subject: `tenant:${id}`,
      orgId: before.orgId,
      before: shown(before, names),
      after: shown(changed, names),
    });
    return readBack(tx, actor, id, now);
  });
}

/** What waits for the switch alone goes at once, and not when it would have been looked at again. */
const wakeHeld = (tx: Tx, tenantId: number, now: Date) =>
  tx
    .update(sendBatches)
    .set({ availableAt: now, publishedAt: null })
    .where(
      and(
        ...[eq(sendBatches.tenantId, tenantId), eq(sendBatches.phase, "held")],
        ...[eq(sendBatches.heldReason, "messaging_inactive"), gt(sendBatches.availableAt, now)],
      ),
    );

const FOR_HQ: readonly (keyof Change)[] = ["code", "basePrice", "priceLms", "priceMms", "priceAlimtalk"];

function priceColumns({ sms, lms, mms, alimtalk }: TenantUpdate["prices"]): Change {
  return {
    ...(sms !== undefined && { basePrice: sms }),
    ...(lms !== undefined && { priceLms: lms }),
    ...(mms !== undefined && { priceMms: mms }),
    ...(alimtalk !== undefined && { priceAlimtalk: alimtalk }),
  };
}

async function refuseUnverified(tx: Tx, tenantId: number, number: string, now: Date): Promise<void> {
  const [sender] = await tx
    .select({ status: tenantSenders.status, expiresAt: tenantSenders.expiresAt })
    .from(tenantSenders)
    .where(and(eq(tenantSenders.tenantId, tenantId), eq(tenantSenders.number, number)))
    .for("update");
  if (!sender || !isUsable(sender, now)) throw invalid("messagingSender", "senderNotVerified");
}

/** What of a change may stand in the audit log: numbers are masked. */
const shown = (values: Change, names: readonly (keyof Change)[]) =>
  Object.fromEntries(
    names.map((name) => {
      const value = values[name];
      const isNumber = name === "messagingSender" || name === "optOutNumber";
      return [name, isNumber && typeof value === "string" ? maskNumber(value) : value];
    }),
  );
