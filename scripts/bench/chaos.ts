import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ChaosOptions, runChaos } from "../testing/chaos-run";
import { ledgerProblems } from "../testing/ledger-problems";
import type { Finding } from "./measure";
import { openServer } from "./worlds";

const PROCESSES = 3;
/** Somewhat more than 18,000 calls and 30 kills and pauses at the default of 50,000 sends: what ends unknown makes no more calls. */
const CALLS_PER_SEND = 0.37;
const CALLS_PER_KILL = 600;
/** As many devices as keep three processes busy. */
const OURS = { devices: 60 };
const NAIVE = { devices: 6, sends: 240, kills: 6, pauses: 6, faults: 0 };

/** G5: three processes killed and put to sleep at random through a phone that misbehaves, and the same done to a sender with a lease that runs out. */
export async function benchChaos(_rows: number, sends: number): Promise<Finding[]> {
  const calls = Math.round(sends * CALLS_PER_SEND);
  const kills = Math.ceil(calls / CALLS_PER_KILL);
  const server = await openServer();
  const run = async (
    engine: ChaosOptions["engine"],
    over: Pick<ChaosOptions, "devices" | "sends" | "kills" | "pauses" | "faults">,
  ) => {
    const { db, url } = await server.fresh(`dochak_bench_${engine}`, 10);
    const directory = await mkdtemp(path.join(tmpdir(), "dochak-bench-"));
    try {
      const where = { db, url, directory, engine, processes: PROCESSES };
      const report = await runChaos({ ...where, ...over, random: Math.random, isSpread: true });
      return { ...report, problems: engine === "engine" ? await ledgerProblems(db) : [] };
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };
  const naive = await run("naive", NAIVE);
  const ours = await run("engine", { ...OURS, sends: calls, kills, pauses: kills, faults: kills * 2 });
  await server.stop();
  const { duplicates, silentLosses, overlaps, reorderings, problems } = ours;
  const wrong = duplicates + silentLosses + overlaps + reorderings + problems.length + ours.open;
  const told = (report: typeof ours) =>
    `${report.calls.toLocaleString("en")} calls, ${report.kills} kills, ${report.pauses} pauses, ${report.faults} faults`;
  return [
    {
      what: `ours: ${told(ours)}`,
      measured: `${duplicates} twice, ${silentLosses} lost, ${overlaps} at once, ${reorderings} out of order`,
      goal: "0",
      pass: wrong === 0,
      note: `${ours.unknown} unknown, ${ours.failed} failed, ${ours.open} open, ${ours.stragglers} at once by who had slept through its lease (known as unknown before), ${problems.length} contradictions in the ledger, ${ours.seconds} s${problems.slice(0, 3).map((problem) => `; ${problem}`)}`,
    },
    {
      what: `a lease that runs out: ${told(naive)}`,
      measured: `${naive.duplicates} twice, ${naive.overlaps} at once, ${naive.reorderings} out of order`,
      goal: "> 0 twice",
      pass: naive.duplicates > 0,
    },
  ];
}
