import { boolean, char, index, int, mysqlEnum, mysqlTable, primaryKey, unique, varchar } from "drizzle-orm/mysql-core";
import { optOutSources } from "../enums";
import { asciiKey, hash32, id, instant, name, ref, sealed } from "./columns";
import { orgs } from "./orgs";
import { tenants } from "./tenants";

/** A person an organisation writes to. The number is sealed; `phoneKey` finds it, `phoneLast4` is what may be shown. */
export const customers = mysqlTable(
  "customers",
  {
    id: id(),
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    code: asciiKey(60).notNull(),
    name: name(60).notNull(),
    /** HMAC of the digits with LOOKUP_KEY (rulings 20); null while there is no usable number. */
    phoneKey: hash32(),
    phone: sealed(),
    phoneLast4: char({ length: 4 }),
    memo: varchar({ length: 200 }),
    /** 광고 수신 동의, and its evidence; the night one is separate (anchors §7). */
    adConsent: boolean().notNull().default(false),
    adConsentAt: instant(),
    adConsentVia: varchar({ length: 60 }),
    nightConsent: boolean().notNull().default(false),
    nightConsentAt: instant(),
    imageCountVerified: int(),
    imageCheckedAt: instant(),
    version: int().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    deletedAt: instant(),
  },
  (t) => [
    unique("uq_customers_org_code").on(t.orgId, t.code),
    index("ix_customers_phone").on(t.phoneKey),
    index("ix_customers_org_name").on(t.orgId, t.name, t.id),
    index("ix_customers_org_updated").on(t.orgId, t.updatedAt, t.id),
    /** "뒷번호 4자리", in the order of the list. */
    index("ix_customers_org_last4").on(t.orgId, t.phoneLast4, t.name, t.id),
  ],
);

/** A saved list of people to write to. */
export const customerLists = mysqlTable(
  "customer_lists",
  {
    id: id(),
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    name: name(60).notNull(),
    size: int().notNull().default(0),
    createdBy: ref(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique("uq_lists_org_name").on(t.orgId, t.name)],
);

export const customerListMembers = mysqlTable(
  "customer_list_members",
  {
    listId: ref()
      .notNull()
      .references(() => customerLists.id, { onDelete: "restrict" }),
    customerId: ref()
      .notNull()
      .references(() => customers.id, { onDelete: "restrict" }),
  },
  (t) => [primaryKey({ columns: [t.listId, t.customerId] }), index("ix_members_customer").on(t.customerId)],
);

/** 수신거부: nobody on it gets an advertisement of this tenant. Lifting it keeps the row. */
export const optOuts = mysqlTable(
  "opt_outs",
  {
    id: id(),
    tenantId: ref()
      .notNull()
      .references(() => tenants.id, { onDelete: "restrict" }),
    phoneKey: hash32().notNull(),
    phone: sealed().notNull(),
    phoneLast4: char({ length: 4 }).notNull(),
    source: mysqlEnum(optOutSources).notNull(),
    note: varchar({ length: 200 }),
    createdBy: ref(),
    createdAt: instant().notNull(),
    liftedAt: instant(),
    liftedBy: ref(),
  },
  (t) => [
    unique("uq_opt_outs_tenant_phone").on(t.tenantId, t.phoneKey),
    index("ix_opt_outs_tenant").on(t.tenantId, t.id),
  ],
);
