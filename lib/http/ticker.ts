import "server-only";
import { runLoop } from "@/lib/dispatch/run-loop";
import { runtime } from "@/lib/wiring";
import { lookNow } from "./watch";

type Ticker = { nudge: AbortController };

/** One per process, also across the reloads of a development server. */
const shared = globalThis as typeof globalThis & { dochakTicker?: Ticker };

/**
 * The embedded ticker (TICK_MODE=embedded): the same loop as the worker, inside the web server. On SIGTERM it takes nothing
 * new, and the process stays until the call in flight has its result in the ledger.
 */
export function startTicker(): void {
  if (shared.dochakTicker || runtime().env.TICK_MODE !== "embedded") return;
  const ticker: Ticker = { nudge: new AbortController() };
  shared.dochakTicker = ticker;
  const stop = new AbortController();
  const loop = runLoop(runtime(), {
    pace: "steady",
    signal: stop.signal,
    onPass: lookNow,
    onError: (error) => console.error("ticker:", error instanceof Error ? error.message : error),
    wakeSignal: () => {
      ticker.nudge = new AbortController();
      return ticker.nudge.signal;
    },
  });
  const leave = () => {
    if (stop.signal.aborted) return;
    stop.abort();
    // The web server exits by itself once its requests are answered; it must not take a call in flight with it.
    const exit = process.exit.bind(process);
    process.exit = ((code) => void loop.finally(() => exit(code))) as typeof process.exit;
  };
  process.once("SIGTERM", leave);
  process.once("SIGINT", leave);
}

/** Makes the embedded ticker look at once, where there is one: what a person asks for shouldn't wait for the minute. */
export const nudgeTicker = (): void => shared.dochakTicker?.nudge.abort();

/** A use case that makes work, followed by a nudge. */
export const nudged =
  <A extends unknown[], R>(useCase: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    const result = await useCase(...args);
    nudgeTicker();
    return result;
  };
