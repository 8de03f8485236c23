import "server-only";
import type { Runtime } from "@/lib/runtime";
import { openByteGate } from "./byte-gate";
import { coalesce } from "./coalesce";
import { commitCalls } from "./commit-calls";
import type { Intent, IntentAsk } from "./decide-intent";
import type { Recorded, ResultAsk } from "./decide-result";
import { loadLaneWork } from "./load-lane-work";
import { loadRuns, type Run } from "./load-runs";
import { releaseLanes } from "./release-lanes";

/** What a pass cost: calls made, transactions committed, and the time spent waiting for the database per phase, in ms. */
export type Meter = {
  calls: number;
  commits: number;
  planMs: number;
  claimMs: number;
  loadMs: number;
  commitMs: number;
};

export const newMeter = (): Meter => ({ calls: 0, commits: 0, planMs: 0, claimMs: 0, loadMs: 0, commitMs: 0 });

const PICTURE_BYTES = 96 * 1024 * 1024;
/** Calls one process has in flight at a time. */
const CALLS = 200;

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

type CallAsk = { result: ResultAsk } | { intent: IntentAsk };

/**
 * What the devices of one pass ask of the database, gathered: however many are served side by side, their questions,
 * intents and results travel together (engine.md §1.4).
 */
export function openBatches(rt: Pick<Runtime, "db" | "clock">, meter: Meter) {
  const committed = <R>(phase: Phase, work: () => Promise<R>) => {
    meter.commits++;
    return timed(meter, phase, work);
  };
  async function commit(asks: readonly CallAsk[]): Promise<(Recorded | Intent)[]> {
    const results = asks.flatMap((ask) => ("result" in ask ? ask.result : []));
    const intents = asks.flatMap((ask) => ("intent" in ask ? ask.intent : []));
    const done = await committed("commitMs", () => commitCalls(rt, results, intents));
    const [recorded, intended] = [done.recorded.values(), done.intents.values()];
    return asks.map((ask) => ("result" in ask ? recorded : intended).next().value as Recorded | Intent);
  }
  /** In one line, so that a lane's next intent never overtakes its result. */
  const calls = coalesce(commit);
  const loaded = coalesce((lists: readonly (readonly number[])[]) =>
    timed(meter, "loadMs", async () => {
      const runs = (await loadRuns(rt.db, lists.flat())).values();
      return lists.map((ids) => ids.map((): Run | null => runs.next().value ?? null));
    }),
  );
  return {
    meter,
    /** The pictures of calls in flight, which are held as bytes, as text and on the wire. */
    memory: openByteGate(PICTURE_BYTES),
    slot: openByteGate(CALLS),
    /** What there is to do on a device, and what time it was then. */
    work: coalesce((deviceIds: readonly string[]) =>
      timed(meter, "loadMs", async () => {
        const now = await rt.clock();
        const found = await loadLaneWork(rt.db, deviceIds, now);
        const atMs = performance.now();
        return found.map((work) => ({ ...work, now, atMs }));
      }),
    ),
    runs: loaded,
    intend: (intent: IntentAsk) => calls({ intent }) as Promise<Intent>,
    record: (result: ResultAsk) => calls({ result }) as Promise<Recorded>,
    release: coalesce((asks: Parameters<typeof releaseLanes>[1]) => committed("claimMs", () => releaseLanes(rt, asks))),
  };
}

export type Batches = ReturnType<typeof openBatches>;
