import {
  boolean,
  char,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  smallint,
  text,
  tinyint,
  unique,
  varchar,
} from "drizzle-orm/mysql-core";
import {
  batchPhases,
  gapKinds,
  logSources,
  messageLogStatuses,
  messageModes,
  messageOrigins,
  messagePurposes,
  messageStatuses,
  phoneChannels,
} from "../enums";
import { asciiKey, hash32, id, instant, json, money, ref, sealed, sealedLong } from "./columns";
import { orgs } from "./orgs";
import { messageTemplates } from "./schedules";
import { tenants } from "./tenants";

/** An ad-hoc send to many phones. Everything it needs is frozen when it is accepted. */
export const messages = mysqlTable(
  "messages",
  {
    id: id(),
    tenantId: ref()
      .notNull()
      .references(() => tenants.id, { onDelete: "restrict" }),
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    messageMode: mysqlEnum(messageModes).notNull(),
    purpose: mysqlEnum(messagePurposes).notNull().default("info"),
    subject: varchar({ length: 80 }),
    rawBody: text().notNull(),
    templateId: ref().references(() => messageTemplates.id, { onDelete: "restrict" }),
    /** Of the template as it was when this was accepted. */
    providerTemplateId: varchar({ length: 64 }),
    kakaoPfId: asciiKey(64),
    sender: asciiKey(20).notNull(),
    imageKey: asciiKey(200),
    /** What Solapi calls the uploaded picture. */
    providerImageId: varchar({ length: 64 }),
    /** SHA-256 of the API key it was uploaded with: another account doesn't know the picture. */
    providerImageAccount: hash32(),
    /** JSON of the numbers as received, in order, sealed; null where there never were any. */
    recipientNumbers: sealedLong(),
    recipientCount: int().notNull(),
    duplicateCount: int().notNull().default(0),
    queuedCount: int().notNull().default(0),
    sendingCount: int().notNull().default(0),
    sentCount: int().notNull().default(0),
    deliveredCount: int().notNull().default(0),
    failedCount: int().notNull().default(0),
    skippedCount: int().notNull().default(0),
    unknownCount: int().notNull().default(0),
    cancelledCount: int().notNull().default(0),
    /** Recipients it was meant for, each once (C-03); where no list is left, how many the old system counted (C-06). */
    expectedCount: int().notNull().default(0),
    /** Those of them who are known by number. */
    listedCount: int().notNull().default(0),
    /** Those of them with a row of their own. */
    recordedCount: int().notNull().default(0),
    /** Rows of nobody it was meant for (초과 기록); never part of the others. */
    extraCount: int().notNull().default(0),
    /** Recorded by the provider's final word. */
    confirmedCount: int().notNull().default(0),
    /** Recorded by a rule of recovery, not by anybody who saw it; unknown ones are counted as those. */
    inferredCount: int().notNull().default(0),
    gap: mysqlEnum(gapKinds).notNull().default("none"),
    status: mysqlEnum(messageStatuses).notNull(),
    reasonCode: asciiKey(60),
    isTest: boolean().notNull().default(false),
    isSandbox: boolean().notNull().default(false),
    origin: mysqlEnum(messageOrigins).notNull().default("new"),
    importSource: asciiKey(60),
    legacyId: asciiKey(60),
    importedSentCount: int(),
    solapiGroupId: asciiKey(40),
    /** When the provider was last asked who was in its group. */
    providerAskedAt: instant(),
    idempotencyKey: asciiKey(100),
    /** SHA-256 of what the key was first used with; the same key with another body is refused. */
    requestHash: hash32(),
    /** The first answer, to be repeated. */
    answer: json<unknown>(),
    /** Send not before this. */
    sendAt: instant(),
    requestedBy: ref(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    completedAt: instant(),
  },
  (t) => [
    unique("uq_messages_idempotency").on(t.tenantId, t.orgId, t.idempotencyKey),
    unique("uq_messages_legacy").on(t.importSource, t.legacyId),
    index("ix_messages_org").on(t.orgId, t.createdAt, t.id),
    index("ix_messages_org_status").on(t.orgId, t.status, t.createdAt, t.id),
    index("ix_messages_tenant").on(t.tenantId, t.createdAt, t.id),
    index("ix_messages_image").on(t.imageKey),
    index("ix_messages_gap").on(t.orgId, t.gap, t.createdAt, t.id),
    index("ix_messages_group").on(t.solapiGroupId),
  ],
);

/** The queue (layer 2): up to 10,000 recipients of one message on one channel, sent as one group (solapi.md §6.2). */
export const sendBatches = mysqlTable(
  "send_batches",
  {
    id: id(),
    messageId: ref()
      .notNull()
      .references(() => messages.id, { onDelete: "restrict" }),
    tenantId: ref()
      .notNull()
      .references(() => tenants.id, { onDelete: "restrict" }),
    channel: mysqlEnum(phoneChannels).notNull(),
    variant: tinyint({ unsigned: true }).notNull().default(0),
    leg: tinyint({ unsigned: true }).notNull().default(0),
    size: int().notNull(),
    phase: mysqlEnum(batchPhases).notNull().default("new"),
    groupId: asciiKey(40),
    /** Solapi's own id of the account the group lies in; its keys may change meanwhile. */
    providerAccount: asciiKey(40),
    /** Builds begun whose end nobody wrote down: more than a few, and it is the batch that ends its builders. */
    lostBuilds: smallint().notNull().default(0),
    /** When the next step may be taken; null once nothing is left to do by itself. */
    availableAt: instant(),
    attempt: smallint().notNull().default(0),
    /** Not sent by then: expired, and the group deleted. */
    sendBefore: instant(),
    leaseOwner: asciiKey(80),
    leaseToken: asciiKey(40),
    leaseUntil: instant(),
    heldReason: asciiKey(60),
    detail: varchar({ length: 500 }),
    reservedAmount: money().notNull().default("0.00"),
    settledAmount: money().notNull().default("0.00"),
    releasedAmount: money().notNull().default("0.00"),
    /** Counts the ledger entries of this batch, so that each has a key of its own. */
    creditSeq: int().notNull().default(0),
    /** What Solapi says it cost. */
    providerPrice: money(),
    /** Ids go to an outside queue when due; null while none was told. */
    publishedAt: instant(),
    /** When its results are asked for next; null unless they are open. */
    pollAt: instant(),
    polls: smallint().notNull().default(0),
    createdAt: instant().notNull(),
    committedAt: instant(),
    sentAt: instant(),
    doneAt: instant(),
  },
  (t) => [
    unique("uq_batches_group").on(t.groupId),
    index("ix_batches_available").on(t.availableAt, t.id),
    index("ix_batches_poll").on(t.pollAt, t.id),
    index("ix_batches_phase").on(t.phase, t.availableAt),
    index("ix_batches_message").on(t.messageId, t.id),
    index("ix_batches_tenant").on(t.tenantId, t.phase, t.id),
  ],
);

/** One recipient of one message: the ledger row, written before any call and only updated afterwards (product.md 1). */
export const messageLogs = mysqlTable(
  "message_logs",
  {
    id: id(),
    messageId: ref()
      .notNull()
      .references(() => messages.id, { onDelete: "restrict" }),
    tenantId: ref()
      .notNull()
      .references(() => tenants.id, { onDelete: "restrict" }),
    batchId: ref().references(() => sendBatches.id, { onDelete: "restrict" }),
    customerId: ref(),
    /** HMAC of the digits; of the ordinal where there is no usable number (rulings 1). */
    recipientKey: hash32().notNull(),
    /** The same number with another text: 1, 2, …, each in another batch. */
    variant: tinyint({ unsigned: true }).notNull().default(0),
    /** 1 = the text that follows a refused Alimtalk. */
    leg: tinyint({ unsigned: true }).notNull().default(0),
    /** > 0: sent again by a person. */
    attemptNo: tinyint({ unsigned: true }).notNull().default(0),
    /** Its place in the request. */
    ordinal: int().notNull().default(0),
    name: varchar({ length: 60 }),
    phone: sealed(),
    phoneLast4: char({ length: 4 }),
    channel: mysqlEnum(phoneChannels).notNull(),
    sender: asciiKey(20).notNull(),
    variables: json<Record<string, string>>(),
    status: mysqlEnum(messageLogStatuses).notNull().default("queued"),
    reasonCode: asciiKey(60),
    failureReason: varchar({ length: 500 }),
    providerCode: asciiKey(20),
    /** What it costs when it arrives. */
    amount: money().notNull().default("0.00"),
    /** What is held for it until its end: the dearer channel's price for `both` (C-23). */
    reservedAmount: money().notNull().default("0.00"),
    source: mysqlEnum(logSources).notNull().default("send"),
    isInferred: boolean().notNull().default(false),
    recoveryRunId: ref(),
    solapiMessageId: asciiKey(40),
    retryOf: ref(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    finalAt: instant(),
  },
  (t) => [
    unique("uq_message_logs_recipient").on(t.messageId, t.recipientKey, t.variant, t.leg, t.attemptNo),
    unique("uq_message_logs_solapi").on(t.solapiMessageId),
    index("ix_message_logs_recipient").on(t.recipientKey, t.createdAt),
    index("ix_message_logs_tenant").on(t.tenantId, t.createdAt, t.id),
    index("ix_message_logs_batch").on(t.batchId, t.status),
    index("ix_message_logs_message").on(t.messageId, t.status, t.id),
    index("ix_message_logs_message_id").on(t.messageId, t.id),
    index("ix_message_logs_customer").on(t.customerId, t.createdAt),
    index("ix_message_logs_run").on(t.recoveryRunId, t.id),
  ],
);

/** What Solapi told by itself: a hint to read the truth back, never the truth (solapi.md §5). */
export const solapiEvents = mysqlTable(
  "solapi_events",
  {
    id: id(),
    eventKey: asciiKey(100).notNull(),
    /** Ids and codes only; texts and numbers are left out. */
    payload: json<Record<string, string>>().notNull(),
    receivedAt: instant().notNull(),
    processedAt: instant(),
  },
  (t) => [unique("uq_solapi_events_key").on(t.eventKey), index("ix_solapi_events_open").on(t.processedAt, t.id)],
);

/** How far the results of one Solapi account were read. */
export const solapiSync = mysqlTable("solapi_sync", {
  /** SHA-256 of the API key. */
  accountKey: hash32().primaryKey(),
  watermark: instant().notNull(),
  leaseToken: asciiKey(40),
  leaseUntil: instant(),
  lastOkAt: instant(),
  lastError: varchar({ length: 200 }),
});

/** The request budget of one API key, shared by all instances (rulings 17): each kind's next free moment. */
export const apiBudgets = mysqlTable(
  "api_budgets",
  {
    id: id(),
    accountKey: hash32().notNull(),
    kind: asciiKey(10).notNull(),
    /** Epoch milliseconds of the database's clock at which the allowance is whole again. */
    fullAtMs: ref().notNull(),
  },
  (t) => [unique("uq_budgets_account_kind").on(t.accountKey, t.kind)],
);
