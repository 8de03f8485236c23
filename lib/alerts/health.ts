/** What a server says of itself to whoever asks; names no secret, no address and nobody. */
export type Health = {
  /** `down` = it can't serve, 503; `degraded` = it serves, and something needs a look. */
  status: "ok" | "degraded" | "down";
  ok: boolean;
  database: { ok: boolean; ms: number };
  /** Null where it couldn't be asked. */
  migrations: { current: boolean } | null;
  /** The newest pass of the dispatcher that ended without an error, by whomever. */
  tick: { lastAt: string | null; ageSeconds: number | null; late: boolean } | null;
  queue: { depth: number; ageSeconds: number; late: boolean } | null;
  storage: { writable: boolean | null };
};

export type HealthFacts = {
  isCurrent: boolean;
  lastPassAt: Date | null;
  /** Something is switched on or waits. */
  isActive: boolean;
  /** `freeOldestAt`: the oldest of those that could go now. */
  queue: { runs: number; oldestAt: Date | null; freeOldestAt: Date | null };
};

/** The answer of /api/health. `facts` null = the database answered a question but not these in time. */
export function healthOf(
  database: Health["database"],
  facts: HealthFacts | null,
  writable: boolean | null,
  { now, mostSilenceMs, mostQueueMs }: { now: Date; mostSilenceMs: number; mostQueueMs: number },
): Health {
  const ageMs = (at: Date | null) => (at ? Math.max(0, now.getTime() - at.getTime()) : null);
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000));
  const tickMs = ageMs(facts?.lastPassAt ?? null);
  const queueMs = ageMs(facts?.queue.oldestAt ?? null) ?? 0;
  const tick = facts && {
    lastAt: facts.lastPassAt?.toISOString() ?? null,
    ageSeconds: seconds(tickMs),
    late: facts.isActive && (tickMs ?? Number.POSITIVE_INFINITY) >= mostSilenceMs,
  };
  const queue = facts && {
    depth: facts.queue.runs,
    ageSeconds: Math.round(queueMs / 1000),
    late: (ageMs(facts.queue.freeOldestAt) ?? 0) > mostQueueMs,
  };
  const isSound = facts?.isCurrent === true && !tick?.late && !queue?.late && writable !== false;
  const status = !database.ok ? "down" : isSound ? "ok" : "degraded";
  return {
    status,
    ok: database.ok,
    database,
    migrations: facts && { current: facts.isCurrent },
    tick,
    queue,
    storage: { writable },
  };
}
