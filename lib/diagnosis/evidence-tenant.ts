import "server-only";
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { creditLedger, tenantSenders, tenants } from "@/db/schema/tenants";
import { maskNumber } from "@/lib/transports/phone-number";
import { type Change, thenOf } from "./evidence-then";

/** Acts on a tenant that are looked back through. */
const CHANGES = 200;
const ENTRIES = 200;
const FIELDS = ["messagingIsActive", "basePrice", "priceLms", "priceMms", "priceAlimtalk", "messagingSender"] as const;
/** The default number follows a decision about a number, which doesn't say what it was before. */
const movesSender = (action: string) => action.startsWith("sender.") && action !== "sender.request";

type Asked = {
  tenantId: number;
  /** Frozen on the message when it was accepted. */
  sender: string;
  at: Date;
  batchIds: readonly number[];
  /** Whether the reader stands where it is paid, or above. */
  isPayer: boolean;
};

/**
 * Whoever pays, as they stand now and, by the audit, as they stood when the message was accepted (S1-32): number, switch and
 * prices. Money is told to those who pay alone.
 */
export async function tenantEvidence(db: Executor, { tenantId, sender, at, batchIds, isPayer }: Asked) {
  const [[tenant], [number], changes, entries] = await Promise.all([
    db
      .select({
        ...{ code: tenants.code, messagingIsActive: tenants.messagingIsActive, sender: tenants.messagingSender },
        ...{ basePrice: tenants.basePrice, priceLms: tenants.priceLms, priceMms: tenants.priceMms },
        ...{ priceAlimtalk: tenants.priceAlimtalk, balance: tenants.creditBalance, reserved: tenants.creditReserved },
      })
      .from(tenants)
      .where(eq(tenants.id, tenantId)),
    db
      .select({
        ...{ id: tenantSenders.id, status: tenantSenders.status, verifiedAt: tenantSenders.verifiedAt },
        ...{ expiresAt: tenantSenders.expiresAt, providerStatus: tenantSenders.providerStatus },
        providerCheckedAt: tenantSenders.providerCheckedAt,
      })
      .from(tenantSenders)
      .where(and(eq(tenantSenders.tenantId, tenantId), eq(tenantSenders.number, sender))),
    readChanges(db, tenantId),
    isPayer && batchIds.length > 0 ? readEntries(db, batchIds) : [],
  ]);
  if (!tenant) throw new Error(`tenant ${tenantId} is gone`);
  const { code, balance, reserved, ...values } = tenant;
  const isWhole = changes.length < CHANGES;
  // What lies before the oldest act that was read isn't known to be all.
  const seen = changes.filter((change) => isWhole || change.at > at);
  return {
    id: tenantId,
    code,
    at,
    messageSender: sender === "" ? null : maskNumber(sender),
    now: {
      ...{ ...values, sender: values.sender && maskNumber(values.sender) },
      ...(isPayer && { balance, reserved }),
      numberOfMessage: number ?? null,
    },
    whenAccepted: Object.fromEntries(
      FIELDS.map((name) => [name, thenOf(seen, name, at, name === "messagingSender" ? movesSender : undefined)]),
    ),
    // The ledger says what was there after each of its entries: the nearest there is to a balance of that moment.
    ledger: isPayer ? entries : null,
    changesSince: changes
      .filter((change) => change.at > at)
      .map(({ id, at: when, action, before, after }) => ({
        audit: id,
        at: when,
        action,
        ...onlyFields(before, after),
      })),
  };
}

/** Acts on the tenant, oldest first. */
async function readChanges(db: Executor, tenantId: number): Promise<Change[]> {
  const rows = await db
    .select({
      ...{ id: auditLog.id, at: auditLog.at, action: auditLog.action },
      ...{ before: auditLog.before, after: auditLog.after },
    })
    .from(auditLog)
    .where(eq(auditLog.subject, `tenant:${tenantId}`))
    .orderBy(desc(auditLog.id))
    .limit(CHANGES);
  return rows.reverse();
}

const readEntries = (db: Executor, batchIds: readonly number[]) =>
  db
    .select({
      ...{ id: creditLedger.id, batchId: creditLedger.batchId, kind: creditLedger.kind, amount: creditLedger.amount },
      ...{ balanceAfter: creditLedger.balanceAfter, reservedAfter: creditLedger.reservedAfter, at: creditLedger.at },
    })
    .from(creditLedger)
    .where(inArray(creditLedger.batchId, [...batchIds]))
    .orderBy(asc(creditLedger.id))
    .limit(ENTRIES);

/** Of what was changed only what the bundle is about: no names, notes or numbers. */
function onlyFields(before: unknown, after: unknown) {
  const names = [...FIELDS, "status", "isDefault"];
  const pick = (values: unknown) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = (values as Record<string, unknown> | null)?.[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return { before: pick(before), after: pick(after) };
}
