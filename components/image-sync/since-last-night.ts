import type { SyncRunDto, TotalsDto } from "@/lib/image-sync/run-dto";

const TOLD = ["ghost", "duplicate", "mispath", "conflict", "orphan", "corrupt"] as const satisfies (keyof TotalsDto)[];
export type Change = { what: (typeof TOLD)[number]; more: number };

/** A scan of all customers that came to its end. */
const isWhole = ({ scope, reason, totals, scannedAt, state }: SyncRunDto): boolean =>
  scope.customerCodes === null && reason !== "verify" && totals !== null && scannedAt !== null && state !== "aborted";

/** The newest whole scan among runs, newest first: what the figures of the overview are. */
export const latestWhole = (runs: readonly SyncRunDto[]): SyncRunDto | null => runs.find(isWhole) ?? null;

/** What is otherwise than in the night before the newest whole scan; null where there is nothing to compare with. */
export function sinceLastNight(runs: readonly SyncRunDto[]): { at: string; changes: Change[] } | null {
  const latest = latestWhole(runs);
  const night = latest && runs.find((run) => run.id < latest.id && run.reason === "nightly" && isWhole(run));
  if (!latest?.totals || !night?.totals || !night.scannedAt) return null;
  const [now, then] = [latest.totals, night.totals];
  const changes = TOLD.map((what) => ({ what, more: now[what] - then[what] })).filter(({ more }) => more !== 0);
  return { at: night.scannedAt, changes };
}
