import type { SyncCaps } from "@/db/schema/image-sync";

/** Why an execution stopped by itself. Words of the catalogue `imageSync.errors`, beside those of a scan. */
export const stopReasons = [
  "canary_failed",
  "too_many_ghosts",
  "too_many_errors",
  "too_many_skips",
  "verify_found",
  "verify_failed",
  "undo_failed",
] as const;
export type StopReason = (typeof stopReasons)[number];

/** As a run's row says it. */
export const stoppedBy = (reason: StopReason) => ({ error: reason });

/** Fewer skipped steps than this say nothing: people work while a run does. */
const FEW_SKIPS = 3;

/**
 * Whether so much of a stage went otherwise than planned that somebody should look (image-sync.md 2f). Counted since it was last
 * set going: whoever goes on has seen the rest. A small stage stops at its first failure.
 */
export function whyStop(
  caps: SyncCaps,
  stageOps: number,
  since: { failed: number; skipped: number },
): StopReason | null {
  if (since.failed > caps.errorShare * stageOps) return "too_many_errors";
  return since.skipped > Math.max(FEW_SKIPS, caps.skipShare * stageOps) ? "too_many_skips" : null;
}
