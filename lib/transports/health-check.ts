import type { GatewayReason, Health } from "./port";

/** Times a look at a gateway; the two makers of its answer. */
export function stopwatch() {
  const startedMs = performance.now();
  const latencyMs = () => Math.round(performance.now() - startedMs);
  return {
    well: (detail: string, leastGapMs?: number | null): Health => ({
      ok: true,
      latencyMs: latencyMs(),
      detail,
      ...(leastGapMs && { leastGapMs }),
    }),
    ill: (reason: GatewayReason, detail: string): Health => ({ ok: false, latencyMs: latencyMs(), reason, detail }),
  };
}
