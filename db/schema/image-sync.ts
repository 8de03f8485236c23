import {
  boolean,
  index,
  int,
  longtext,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  smallint,
  tinyint,
  unique,
  varchar,
} from "drizzle-orm/mysql-core";
import {
  findingActions,
  findingCertainties,
  findingDecisions,
  imageVerdicts,
  syncActs,
  syncOpStates,
  syncPhases,
  syncReasons,
  syncStageStates,
  syncStates,
} from "../enums";
import { asciiKey, hash32, id, instant, json, ref } from "./columns";
import { byteKey } from "./customer-images";

/** Whom a scan looks at; without customers all of them. */
export type SyncScope = { customerIds?: number[] };

/** Sums of a scan (S4-12, S4-13, S4-48). `valid`: rows whose file is there; doubtful findings are also within their verdict. */
export type SyncCounts = {
  customers: number;
  problemCustomers: number;
  rows: number;
  expectedRows: number;
  files: number;
  valid: number;
  /** Too young to be judged, rows and files. */
  fresh: number;
  /** Names that can't be keys, and keys that couldn't be looked at. */
  unreadable: number;
  doubtful: number;
  /** Findings of each verdict. `duplicate` sums up both kinds. */
  verdicts: Partial<Record<(typeof imageVerdicts)[number], number>>;
  /** Problem customers with only ghosts, only duplicates, both, or only other findings (S4-50). */
  split: { ghostOnly: number; duplicateOnly: number; both: number; other: number };
  bytesToSetAside: number;
  /** Certain findings the night before didn't have; only of a nightly scan. */
  drift?: number;
};

/** What stops a run. Shares are of the rows in its scope. */
export type SyncCaps = {
  ghosts: number;
  ghostShare: number;
  customerShare: number;
  stageOps: number;
  errorShare: number;
  skipShare: number;
};

/** Where a scan stands inside its phase: opaque to everybody but the scan. */
export type SyncCheckpoint = Record<string, unknown>;

/** One clean-up from its scan to its undo: its plan hash binds what is done to what was read (image-sync.md 2c). */
export const syncRuns = mysqlTable(
  "sync_runs",
  {
    id: id(),
    state: mysqlEnum(syncStates).notNull().default("scanning"),
    reason: mysqlEnum(syncReasons).notNull().default("manual"),
    /** The run whose stage is being looked at again; only of `verify`. */
    parentId: ref(),
    scope: json<SyncScope>().notNull(),
    prefix: varchar({ length: 200 }).notNull(),
    phase: mysqlEnum(syncPhases).notNull().default("preflight"),
    /** How far the phase is; written with the findings of the same page. */
    checkpoint: json<SyncCheckpoint | null>(),
    nextSeq: int().notNull().default(0),
    counts: json<SyncCounts | null>(),
    caps: json<SyncCaps>().notNull(),
    batchSize: tinyint().notNull().default(10),
    /** Stage under way or done last, 1 to 3; 0 before the first approval. */
    stage: tinyint().notNull().default(0),
    planHash: hash32(),
    /** Paused from which state. */
    pausedFrom: mysqlEnum(syncStates),
    error: asciiKey(60),
    errorDetail: varchar({ length: 300 }),
    leaseOwner: asciiKey(80),
    /** Fencing token: goes up with every lease; writes under an older one change nothing. */
    fence: int().notNull().default(0),
    leaseUntil: instant(),
    orgId: ref().notNull(),
    createdBy: ref(),
    startedAt: instant().notNull(),
    /** Rows and files younger than this were not judged. */
    cutoffAt: instant().notNull(),
    scannedAt: instant(),
    finishedAt: instant(),
    undoneAt: instant(),
    purgeAfter: instant(),
    /** Progress of execution and undo. */
    opsPlanned: int().notNull().default(0),
    opsDone: int().notNull().default(0),
    opsSkipped: int().notNull().default(0),
    opsFailed: int().notNull().default(0),
    opsUndone: int().notNull().default(0),
    conflicts: int().notNull().default(0),
  },
  (t) => [index("ix_sync_runs_state").on(t.state, t.id), index("ix_sync_runs_parent").on(t.parentId, t.id)],
);

/** What was seen, for a person and for the plan: figures, never an address of a person. */
export type FindingEvidence = Record<string, string | number | boolean | null | (string | number)[]>;

export const syncFindings = mysqlTable(
  "sync_findings",
  {
    id: id(),
    runId: ref()
      .notNull()
      .references(() => syncRuns.id, { onDelete: "restrict" }),
    seq: int().notNull(),
    verdict: mysqlEnum(imageVerdicts).notNull(),
    certainty: mysqlEnum(findingCertainties).notNull(),
    /** Key of the words that say why it isn't certain; null where it is. */
    doubt: asciiKey(40),
    action: mysqlEnum(findingActions).notNull(),
    customerId: ref(),
    imageId: ref(),
    /** The row that stays, where there are two. */
    keepImageId: ref(),
    ver: int(),
    filePath: varchar({ length: 1024 }).notNull(),
    pathKey: byteKey().notNull(),
    /** Where a row should point to. */
    toPath: varchar({ length: 1024 }),
    bytes: int({ unsigned: true }),
    sha256: hash32(),
    evidence: json<FindingEvidence>().notNull(),
    decision: mysqlEnum(findingDecisions).notNull().default("open"),
    decidedBy: ref(),
    decidedAt: instant(),
  },
  (t) => [
    unique("uq_sync_findings_seq").on(t.runId, t.seq),
    index("ix_sync_findings_customer").on(t.runId, t.customerId, t.seq),
    index("ix_sync_findings_verdict").on(t.runId, t.verdict, t.seq),
    index("ix_sync_findings_image").on(t.imageId, t.runId),
  ],
);

/** The gates 10 → 50 → rest (S4-21…S4-23): the next one opens when a scan after this one found nothing. */
export const syncStages = mysqlTable(
  "sync_stages",
  {
    runId: ref()
      .notNull()
      .references(() => syncRuns.id, { onDelete: "restrict" }),
    stage: tinyint().notNull(),
    state: mysqlEnum(syncStageStates).notNull().default("locked"),
    customers: int().notNull(),
    ops: int().notNull(),
    approvedBy: ref(),
    approvedAt: instant(),
    planHash: hash32(),
    startedAt: instant(),
    finishedAt: instant(),
    verifyRunId: ref(),
    /** Certain findings the scan afterwards still had. */
    leftover: int(),
    verifiedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.stage] })],
);

/** The journal: what is to be done, in order, and how far each is. */
export const syncOps = mysqlTable(
  "sync_ops",
  {
    runId: ref()
      .notNull()
      .references(() => syncRuns.id, { onDelete: "restrict" }),
    seq: int().notNull(),
    findingId: ref().notNull(),
    stage: tinyint().notNull(),
    /** Within the stage: customers are done in batches, and a stop happens between two. */
    batch: int().notNull().default(0),
    customerId: ref(),
    act: mysqlEnum(syncActs).notNull(),
    imageId: ref(),
    ver: int(),
    filePath: varchar({ length: 1024 }).notNull(),
    toPath: varchar({ length: 1024 }),
    /** Where in quarantine the file lies: `<run>/<seq>/<key>`. */
    place: varchar({ length: 1100 }),
    bytes: int({ unsigned: true }),
    sha256: hash32(),
    state: mysqlEnum(syncOpStates).notNull().default("planned"),
    why: asciiKey(40),
    attempts: smallint().notNull().default(0),
    startedAt: instant(),
    finishedAt: instant(),
    undoneAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.seq] }),
    index("ix_sync_ops_state").on(t.runId, t.state, t.seq),
    index("ix_sync_ops_stage").on(t.runId, t.stage, t.seq),
    index("ix_sync_ops_image").on(t.imageId),
  ],
);

/** Whole rows as they were, written in the transaction that changes them (D-31). Text, so that its hash stays true. */
export const syncBackups = mysqlTable(
  "sync_backups",
  {
    runId: ref()
      .notNull()
      .references(() => syncRuns.id, { onDelete: "restrict" }),
    seq: int().notNull(),
    tbl: asciiKey(40).notNull(),
    pk: ref().notNull(),
    rowJson: longtext().notNull(),
    rowSha: hash32().notNull(),
    /** The row's version after the change: undo touches it only if nobody did since. */
    verAfter: int(),
    isRestored: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.runId, t.seq, t.tbl, t.pk] })],
);
