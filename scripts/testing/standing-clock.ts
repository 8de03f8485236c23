let nowMs = 0;
let pass = new AbortController();
/** Looks at the clock since the engine's main loop last found nothing to claim, and how often in a row it was the only one. */
let looks = 0;
let alone = 0;
/** So often alone, and every device is done with what can be done now. */
const DONE = 5;

/**
 * A clock for the engine that stands still until it is told to move. A pass in which a device wants to wait ends instead:
 * what waits is found again by the next pass, once the clock stands there.
 */
export const standingClock = {
  now: () => new Date(nowMs),
  set: (at: Date) => {
    nowMs = at.getTime();
  },
  /** The engine's own view of it. */
  clock: async () => {
    looks++;
    return new Date(nowMs);
  },
  /** A signal for one pass. */
  nextPass: (): AbortSignal => {
    pass = new AbortController();
    looks = 0;
    alone = 0;
    return pass.signal;
  },
  /** Stands in for `nap`: devices wait by the signal of the pass, the main loop by one of its own. */
  nap: async (_ms: number, signal?: AbortSignal): Promise<void> => {
    alone = looks > 1 ? 0 : alone + 1;
    looks = 0;
    if (signal === pass.signal || alone >= DONE) pass.abort();
    await new Promise((resolve) => setTimeout(resolve, 2));
  },
};
