import type { StatusKind } from "@/components/ui/status-icon";
import type { SyncStageState, SyncState } from "@/db/enums";

/** How a run's state is drawn; the word comes from the catalogue. */
export const runLooks: Record<SyncState, StatusKind> = {
  scanning: "sending",
  planned: "scheduled",
  approved: "sending",
  executing: "sending",
  paused: "deferred",
  verifying: "sending",
  stage_done: "arrived",
  done: "arrived",
  aborted: "failed",
  undoing: "sending",
  undone: "cancelled",
  purging: "sending",
  purged: "cancelled",
};

/** The same of a stage; a locked one has a padlock of its own. */
export const stageLooks: Record<Exclude<SyncStageState, "locked">, StatusKind> = {
  open: "scheduled",
  approved: "sending",
  executing: "sending",
  verifying: "sending",
  passed: "arrived",
  failed: "failed",
};
