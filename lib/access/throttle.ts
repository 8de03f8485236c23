/** Pure rule of sign-in throttling: delays that double, no permanent lock (security.md §1c). */

/** Wrong passwords that cost nothing. */
export const FREE_FAILS = 5;
const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 15 * 60_000;
/** Failures older than this are forgotten. */
export const WINDOW_MS = 60 * 60_000;

/** How long the next try has to wait after `fails` failures within the window, in ms. */
export const delayAfterMs = (fails: number): number =>
  fails < FREE_FAILS ? 0 : Math.min(FIRST_DELAY_MS * 2 ** Math.min(fails - FREE_FAILS, 20), LONGEST_DELAY_MS);
