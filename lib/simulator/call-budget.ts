import type { Settings } from "./settings";

export type Budget = { allowed: boolean; headers: Record<string, string> };
type Kind = "reads" | "writes" | "anonymous";

/** How many calls each account made lately: a sliding window, reads and writes apart. */
export function openCallBudget(clock: () => number) {
  const calls = new Map<string, number[]>();
  return { spend, clear: () => calls.clear() };

  /** Counts one call; a call over the limit isn't counted. */
  function spend(who: string, kind: Kind, limit: Settings["rateLimit"]): Budget {
    if (!limit) return { allowed: true, headers: {} };
    const now = clock();
    const key = `${who} ${kind}`;
    const recent = (calls.get(key) ?? []).filter((at) => now - at < limit.windowMs);
    const allowed = recent.length < limit[kind];
    if (allowed) recent.push(now);
    calls.set(key, recent);
    const resetMs = recent[0] === undefined ? limit.windowMs : recent[0] + limit.windowMs - now;
    return {
      allowed,
      headers: {
        "x-ratelimit-limit": String(limit[kind]),
        "x-ratelimit-remaining": String(Math.max(0, limit[kind] - recent.length)),
        "x-ratelimit-reset": String(Math.ceil(resetMs / 1000)),
        ...(!allowed && { "retry-after": String(Math.ceil(resetMs / 1000)) }),
      },
    };
  }
}
