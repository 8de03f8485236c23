import type { StatusKind } from "@/components/ui/status-icon";
import type { RecoveryState } from "@/db/enums";

/** How a run's state is drawn; the word comes from the catalogue. */
export const runLooks: Record<RecoveryState, StatusKind> = {
  planned: "scheduled",
  stale: "unreached",
  applying: "sending",
  paused: "deferred",
  done: "arrived",
  undoing: "sending",
  undone: "cancelled",
};
