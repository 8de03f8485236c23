import "server-only";
import { gte, lt, max, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { instances } from "@/db/schema/alerts";
import { MOST_SKEW_MS, mostSilenceMs, skewsOf } from "@/lib/alerts/alert-rules";
import {
  agoOf,
  botStandings,
  hasActiveSchedule,
  lastPassAt,
  newestPasses,
  wholeQueue,
} from "@/lib/alerts/fact-queries";
import { ALIVE_MS, livingInstances } from "@/lib/alerts/metric-queries";
import type { Runtime } from "@/lib/runtime";
import { ill, type Looked, type Looks, type Seen, well } from "./probe-look";

const PASSES = 60;
const SKEW_WINDOW_MS = 10 * 60_000;

/** Layer 3: whether somebody works, with one and the same program, by a clock that is right. */
export const lookAtWorker = (rt: Pick<Runtime, "db" | "env">, now: Date, looks: Looks): Promise<Looked | null>[] => [
  looks.look("tick", undefined, async () => {
    const [passAt, isNeeded] = await Promise.all([lastPassAt(rt.db), isAnythingOn(rt.db)]);
    if (!passAt) return isNeeded ? ill("scheduler_stopped") : null;
    const silentMs = Math.max(0, now.getTime() - passAt.getTime());
    const figures = { seconds: Math.round(silentMs / 1000) };
    return isNeeded && silentMs >= mostSilenceMs(rt.env.TICK_BUDGET_MS)
      ? ill("scheduler_stopped", figures)
      : well(figures);
  }),
  looks.look("workers", undefined, () => whoLives(rt.db, now)),
  looks.look("versions", undefined, async () => {
    const versions = [...new Set((await livingInstances(rt.db, now)).map(({ version }) => version))].sort();
    if (versions.length === 0) return null;
    const figures = { versions: versions.join(", ").slice(0, 80), count: versions.length };
    return versions.length === 1 ? well(figures) : ill("version_mismatch", figures);
  }),
  looks.look("clock", undefined, async () => {
    const passes = await newestPasses(rt.db, PASSES);
    const skews = skewsOf(passes.filter(({ startedAt }) => startedAt >= agoOf(now, SKEW_WINDOW_MS)));
    const worst = skews.toSorted((a, b) => Math.abs(b.skewMs) - Math.abs(a.skewMs))[0];
    if (!worst) return null;
    const figures = { milliseconds: worst.skewMs, hosts: skews.length };
    return Math.abs(worst.skewMs) > MOST_SKEW_MS ? ill("host_clock_skew", figures) : well(figures);
  }),
];

/** Something is switched on or waits: a clock is needed. */
async function isAnythingOn(db: Executor): Promise<boolean> {
  if (await hasActiveSchedule(db)) return true;
  return (await wholeQueue(db, await botStandings(db))).runs > 0;
}

/** Processes by their heartbeats; one that ended in order is no longer there, one that fell silent is. */
async function whoLives(db: Executor, now: Date): Promise<Seen> {
  const [living, [silent], [newest]] = await Promise.all([
    livingInstances(db, now),
    db
      .select({ processes: sql<number>`count(*)` })
      .from(instances)
      .where(lt(instances.heartbeatAt, agoOf(now, ALIVE_MS))),
    db
      .select({ at: max(instances.heartbeatAt) })
      .from(instances)
      .where(gte(instances.heartbeatAt, agoOf(now, ALIVE_MS))),
  ]);
  const ofKind = (kind: string) => living.filter((one) => one.kind === kind).length;
  const figures = {
    ...{ web: ofKind("web"), worker: ofKind("worker"), silent: Number(silent?.processes ?? 0) },
    ...(newest?.at && { seconds: Math.max(0, Math.round((now.getTime() - newest.at.getTime()) / 1000)) }),
  };
  return living.length > 0 ? well(figures) : ill("no_worker", figures);
}
