import "server-only";
import type { Runtime } from "@/lib/runtime";
import { nap } from "@/lib/time/nap";
import { nextDue } from "./next-due";
import { type Pace, sleepMs } from "./pace";
import { runTick, type TickAnswer, type TickRuntime } from "./run-tick";

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
  rt: TickRuntime,
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
      if (await isDue(rt).catch(() => false)) break;
    }
  }
}

async function isDue(rt: Pick<Runtime, "db" | "clock">): Promise<boolean> {
  const now = await rt.clock();
  const due = await nextDue(rt.db, now);
  return due !== null && due <= now;
}

async function sleepOf(rt: Pick<Runtime, "db" | "clock">, pace: Pace): Promise<number> {
  const now = await rt.clock();
  return sleepMs(pace, now, await nextDue(rt.db, now));
}
