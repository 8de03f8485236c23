import { char, index, int, mysqlEnum, mysqlTable, unique, varchar } from "drizzle-orm/mysql-core";
import { differenceKinds, differenceStates, messageLogStatuses } from "../enums";
import { asciiKey, hash32, id, instant, json, ref, sealed } from "./columns";

/** How far one Solapi account was compared with the ledger, apart from how far its results were read. */
export const reconcileSync = mysqlTable("reconcile_sync", {
  /** SHA-256 of the API key. */
  accountKey: hash32().primaryKey(),
  watermark: instant().notNull(),
  /** Within a window that is not through yet: its ends, and the next page. */
  windowFrom: instant(),
  windowTo: instant(),
  startKey: asciiKey(100),
  leaseToken: asciiKey(40),
  leaseUntil: instant(),
  lastOkAt: instant(),
  lastError: varchar({ length: 200 }),
  counts: json<Record<string, number>>(),
});

/** Where the provider says something else than the ledger; what proves itself is applied, the rest waits for a person. */
export const differences = mysqlTable(
  "differences",
  {
    id: id(),
    kind: mysqlEnum(differenceKinds).notNull(),
    state: mysqlEnum(differenceStates).notNull().default("open"),
    tenantId: ref().notNull(),
    orgId: ref().notNull(),
    messageId: ref().notNull(),
    logId: ref(),
    solapiMessageId: asciiKey(40),
    recipientKey: hash32().notNull(),
    phoneLast4: char({ length: 4 }),
    ours: mysqlEnum(messageLogStatuses),
    theirs: mysqlEnum(messageLogStatuses),
    providerCode: asciiKey(20),
    seenAt: instant().notNull(),
    decidedAt: instant(),
    decidedBy: ref(),
  },
  (t) => [
    unique("uq_differences_what").on(t.messageId, t.recipientKey, t.kind),
    index("ix_differences_org").on(t.orgId, t.state, t.id),
  ],
);

/** Messages of the same account that nobody sent here: 외부 발송. */
export const foreignSends = mysqlTable(
  "foreign_sends",
  {
    id: id(),
    solapiMessageId: asciiKey(40).notNull().unique("uq_foreign_solapi"),
    groupId: asciiKey(40),
    tenantId: ref().notNull(),
    orgId: ref().notNull(),
    recipientKey: hash32().notNull(),
    phone: sealed(),
    phoneLast4: char({ length: 4 }),
    /** The provider's word, whatever it is. */
    type: asciiKey(20),
    sender: asciiKey(20),
    status: mysqlEnum(messageLogStatuses).notNull(),
    providerCode: asciiKey(20),
    chars: int(),
    sentAt: instant().notNull(),
    seenAt: instant().notNull(),
  },
  (t) => [
    index("ix_foreign_recipient").on(t.recipientKey, t.sentAt),
    index("ix_foreign_org").on(t.orgId, t.sentAt, t.id),
  ],
);
