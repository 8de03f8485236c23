import type { PartStatus } from "@/db/enums";

/** What can be said of a run in four numbers. */
export type Proof = {
  /** Calls it was to consist of. */
  planned: number;
  /** Calls that had their effect once. */
  effects: number;
  /** Effects beyond one per call: a part for which two calls were taken. */
  duplicates: number;
  /** Parts of which nobody knows. */
  unknown: number;
};

/**
 * Counts from the ledger's own rows: the parts, and the calls in the run's trail.
 * @param calls as they were recorded, in any order
 */
export function proofOf(
  parts: readonly { seq: number; status: PartStatus }[],
  calls: readonly { seq: number; outcome: string }[],
): Proof {
  const taken = (seq: number) => calls.filter((call) => call.seq === seq && call.outcome === "accepted").length;
  return {
    planned: parts.length,
    effects: parts.filter((part) => part.status === "sent").length,
    duplicates: parts.reduce((sum, part) => sum + Math.max(0, taken(part.seq) - 1), 0),
    unknown: parts.filter((part) => part.status === "unknown").length,
  };
}

/** The calls a run's `api_response` remembers. */
export function callsOf(apiResponse: unknown): { seq: number; attempt: number; outcome: string }[] {
  const calls = (apiResponse as { calls?: unknown } | null)?.calls;
  if (!Array.isArray(calls)) return [];
  return calls.map(({ seq, attempt, outcome }) => ({
    seq: Number(seq),
    attempt: Number(attempt),
    outcome: String(outcome),
  }));
}
