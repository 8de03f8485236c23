import { sql } from "drizzle-orm";
import { boolean, check, index, int, mysqlEnum, mysqlTable, unique, varchar } from "drizzle-orm/mysql-core";
import { creditKinds, senderStatuses } from "../enums";
import { asciiKey, id, instant, money, name, ref, sealed } from "./columns";
import { orgs } from "./orgs";

/** An organisation that pays for its own phone messages; those below it without one of their own use it (rulings 19). */
export const tenants = mysqlTable(
  "tenants",
  {
    id: id(),
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    /** What `X-Tenant-Code` says. */
    code: asciiKey(40).notNull(),
    /** 발신번호 by default, digits only; one of its verified senders. */
    messagingSender: asciiKey(20),
    creditBalance: money().notNull().default("0.00"),
    creditReserved: money().notNull().default("0.00"),
    /** Price of one SMS. Null = not configured, which refuses; 0 = free (C-22). So are the others. */
    basePrice: money(),
    priceLms: money(),
    priceMms: money(),
    priceAlimtalk: money(),
    messagingIsActive: boolean().notNull().default(true),
    kakaoPfId: asciiKey(64),
    /** Name an advertisement begins with, and the free number it ends with (anchors §7). */
    adSenderName: name(40),
    optOutNumber: asciiKey(20),
    /** JSON `{ apiKey, apiSecret }`, sealed; null = the platform's own. */
    solapiKey: sealed(),
    /** What of the key may be shown. */
    solapiKeyHint: asciiKey(8),
    version: int().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    unique("uq_tenants_org").on(t.orgId),
    unique("uq_tenants_code").on(t.code),
    check("ck_tenants_reserved", sql`credit_reserved >= 0 and credit_reserved <= credit_balance`),
  ],
);

/** 발신번호: requested by an admin, verified by the headquarters (rulings 26). */
export const tenantSenders = mysqlTable(
  "tenant_senders",
  {
    id: id(),
    tenantId: ref()
      .notNull()
      .references(() => tenants.id, { onDelete: "restrict" }),
    number: asciiKey(20).notNull(),
    label: name(40),
    status: mysqlEnum(senderStatuses).notNull().default("pending"),
    reason: varchar({ length: 200 }),
    requestedBy: ref(),
    decidedBy: ref(),
    verifiedAt: instant(),
    /** Phone-verified numbers have to be renewed. */
    expiresAt: instant(),
    /** What Solapi said of it when it was last asked. */
    providerStatus: asciiKey(20),
    providerCheckedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique("uq_senders_tenant_number").on(t.tenantId, t.number)],
);

/** Append-only. The balance of a tenant is the sum of what changed it; what is reserved, the open reservations. */
export const creditLedger = mysqlTable(
  "credit_ledger",
  {
    id: id(),
    tenantId: ref()
      .notNull()
      .references(() => tenants.id, { onDelete: "restrict" }),
    kind: mysqlEnum(creditKinds).notNull(),
    /** charge and adjust change the balance; reserve and release the reservation; settle takes from both. Signed only for adjust. */
    amount: money().notNull(),
    balanceAfter: money().notNull(),
    reservedAfter: money().notNull(),
    messageId: ref(),
    batchId: ref(),
    actorUserId: ref(),
    note: varchar({ length: 200 }),
    /** Makes every entry happen once: `reserve:<batch>`, `settle:<batch>:<n>`, `charge:<request>`. */
    entryKey: asciiKey(80).notNull(),
    at: instant().notNull(),
  },
  (t) => [
    unique("uq_ledger_entry").on(t.entryKey),
    index("ix_ledger_tenant").on(t.tenantId, t.id),
    index("ix_ledger_batch").on(t.batchId),
  ],
);
