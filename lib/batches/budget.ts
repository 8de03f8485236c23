/** What Solapi lets one account ask for: within any five seconds 100 writes and 20 reads (solapi.md §3.6). */
export const requestKinds = ["write", "read"] as const;
export type RequestKind = (typeof requestKinds)[number];

/** `everyMs`: what one request costs of the allowance; `burst`: how many may go at once when it is whole. */
export type Allowance = { everyMs: number; burst: number };

/** Kept for any 5.5 s, so that requests that took longer to get there than others don't make a window too full. */
export const ALLOWANCES: Record<RequestKind, Allowance> = {
  write: { everyMs: 60, burst: 8 },
  read: { everyMs: 360, burst: 4 },
};

/** The most requests that can ever lie within a window of this length. */
export const mostWithin = ({ everyMs, burst }: Allowance, windowMs: number): number =>
  Math.floor(windowMs / everyMs + burst);

/**
 * Takes `units` from an allowance (GCRA).
 * @param fullAtMs when it would be whole again if nothing more were taken
 * @returns when it is whole again after this; or how long to wait before asking again
 */
export function take(
  fullAtMs: number,
  nowMs: number,
  units: number,
  { everyMs, burst }: Allowance,
): { fullAtMs: number } | { waitMs: number } {
  const after = Math.max(fullAtMs, nowMs) + units * everyMs;
  const waitMs = after - (nowMs + Math.max(burst, units) * everyMs);
  return waitMs <= 0 ? { fullAtMs: after } : { waitMs };
}
