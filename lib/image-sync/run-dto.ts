import type {
  FindingAction,
  FindingCertainty,
  FindingDecision,
  ImageVerdict,
  SyncAct,
  SyncPhase,
  SyncReason,
  SyncStageState,
  SyncState,
} from "@/db/enums";
import type { FindingEvidence, SyncCaps } from "@/db/schema/image-sync";

/** Sums of a scan. `duplicate` counts rows too many of both kinds; doubtful findings are counted within their verdict too. */
export type TotalsDto = {
  customers: number;
  problemCustomers: number;
  problemPct: number | null;
  rows: number;
  expectedRows: number;
  files: number;
  valid: number;
  ghost: number;
  duplicate: number;
  mispath: number;
  conflict: number;
  expiredPending: number;
  thumbnail: number;
  thumbnailOnly: number;
  orphan: number;
  corrupt: number;
  doubtful: number;
  fresh: number;
  unreadable: number;
  bytesToSetAside: number;
  split: { ghostOnly: number; duplicateOnly: number; both: number; other: number };
  /** Certain findings the night before didn't have; only of a nightly scan. */
  drift?: number;
};

/** One of the customers with most findings (S4-49). The name is shown to whoever may read the run: HQ. */
export type TopCustomerDto = {
  customerId: number;
  code: string;
  name: string;
  ghost: number;
  duplicate: number;
  total: number;
};

export type StageDto = {
  stage: 1 | 2 | 3;
  state: SyncStageState;
  customers: number;
  ops: number;
  /** What those are: an approval names them one by one. */
  acts: Record<SyncAct, number>;
  done: number;
  skipped: number;
  failed: number;
  /** Findings the scan afterwards still had; null before it. */
  leftover: number | null;
  approvedBy: string | null;
  approvedAt: string | null;
  verifiedAt: string | null;
};

/** A run as lists, its page, the API and the command line show it. `cursor` null: nothing more to do in this state. */
export type SyncRunDto = {
  id: number;
  state: SyncState;
  reason: SyncReason;
  phase: SyncPhase;
  cursor: string | null;
  scope: { customerCodes: string[] | null; customers: number | null };
  prefix: string;
  totals: TotalsDto | null;
  top: TopCustomerDto[];
  stages: StageDto[];
  stage: number;
  batchSize: number;
  caps: SyncCaps;
  /** Hex; what an approval must name. Null until there is a plan. */
  planHash: string | null;
  ops: { planned: number; done: number; skipped: number; failed: number; undone: number; conflicts: number };
  /** Doubtful findings nobody has decided. */
  undecided: number;
  error: string | null;
  /** Until when execution waits to look a second time, where it does. */
  waitUntil: string | null;
  startedAt: string;
  cutoffAt: string;
  scannedAt: string | null;
  finishedAt: string | null;
  undoneAt: string | null;
  purgeAfter: string | null;
  createdBy: { id: number; name: string } | null;
};

/** One side of a comparison: a row, its file, or both. */
export type CandidateDto = {
  imageId: number | null;
  filename: string | null;
  filePath: string;
  uploadedAt: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  sha256: string | null;
  uses: { kind: string; id: number }[];
  isThere: boolean;
  /** Where the picture can be looked at; null where there is none. */
  src: string | null;
  fate: "keep" | "remove" | "set_aside" | "repoint" | "nothing";
};

export type FindingDto = {
  id: number;
  seq: number;
  verdict: ImageVerdict;
  certainty: FindingCertainty;
  doubt: string | null;
  action: FindingAction;
  decision: FindingDecision;
  customerId: number | null;
  customerCode: string | null;
  customerName: string | null;
  filename: string | null;
  filePath: string;
  toPath: string | null;
  bytes: number | null;
  evidence: FindingEvidence;
  /** What became of it in execution, where it has. */
  op: { state: string; why: string | null } | null;
};

/** One finding with both sides, for the review. */
export type FindingDetailDto = FindingDto & { candidates: CandidateDto[] };

/** What every call that works on a run answers: call again until `cursor` is null. */
export type SyncProgress = SyncRunDto;
