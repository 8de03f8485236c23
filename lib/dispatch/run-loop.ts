import "server-only";
import type { Runtime } from "@/lib/runtime";
import { nap } from "@/lib/time/nap";
import { nextDue } from "./next-due";
import { type Pace, sleepMs } from "./pace";
import { runTick, type TickAnswer } from "./run-tick";

export type LoopOptions = {
  pace: Pace;
  signal: AbortSignal;
  instance?: string;
  onPass?: (answer: TickAnswer) => void;
  onError: (error: unknown) => void;
  /** Called before each sleep; the loop wakes early when what it returns is aborted. */
  wakeSignal?: () => AbortSignal;
};

const AFTER_ERROR_MS = 5_000;
/** Work that appears while sleeping (a send a person asked for) waits no longer than this. */
const LOOK_EVERY_MS = 5_000;

/** Passes one after the other until the signal comes: the worker and the embedded ticker are this. An error never ends it (product.md 9). */
export async function runLoop(
  rt: Pick<Runtime, "db" | "clock" | "storage" | "gateway" | "env">,
  { pace, signal, instance, onPass, onError, wakeSignal }: LoopOptions,
): Promise<void> {
  while (!signal.aborted) {
    let leftMs = AFTER_ERROR_MS;
    try {
      // Not inside the optional call: without a listener its arguments would never be evaluated, and nothing would be sent.
      const answer = await runTick(rt, { signal, budgetMs: rt.env.TICK_BUDGET_MS, ...(instance && { instance }) });
      onPass?.(answer);
      leftMs = await sleepOf(rt, pace);
    } catch (error) {
      onError(error);
    }
    const wake = wakeSignal ? AbortSignal.any([signal, wakeSignal()]) : signal;
    const endMs = performance.now() + leftMs;
    while (!wake.aborted && performance.now() < endMs) {
      await nap(Math.min(LOOK_EVERY_MS, endMs - performance.now()), wake);
      const due = await nextDue(rt.db).catch(() => null);
      if (due && due <= (await rt.clock().catch(() => new Date(0)))) break;
    }
  }
}

const sleepOf = async (rt: Pick<Runtime, "db" | "clock">, pace: Pace) =>
  sleepMs(pace, await rt.clock(), await nextDue(rt.db));
