import "server-only";
import type { Runtime } from "@/lib/runtime";
import { advanceCounters } from "./advance-counters";
import { beatInstance, type Instance } from "./beat-instance";
import { checkAlerts } from "./check-alerts";
import { leaveInstance } from "./leave-instance";

export type Watch = {
  /** Looks now, unless it has just looked; never throws and is never worth waiting for. */
  look: () => Promise<void>;
  /** Beats and looks by itself from now on. */
  start: () => void;
  /** Ends it, after the look under way. */
  stop: () => Promise<void>;
};

export const WATCH_EVERY_MS = 60_000;
/** Passes may follow each other every second; alerts are looked at no more often than this. */
const LEAST_GAP_MS = 10_000;

type Options = {
  instance: Instance;
  everyMs?: number;
  /** What else is to be looked at each time, after the alerts: it comes to no harm where they fail. */
  also?: () => Promise<unknown>;
  onError?: (error: unknown) => void;
};

/**
 * One process's eye on alerts, heartbeat and counters. It stands beside the dispatcher and never inside: what goes wrong
 * here is written down and changes nothing there.
 */
export function keepWatch(
  rt: Pick<Runtime, "db" | "clock" | "env" | "webhook">,
  { instance, everyMs = WATCH_EVERY_MS, also, onError = sayError }: Options,
): Watch {
  let timer: NodeJS.Timeout | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;
  const trying = (work: () => Promise<unknown>) => work().then(() => {}, onError);

  async function once(): Promise<void> {
    await trying(() => checkAlerts(rt));
    await trying(() => advanceCounters(rt));
    if (also) await trying(also);
  }
  const look = (): Promise<void> => {
    if (looking !== null) return looking;
    if (performance.now() - lastMs < LEAST_GAP_MS) return Promise.resolve();
    lastMs = performance.now();
    looking = once().finally(() => {
      looking = null;
    });
    return looking;
  };
  const beat = () => trying(() => beatInstance(rt, instance));
  return {
    look,
    start() {
      if (timer) return;
      void beat();
      // Not at once: right after a start nothing has passed yet, and that is no news.
      timer = setInterval(() => void beat().then(look), everyMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await looking;
      await trying(() => leaveInstance(rt, instance));
    },
  };
}

const sayError = (error: unknown) => console.error("alerts:", error instanceof Error ? error.message : error);
