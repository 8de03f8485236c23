import type { Certainty, LogStatus } from "@/db/enums";

/** What the interface calls a run: the words of ux.md, each with its own hue. */
export const runLooks = [
  "arrived",
  "handed",
  "sending",
  "unknown",
  "failed",
  "missed",
  "skipped",
  "deferred",
  "scheduled",
  "cancelled",
] as const;
export type RunLook = (typeof runLooks)[number];

/** A success is 도착 only where the room itself showed it; otherwise it was handed over (rulings 12). */
export function lookOf(status: LogStatus, certainty: Certainty | null): RunLook {
  switch (status) {
    case "success":
      return certainty === "delivered" ? "arrived" : "handed";
    case "partial":
    case "failed":
      return "failed";
    case "planned":
      return "scheduled";
    case "expired":
      return "missed";
    default:
      return status;
  }
}

export type Tally = Record<RunLook, number>;
export const emptyTally = (): Tally => Object.fromEntries(runLooks.map((look) => [look, 0])) as Tally;

/** Runs that came to an end one way or the other; what a rule or a person kept back doesn't count against anyone. */
export const finishedOf = (tally: Tally): number =>
  tally.arrived + tally.handed + tally.failed + tally.unknown + tally.missed;

export const totalOf = (tally: Tally): number => runLooks.reduce((sum, look) => sum + tally[look], 0);

/** Arrived ÷ finished in percent with one decimal, cut and never rounded up to 100; null when nothing finished yet. */
export function arrivalRate(tally: Tally): number | null {
  const finished = finishedOf(tally);
  return finished === 0 ? null : Math.floor((tally.arrived / finished) * 1000) / 10;
}

export type HourBar = { hour: number; tally: Tally };

/** One bar an hour, from the first to the last hour that has runs; at least 09 to 18 so that a quiet day still has a shape. */
export function hourBars(rows: readonly { hour: number; look: RunLook; count: number }[]): HourBar[] {
  const hours = rows.map((row) => row.hour);
  const [first, last] = [Math.min(9, ...hours), Math.max(18, ...hours)];
  const bars = Array.from({ length: last - first + 1 }, (_, i) => ({ hour: first + i, tally: emptyTally() }));
  for (const row of rows) bars[row.hour - first]!.tally[row.look] += row.count;
  return bars;
}
