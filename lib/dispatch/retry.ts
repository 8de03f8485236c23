export const MAX_ATTEMPTS = 3;
const FIRST_MS = 30_000;
const LEAST_MS = 1_000;
const MOST_MS = 10 * 60_000;

/** The longest a part waits before its next try after `attempt` tries. */
export const backoffCeilingMs = (attempt: number): number =>
  Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1));

/**
 * How long until the next try after `attempt` tries (1 = the first), or null when there is none: only what certainly
 * was not sent is tried again, at most 3 times in all, with full jitter (product.md 9, C-44).
 * @param random in [0, 1)
 * @param retryAfterMs what the other side asked for, kept as a floor
 */
export function retryDelayMs(attempt: number, isRetryable: boolean, random: number, retryAfterMs = 0): number | null {
  if (!isRetryable || attempt >= MAX_ATTEMPTS) return null;
  return Math.max(LEAST_MS, retryAfterMs, Math.floor(random * backoffCeilingMs(attempt)));
}
