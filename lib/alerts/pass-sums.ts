type Pass = {
  id: number;
  startedAt: Date;
  finishedAt: Date | null;
  counts: Record<string, number> | null;
  error: string | null;
};

/** Of what a pass counted, the figures that add up over passes. */
export const summedCounts = [
  "planned",
  "delivered",
  "deferred",
  "failed",
  "unknown",
  "durationMs",
  "planMs",
  "claimMs",
  "loadMs",
  "commitMs",
  "calls",
  "commits",
] as const;

/** A pass that hasn't ended after this was killed: what it did is in the ledger of runs, what it counted is lost. */
const KILLED_MS = 15 * 60_000;
/** Ids are given out a moment before their rows are there. */
const SETTLING_MS = 5_000;

/** The passes, oldest first, up to the first that may still change. */
export function settledPasses<P extends Pass>(passes: readonly P[], now: Date): P[] {
  const age = (pass: P) => now.getTime() - pass.startedAt.getTime();
  const open = passes.findIndex((pass) => (pass.finishedAt ? age(pass) < SETTLING_MS : age(pass) < KILLED_MS));
  return open < 0 ? [...passes] : passes.slice(0, open);
}

/** What passes add to the running sums: `passes:ok`, `passes:error` and one `passes:<count>` per figure. */
export function passSums(passes: readonly Pass[]): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (name: string, value: number) => sums.set(name, (sums.get(name) ?? 0) + value);
  for (const { finishedAt, counts, error } of passes) {
    add(finishedAt && error === null ? "passes:ok" : "passes:error", 1);
    for (const name of summedCounts) {
      const value = counts?.[name];
      if (typeof value === "number" && value > 0) add(`passes:${name}`, Math.round(value));
    }
  }
  return sums;
}
