import type { StatusKind } from "@/components/ui/status-icon";
import type { Layer } from "@/db/enums";
import type { LayerState, Standing } from "@/lib/diagnosis/verdict-shape";
import type { Xray } from "@/lib/diagnosis/xray-dto";

export const standingLook: Record<Standing, StatusKind> = {
  delivered: "arrived",
  handed_off: "handed",
  sent: "accepted",
  waiting: "scheduled",
  moving: "sending",
  stuck: "blocked",
  ended: "failed",
  unknown: "unknown",
  unrecorded: "unreached",
};

/** Nothing more will happen by itself that somebody could watch. */
export const isOver = (standing: Standing): boolean =>
  standing === "delivered" || standing === "ended" || standing === "unrecorded";

/** How a column shows: what nobody saw is a question, not a failure; behind what has ended nothing comes any more. */
export type ColumnState = LayerState | "unsure" | "never";

export function columnState(xray: Pick<Xray, "layers" | "verdict">, layer: Layer): ColumnState {
  const state = xray.layers[layer];
  if (state === "broken" && xray.verdict.standing === "unknown") return "unsure";
  if (state === "not_reached" && xray.verdict.standing === "ended") return "never";
  return state;
}

export const columnLook: Record<ColumnState, StatusKind> = {
  passed: "arrived",
  broken: "failed",
  unsure: "unknown",
  here: "sending",
  not_reached: "unreached",
  never: "unreached",
  no_record: "skipped",
};

/** How soon the screen looks again: often while something moves, now and then while somebody may be fixing it. */
export const refreshSeconds = (standing: Standing): number => (standing === "moving" ? 3 : isOver(standing) ? 60 : 10);
