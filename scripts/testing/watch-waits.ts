import { desc, eq, isNotNull } from "drizzle-orm";
import { kbScheduleLogs as logs, kbScheduleLogParts as parts } from "@/db/schema/deliveries";
import type { Runtime } from "@/lib/runtime";

type Nap = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Shorter ones only look again whether the database's clock has come that far. */
const LOOKING_MS = 10;
const naps: { ms: number; startMs: number }[] = [];

/** Stands in for the module `nap`: sleeps as asked, and remembers what a lane asked for in a pass without a signal. */
export const watchNaps = <M extends { nap: Nap }>(real: M): M => ({
  ...real,
  nap: async (ms: number, signal?: AbortSignal) => {
    if (ms > LOOKING_MS && !signal) naps.push({ ms, startMs: performance.now() });
    await real.nap(ms, signal);
  },
});

/** How long a lane chose to sleep between two moments of `performance.now()`; a machine that wakes it late adds nothing. */
export const chosenMs = (fromMs: number, toMs: number): number =>
  naps.filter(({ startMs }) => startMs >= fromMs && startMs < toMs).reduce((sum, { ms }) => sum + ms, 0);

/** The engine, and how long its runs had to wait before each call by their own rows: from the end of the part before. */
export function watchWaits(rt: Runtime): { rt: Runtime; waitsMs: number[] } {
  const waitsMs: number[] = [];
  const note = async () => {
    const [row] = await rt.db
      .select({ ended: parts.finishedAt, next: logs.nextAttemptAt })
      .from(parts)
      .innerJoin(logs, eq(logs.id, parts.logId))
      .where(isNotNull(parts.finishedAt))
      .orderBy(desc(parts.id))
      .limit(1);
    if (row?.ended && row.next) waitsMs.push(row.next.getTime() - row.ended.getTime());
  };
  const gateway: Runtime["gateway"] = (dialect) => {
    const real = rt.gateway(dialect);
    if (!real) return real;
    const open: typeof real.open = async (...asked) => {
      await note();
      return real.open(...asked);
    };
    return { ...real, open };
  };
  return { rt: { ...rt, gateway }, waitsMs };
}
