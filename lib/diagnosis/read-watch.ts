import "server-only";
import { asc, desc, gte } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { instances } from "@/db/schema/alerts";
import { ticks } from "@/db/schema/dispatch";
import { mostSilenceMs } from "@/lib/alerts/alert-rules";
import { agoOf } from "@/lib/alerts/fact-queries";
import { ALIVE_MS } from "@/lib/alerts/metric-queries";
import type { Runtime } from "@/lib/runtime";

/** Passes looked through for one that ended well. */
const PASSES = 60;

export type Watch = {
  pass: { id: number; at: Date } | null;
  isSilent: boolean;
  living: { name: string; kind: "web" | "worker"; version: string; heartbeatAt: Date }[];
  workers: number;
};

/** Whether somebody passes by at all: the newest pass that ended well, and which processes live. */
export async function readWatch(rt: { db: Executor } & Pick<Runtime, "env">, now: Date): Promise<Watch> {
  const [passes, living] = await Promise.all([
    rt.db
      .select({ id: ticks.id, at: ticks.finishedAt, error: ticks.error })
      .from(ticks)
      .orderBy(desc(ticks.startedAt))
      .limit(PASSES),
    rt.db
      .select({
        ...{ name: instances.name, kind: instances.kind },
        ...{ version: instances.version, heartbeatAt: instances.heartbeatAt },
      })
      .from(instances)
      .where(gte(instances.heartbeatAt, agoOf(now, ALIVE_MS)))
      .orderBy(asc(instances.name)),
  ]);
  const good = passes.flatMap(({ id, at, error }) => (error === null && at !== null ? [{ id, at }] : []));
  const pass = good.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null;
  const silentMs = pass ? now.getTime() - pass.at.getTime() : Number.POSITIVE_INFINITY;
  // A web server sends only where it ticks by itself.
  const isWorker = ({ kind }: { kind: string }) => kind === "worker" || rt.env.TICK_MODE === "embedded";
  return {
    pass,
    isSilent: silentMs >= mostSilenceMs(rt.env.TICK_BUDGET_MS),
    living,
    workers: living.filter(isWorker).length,
  };
}
