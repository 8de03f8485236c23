import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BatchChaosOptions, type BatchChaosReport, runBatchChaos } from "../testing/batch-chaos";
import type { Finding } from "./measure";
import { openServer } from "./worlds";

/** Trials in one world: more would only wait for each other. */
const PORTION = 100;
const FAULT_RATE = 0.25;

/** S2: 500 batches through a provider that breaks on a quarter of all calls, their senders killed and put to sleep; and the package's own send() in the same weather. */
export async function benchPhoneChaos(_rows: number, sends: number): Promise<Finding[]> {
  const trials = Math.max(PORTION, Math.round(sends / 100 / PORTION) * PORTION);
  const server = await openServer();
  const directory = await mkdtemp(path.join(tmpdir(), "dochak-bench-"));
  const run = async (engine: BatchChaosOptions["engine"], n: number, count: number) => {
    const { db, url } = await server.fresh(`dochak_bench_${engine}_${n}`, 10);
    const where = { db, url, directory, engine, processes: 3, faultRate: FAULT_RATE, random: Math.random };
    return runBatchChaos({ ...where, trials: count, kills: count / 5, pauses: count / 10 });
  };
  try {
    const ours: BatchChaosReport[] = [];
    for (let n = 0; n * PORTION < trials; n++) ours.push(await run("ours", n, PORTION));
    const naive = await run("naive", 0, PORTION);
    const sum = (of: (report: BatchChaosReport) => number) => ours.reduce((all, report) => all + of(report), 0);
    const wrong = sum((r) => r.duplicates + r.lost + r.twoGroups + r.untrue + r.problems.length);
    return [
      {
        what: `ours: ${trials} trials, ${sum((r) => r.faults)} of ${sum((r) => r.calls)} calls broke, ${sum((r) => r.kills)} kills, ${sum((r) => r.pauses)} pauses`,
        measured: `${sum((r) => r.duplicates)} twice, ${sum((r) => r.lost)} lost, ${sum((r) => r.twoGroups)} batches with two groups`,
        goal: "0",
        pass: wrong === 0,
        note: `${sum((r) => r.untrue)} rows that say otherwise, ${sum((r) => r.problems.length)} contradictions, ${sum((r) => r.orphans)} orphans to sweep, ${sum((r) => r.seconds)} s`,
      },
      {
        what: `send() with its own retries: ${naive.trials} trials, ${naive.faults} of ${naive.calls} calls broke`,
        measured: `${naive.duplicates} twice in ${naive.trialsWithDuplicates} trials, ${naive.lost} lost`,
        goal: "> 0 twice",
        pass: naive.duplicates > 0,
      },
    ];
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
