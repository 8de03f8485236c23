import type { MessageLogStatus, MessageMode, MessageStatus, RecoveryState } from "@/db/enums";
import type { RecoveryEvidence, RecoveryScope } from "@/db/schema/coverage";

/** How much of one fixed set is recorded. */
export type Share = { expected: number; recorded: number; pct: number | null };

/** One message of a plan: what is added to it, as what. */
export type PlanItem = {
  messageId: number;
  legacyId: string | null;
  title: string;
  orgName: string;
  mode: MessageMode;
  messageStatus: MessageStatus;
  createdAt: string;
  expected: number;
  recorded: number;
  /** Rows it gets. */
  missing: number;
  /** Of them, those the provider tells of. */
  proven: { delivered: number; failed: number; other: number };
  /** What the others become, and the key of the `reasons` catalogue that says why. */
  rowStatus: MessageLogStatus;
  rowReason: string;
  unrecoverable: number;
  applied: number;
  /** Rows an undo left because somebody has learnt more of them since. */
  conflicts: number;
};

/** What a plan will do; nothing but itself has been written. `before` and `after` are of the same fixed set (C-02). */
export type PlanDto = {
  runId: number;
  planHash: string;
  state: RecoveryState;
  scope: RecoveryScope;
  /** How many messages get rows, and how many rows. */
  messages: number;
  rows: number;
  /** Of the rows, those the provider proves and those inferred by rule (추정). */
  proven: number;
  inferred: number;
  before: Share;
  after: Share;
  unrecoverable: number;
  /** Groups of the provider that may still tell more and were not asked yet. */
  unasked: number;
  items: PlanItem[];
  nextCursor: string | null;
};

/** A run under way or done: `cursor` null says that nothing is left to do. */
export type RunProgress = {
  runId: number;
  state: RecoveryState;
  messages: number;
  rows: number;
  applied: number;
  undone: number;
  conflicts: number;
  cursor: string | null;
  before: Share;
  after: Share;
  unrecoverable: number;
  evidence: RecoveryEvidence | null;
};

/** A run as lists and its own page show it. */
export type RunDto = RunProgress & {
  planHash: string;
  scope: RecoveryScope;
  proven: number;
  createdBy: { id: number; name: string } | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  undoneAt: string | null;
};
