import "server-only";
import type { Runtime } from "@/lib/runtime";
import { openByteGate } from "./byte-gate";
import { coalesce } from "./coalesce";
import { intendParts } from "./intend-parts";
import { loadLaneWork } from "./load-lane-work";
import { loadRuns } from "./load-runs";
import { recordResults } from "./record-results";
import { releaseLanes } from "./release-lanes";

/** What a pass cost: calls made, transactions committed, and the time spent waiting for the database per phase, in ms. */
export type Meter = {
  calls: number;
  commits: number;
  planMs: number;
  claimMs: number;
  loadMs: number;
  intentMs: number;
  resultMs: number;
};

export const newMeter = (): Meter => ({
  calls: 0,
  commits: 0,
  planMs: 0,
  claimMs: 0,
  loadMs: 0,
  intentMs: 0,
  resultMs: 0,
});

const PICTURE_BYTES = 96 * 1024 * 1024;

type Phase = Exclude<keyof Meter, "calls" | "commits">;

/** Runs `work` and adds the time it took to a phase of the meter. */
export async function timed<R>(meter: Meter, phase: Phase, work: () => Promise<R>): Promise<R> {
  const startMs = performance.now();
  try {
    return await work();
  } finally {
    meter[phase] += performance.now() - startMs;
  }
}

/**
 * What the devices of one pass ask of the database, gathered: however many are served side by side, their questions,
 * intents and results travel together (engine.md §1.4).
 */
export function openBatches(rt: Pick<Runtime, "db" | "clock">, meter: Meter) {
  const committed = <R>(phase: Phase, work: () => Promise<R>) => {
    meter.commits++;
    return timed(meter, phase, work);
  };
  return {
    meter,
    /** The pictures of calls in flight, which are held as bytes, as text and on the wire. */
    memory: openByteGate(PICTURE_BYTES),
    /** What there is to do on a device, and what time it was then. */
    work: coalesce((deviceIds: readonly string[]) =>
      timed(meter, "loadMs", async () => {
        const now = await rt.clock();
        const found = await loadLaneWork(rt.db, deviceIds, now);
        const atMs = performance.now();
        return found.map((work) => ({ ...work, now, atMs }));
      }),
    ),
    run: coalesce((ids: readonly number[]) => timed(meter, "loadMs", () => loadRuns(rt.db, ids))),
    intend: coalesce((asks: Parameters<typeof intendParts>[1]) => committed("intentMs", () => intendParts(rt, asks))),
    record: coalesce((asks: Parameters<typeof recordResults>[1]) =>
      committed("resultMs", () => recordResults(rt, asks)),
    ),
    release: coalesce((asks: Parameters<typeof releaseLanes>[1]) => committed("claimMs", () => releaseLanes(rt, asks))),
  };
}

export type Batches = ReturnType<typeof openBatches>;
