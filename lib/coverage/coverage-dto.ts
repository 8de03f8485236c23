import type { MessageMode, MessageOrigin, MessageStatus, OrgLevel } from "@/db/enums";
import type { Certainty } from "./coverage";

/** Some messages and how many of their recipients are recorded; `pct` with two decimals, null where nobody was expected. */
export type Rate = {
  messages: number;
  /** Messages of whose recipients somebody has no row. */
  gaps: number;
  expected: number;
  recorded: number;
  missing: number;
  unrecoverable: number;
  /** 초과 기록: rows of nobody it was meant for, counted in nowhere else. */
  extra: number;
  pct: number | null;
  /** Of the expected those somebody saw: observed or confirmed. */
  certainPct: number | null;
  certainty: Certainty;
};

export type CoverageSide = Rate & {
  /** By what became of the message as a whole; only those that came to an end count (C-01). */
  byStatus: Partial<Record<MessageStatus, Rate>>;
  /** What the old check looked at: it left out the failed (C-01). */
  sentOrPartial: Rate;
  byMode: Partial<Record<MessageMode, Rate>>;
};

export type OrgRate = { orgId: number; name: string; level: OrgLevel; new: Rate; imported: Rate };

/** Two numbers that are never added up: our own messages, and those of an old system (C-04). Tests stand apart (C-07). */
export type CoverageDto = {
  asOf: string;
  new: CoverageSide;
  imported: CoverageSide;
  tests: { new: Rate; imported: Rate };
  /** Both together, without tests. */
  certainty: Certainty;
  /** The organisations just below the one asked for, each with all below it, and that one itself. */
  byOrg: OrgRate[];
  byLevel: Partial<Record<OrgLevel, { new: Rate; imported: Rate }>>;
  target: number;
  milestone: number;
};

export type TrendDay = {
  day: string;
  expected: number;
  recorded: number;
  pct: number | null;
  certainPct: number | null;
};
export type TrendDto = {
  /** Our own messages by the day they were asked for. */
  new: TrendDay[];
  /** How the old ones stood at each night's look. */
  imported: TrendDay[];
  /** Around each recovery, on its own fixed set. */
  recoveries: { runId: number; at: string; before: number | null; after: number | null }[];
};

/** Why a message's recipients have no rows, as far as it shows. */
export type GapReason = "never_logged" | "partly_logged" | "failed_unlogged" | "test_unlogged" | "list_lost" | "stuck";

export type GapDto = {
  messageId: number;
  legacyId: string | null;
  title: string;
  orgId: number;
  orgName: string;
  origin: MessageOrigin;
  mode: MessageMode;
  status: MessageStatus;
  isTest: boolean;
  isStuck: boolean;
  reason: GapReason;
  createdAt: string;
  expected: number;
  listed: number;
  recorded: number;
  missing: number;
  unrecoverable: number;
  extra: number;
  pct: number | null;
  /** There is a group of the provider's that may tell whom it went to. */
  hasGroup: boolean;
  providerAskedAt: string | null;
  /** Until when the provider keeps it; past it asking is in vain. */
  providerUntil: string;
};
