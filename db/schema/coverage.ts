import { boolean, char, date, index, int, mysqlEnum, mysqlTable, primaryKey, varchar } from "drizzle-orm/mysql-core";
import {
  messageLogStatuses,
  messageModes,
  messageOrigins,
  messageStatuses,
  recipientSources,
  recoveryScopes,
  recoveryStates,
  snapshotReasons,
} from "../enums";
import { asciiKey, hash32, id, instant, json, name, ref, sealed } from "./columns";
import { messages } from "./messages";
import { orgs } from "./orgs";

/**
 * Whom an imported message was meant for, one row for each number (rulings 21); of a message of our own only those whose row in the
 * ledger has gone missing.
 */
export const messageRecipients = mysqlTable(
  "message_recipients",
  {
    messageId: ref()
      .notNull()
      .references(() => messages.id, { onDelete: "restrict" }),
    /** As in message_logs: of the digits, or of the place where there are none. */
    recipientKey: hash32().notNull(),
    ordinal: int().notNull().default(0),
    name: name(60),
    phone: sealed(),
    phoneLast4: char({ length: 4 }),
    /** Why no text could go to it. */
    reasonCode: asciiKey(60),
    source: mysqlEnum(recipientSources).notNull().default("import"),
  },
  (t) => [
    primaryKey({ columns: [t.messageId, t.recipientKey] }),
    index("ix_recipients_key").on(t.recipientKey, t.messageId),
  ],
);

const sums = () => ({
  messages: int().notNull().default(0),
  gaps: int().notNull().default(0),
  expectedCount: int().notNull().default(0),
  listedCount: int().notNull().default(0),
  recordedCount: int().notNull().default(0),
  extraCount: int().notNull().default(0),
  confirmedCount: int().notNull().default(0),
  inferredCount: int().notNull().default(0),
});

/** The counters of `messages` summed, in the transactions that change them (rulings 22): what a dashboard reads. */
export const coverageRollups = mysqlTable(
  "coverage_rollups",
  {
    orgId: ref()
      .notNull()
      .references(() => orgs.id, { onDelete: "restrict" }),
    /** On the Korean calendar. */
    day: date({ mode: "string" }).notNull(),
    origin: mysqlEnum(messageOrigins).notNull(),
    isTest: boolean().notNull(),
    messageMode: mysqlEnum(messageModes).notNull(),
    status: mysqlEnum(messageStatuses).notNull(),
    ...sums(),
    queuedCount: int().notNull().default(0),
    sendingCount: int().notNull().default(0),
    sentCount: int().notNull().default(0),
    deliveredCount: int().notNull().default(0),
    failedCount: int().notNull().default(0),
    skippedCount: int().notNull().default(0),
    unknownCount: int().notNull().default(0),
    cancelledCount: int().notNull().default(0),
  },
  (t) => [
    primaryKey({ name: "pk_coverage_rollups", columns: [t.orgId, t.day, t.origin, t.isTest, t.messageMode, t.status] }),
  ],
);

/** How coverage stood: every night for each organisation by itself, and around each recovery for its fixed set (C-02, S0-12). */
export const coverageSnapshots = mysqlTable(
  "coverage_snapshots",
  {
    id: id(),
    takenAt: instant().notNull(),
    day: date({ mode: "string" }).notNull(),
    orgId: ref().notNull(),
    origin: mysqlEnum(messageOrigins).notNull(),
    reason: mysqlEnum(snapshotReasons).notNull(),
    runId: ref(),
    ...sums(),
    unknownCount: int().notNull().default(0),
  },
  (t) => [
    index("ix_snapshots_org").on(t.reason, t.origin, t.orgId, t.day),
    index("ix_snapshots_run").on(t.runId, t.reason),
  ],
);

/** What the provider says became of a recipient we have no row of: the only proof a recovery may use (C-05). */
export const providerWords = mysqlTable(
  "provider_words",
  {
    messageId: ref()
      .notNull()
      .references(() => messages.id, { onDelete: "restrict" }),
    recipientKey: hash32().notNull(),
    solapiMessageId: asciiKey(40),
    status: mysqlEnum(messageLogStatuses).notNull(),
    providerCode: asciiKey(20),
    /** When it came to its end there. */
    at: instant(),
    seenAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.recipientKey] })],
);

/** What a recovery is asked for. */
export type RecoveryScope = {
  kind: (typeof recoveryScopes)[number];
  ids?: number[];
  /** Keyed hash in hex of the number asked for; the number itself is kept nowhere. */
  phoneKey?: string;
  phoneLast4?: string;
  orgId?: number;
  from?: string;
  to?: string;
  mode?: string;
  status?: string;
};

/** What was read back after a run (C-09). */
export type RecoveryEvidence = {
  at: string;
  /** Rows of the run found in the ledger, and recipients of its set that still have none. */
  rows: number;
  missing: number;
  ok: boolean;
  /** A few of them as the customer's history tells them. */
  samples: { messageId: number; phoneLast4: string | null; expected: string; found: string | null }[];
};

/** A plan, what was made of it and how far: its hash binds what is applied to what was read (rulings 24). */
export const recoveryRuns = mysqlTable(
  "recovery_runs",
  {
    id: id(),
    /** Whose view of the world it was made in. */
    orgId: ref().notNull(),
    scopeKind: mysqlEnum(recoveryScopes).notNull(),
    scope: json<RecoveryScope>().notNull(),
    state: mysqlEnum(recoveryStates).notNull().default("planned"),
    planHash: hash32().notNull(),
    messages: int().notNull().default(0),
    rows: int().notNull().default(0),
    /** Of them, proven by the provider. */
    proven: int().notNull().default(0),
    expected: int().notNull().default(0),
    recordedBefore: int().notNull().default(0),
    unrecoverable: int().notNull().default(0),
    applied: int().notNull().default(0),
    undone: int().notNull().default(0),
    /** Rows an undo left in place because somebody has learnt more of them since. */
    conflicts: int().notNull().default(0),
    /** How far it got: message, and recipient within it; of an undo the last row looked at. */
    cursorMessage: ref(),
    cursorKey: hash32(),
    cursorRow: ref(),
    evidence: json<RecoveryEvidence>(),
    createdBy: ref(),
    createdAt: instant().notNull(),
    startedAt: instant(),
    finishedAt: instant(),
    undoneAt: instant(),
  },
  (t) => [index("ix_runs_hash").on(t.planHash, t.id), index("ix_runs_state").on(t.state, t.id)],
);

/** The fixed set of a run: what is added to which message, as what, and why. */
export const recoveryRunMessages = mysqlTable(
  "recovery_run_messages",
  {
    runId: ref()
      .notNull()
      .references(() => recoveryRuns.id, { onDelete: "cascade" }),
    messageId: ref()
      .notNull()
      .references(() => messages.id, { onDelete: "restrict" }),
    /** What its unproven rows become. */
    status: mysqlEnum(messageLogStatuses).notNull(),
    expected: int().notNull(),
    recorded: int().notNull(),
    missing: int().notNull(),
    /** Of the missing, those the provider tells of, by what it says. */
    provenDelivered: int().notNull().default(0),
    provenFailed: int().notNull().default(0),
    provenOther: int().notNull().default(0),
    unrecoverable: int().notNull(),
    applied: int().notNull().default(0),
    /** Rows of it an undo left in place. */
    conflicts: int().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.runId, t.messageId] }), index("ix_run_messages_message").on(t.messageId)],
);

/** What stands in a file that could not be taken, by line. */
export type BadLine = { line: number; reason: string; column?: string };

/** One reading of an old file: how far it got, so that it goes on there. */
export const historyImports = mysqlTable("history_imports", {
  id: id(),
  /** SHA-256 of who, what and how the file begins. */
  fingerprint: hash32().notNull().unique("uq_history_fingerprint"),
  fileName: varchar({ length: 200 }).notNull(),
  source: asciiKey(60).notNull(),
  tenantId: ref().notNull(),
  state: asciiKey(10).$type<"running" | "done">().notNull().default("running"),
  /** Records written so far, bad ones among them. */
  position: int().notNull().default(0),
  counts: json<Record<string, number>>().notNull(),
  badLines: json<BadLine[]>().notNull(),
  createdBy: ref(),
  startedAt: instant().notNull(),
  finishedAt: instant(),
});
