import type { ImageVerdict, SyncState } from "@/db/enums";
import type { CandidateDto, FindingDetailDto, FindingDto, StageDto, SyncRunDto } from "@/lib/image-sync/run-dto";

/** Somebody, this page or the server, is doing something about it right now. */
const AT_WORK: readonly SyncState[] = ["scanning", "executing", "verifying", "undoing", "purging"];
export const isAtWork = (state: SyncState): boolean => AT_WORK.includes(state);

/** What an approval would start now: the first stage that is open and has something to do. */
export const stageToApprove = ({ state, stages, planHash }: SyncRunDto): StageDto | null =>
  (state === "planned" || state === "stage_done") && planHash !== null
    ? (stages.find((one) => one.state === "open" && one.ops > 0) ?? null)
    : null;

/** The stage under way, or the one that went last. */
export const stageNow = ({ stages, stage }: SyncRunDto): StageDto | null =>
  stages.find((one) => one.stage === stage) ?? null;

export const handledIn = ({ done, skipped, failed }: StageDto): number => done + skipped + failed;

/** How far whatever is under way is, to draw and to reckon the pace by. */
export function progressOf(run: SyncRunDto): { done: number; all: number } {
  if (run.state === "undoing") return { done: run.ops.undone + run.ops.conflicts, all: run.ops.done + run.ops.undone };
  if (run.state === "scanning") return { done: run.totals?.rows ?? 0, all: run.totals?.expectedRows ?? 0 };
  const stage = stageNow(run);
  return stage ? { done: handledIn(stage), all: stage.ops } : { done: 0, all: 0 };
}

/** Something of it was really done and can be taken back. */
export const canUndo = ({ state, ops }: SyncRunDto): boolean =>
  ops.done > 0 && ["executing", "paused", "stage_done", "done", "aborted", "verifying"].includes(state);

export const canPause = ({ state }: SyncRunDto): boolean => state === "executing" || state === "verifying";

/** What going on with it means: a clean-up that broke off while it was taken back is taken back further. */
export const wayOn = ({ state, error }: SyncRunDto): "execute" | "undo" =>
  state === "undoing" || (state === "paused" && error === "undo_failed") ? "undo" : "execute";

/** Decisions change the plan: between two stages, never during one. */
export const mayDecide = ({ state, planHash }: SyncRunDto): boolean =>
  planHash !== null && ["planned", "approved", "stage_done", "done"].includes(state);

/** Findings of which two rows are the two sides: one of them may stay, or both. */
const PAIRS: readonly ImageVerdict[] = ["duplicate_key", "duplicate_content", "same_name"];
export const isPair = (verdict: ImageVerdict): boolean => PAIRS.includes(verdict);

/** Nothing will be done about it: it is told and no more, or nobody could look. */
export const isReport = ({ action, doubt }: Pick<FindingDto, "action" | "doubt">): boolean =>
  action === "report" || doubt === "scan_failed";

/** When what it set aside may be destroyed; false where nothing lies there. */
export const canPurge = ({ state, purgeAfter, ops }: SyncRunDto, now: Date): boolean =>
  state === "done" && ops.done > 0 && purgeAfter !== null && Date.parse(purgeAfter) <= now.getTime();

/** Both sides as they are shown: of two alike the one that stays is on the left. */
export const sidesOf = ({ verdict, candidates }: FindingDetailDto): readonly CandidateDto[] =>
  isPair(verdict) ? candidates.toSorted((a, b) => Number(b.fate === "keep") - Number(a.fate === "keep")) : candidates;
