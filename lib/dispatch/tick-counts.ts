import type { LogStatus } from "@/db/enums";

/** What one pass did, in occurrences; `batches` are those of messages to phones. */
export type TickCounts = {
  /** Written into the ledger by this pass, to be sent. */
  planned: number;
  /** Ended with every part sent. */
  delivered: number;
  /** Put off by a limit. */
  deferred: number;
  /** Ended with a part that certainly did not go. */
  failed: number;
  /** Stopped because nobody knows whether a part went. */
  unknown: number;
  batches: number;
};

export const noCounts = (): TickCounts => ({
  planned: 0,
  delivered: 0,
  deferred: 0,
  failed: 0,
  unknown: 0,
  batches: 0,
});

/** Adds `more` to `sum` in place. */
export function addCounts(sum: TickCounts, more: Partial<TickCounts>): void {
  for (const name of Object.keys(sum) as (keyof TickCounts)[]) sum[name] += more[name] ?? 0;
}

/** Counts an occurrence by the status it came to. */
export function countEnd(counts: TickCounts, status: LogStatus): void {
  if (status === "success") counts.delivered++;
  if (status === "partial" || status === "failed") counts.failed++;
  if (status === "unknown") counts.unknown++;
}
