import type { ChildProcess } from "node:child_process";
import { inArray, notInArray } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { messageLogs, sendBatches } from "@/db/schema/messages";
import { startSimulator } from "@/lib/simulator/start-simulator";
import { groupsOf, type PlantedPayer, plantMessage, plantPayer } from "./batch-rig";
import { batchRuntime } from "./batch-runtime";
import { messageProblems } from "./message-problems";
import { startOddSolapi } from "./odd-solapi";
import { bundleChild, startChild } from "./start-child";
import { shiftedClock } from "./test-time";

export type BatchChaosOptions = {
  db: Db;
  url: string;
  directory: string;
  engine: "ours" | "naive";
  /** Batches, each of a message of its own; every one is a trial. */
  trials: number;
  /** Processes that send at a time. */
  processes: number;
  kills: number;
  pauses: number;
  /** Share of all calls to the provider that go wrong while there is chaos. */
  faultRate: number;
  random: () => number;
  /** How many times faster time runs in the senders. */
  speed?: number;
};

export type BatchChaosReport = {
  trials: number;
  recipients: number;
  calls: number;
  faults: number;
  kills: number;
  pauses: number;
  /** Recipients sent to more than once, and trials that have one. */
  duplicates: number;
  trialsWithDuplicates: number;
  /** Said to have been sent, and never left; or never brought to an end. */
  lost: number;
  /** Batches with more than one group that left. */
  twoGroups: number;
  /** Left, and the ledger says something else. */
  untrue: number;
  orphans: number;
  problems: string[];
  seconds: number;
};

const PER_BATCH = 4;
const PAYERS = 8;
const STEP_MS = 350;
const SETTLE_MS = 60_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Lets processes send batches through a provider on which a share of the calls goes wrong, while they are killed and put
 * to sleep, and compares what really left with what the ledger says.
 */
export async function runBatchChaos(options: BatchChaosOptions): Promise<BatchChaosReport> {
  const { db, url, directory, engine, random, speed = 10 } = options;
  const startMs = performance.now();
  const simulator = await startSimulator({ port: 0, settings: { rateLimit: null } });
  let rate = options.faultRate;
  const odd = await startOddSolapi(simulator.url, () => rate, random);
  const epochMs = (await databaseNow(db)).getTime();
  const rt = batchRuntime(db, odd.url, shiftedClock(db, { speed, epochMs }));
  const payers: PlantedPayer[] = [];
  for (let n = 0; n < PAYERS; n++) payers.push(await plantPayer(db, rt.env, simulator.url));
  for (let n = 0; n < options.trials; n++)
    await plantMessage(db, rt.env, payers[n % PAYERS]!, { count: PER_BATCH, from: 1_000 + n });

  const file = await bundleChild("scripts/testing/batch-child.ts", directory);
  const children = new Set<ChildProcess>();
  const spawn = async () => {
    const env = { DATABASE_URL: url, SIMULATOR_URL: odd.url, SPEED: String(speed), EPOCH: String(epochMs) };
    const child = startChild(file, { ...env, ...(engine === "naive" && { NAIVE: "1" }) });
    children.add(child);
    child.once("exit", () => children.delete(child));
    await child.ready;
  };
  let kills = 0;
  let pauses = 0;
  try {
    await Promise.all(Array.from({ length: options.processes }, spawn));
    const acts = [...Array(options.kills).fill("kill"), ...Array(options.pauses).fill("pause")] as ("kill" | "pause")[];
    acts.sort(() => random() - 0.5);
    for (const act of acts) {
      await sleep(STEP_MS * (0.5 + random()));
      const victim = [...children][Math.floor(random() * children.size)];
      if (!victim || (await isSettled(db))) continue;
      if (act === "kill") {
        victim.kill("SIGKILL");
        kills++;
        await spawn();
      } else {
        // Longer than its lease: somebody else takes over, and it wakes up believing it still holds it.
        victim.kill("SIGSTOP");
        pauses++;
        setTimeout(() => victim.kill("SIGCONT"), (75_000 / speed) * (0.5 + random()));
      }
    }
    const deadlineMs = performance.now() + SETTLE_MS;
    while (performance.now() < deadlineMs && !(await isSettled(db))) {
      await sleep(200);
      // Late chaos only keeps the end waiting.
      if (performance.now() > deadlineMs - SETTLE_MS / 2) rate = 0;
    }
    await sleep(300);
  } finally {
    for (const child of children) child.kill("SIGCONT");
    for (const child of children) child.kill("SIGKILL");
    await sleep(100);
  }
  const report = await verdictOf(db, simulator.url, payers, engine);
  await odd.stop();
  await simulator.close();
  const { calls, faults } = odd.told();
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  return { ...report, calls, faults, kills, pauses, trials: options.trials, seconds };
}

async function isSettled(db: Db): Promise<boolean> {
  const open = await db
    .select({ id: sendBatches.id })
    .from(sendBatches)
    .where(notInArray(sendBatches.phase, ["sent", "done"]))
    .limit(1);
  return open.length === 0;
}

async function verdictOf(db: Db, url: string, payers: readonly PlantedPayer[], engine: BatchChaosOptions["engine"]) {
  const rows = await db.select().from(messageLogs);
  const batchOf = new Map(rows.map((row) => [row.id, row.batchId]));
  const seen = new Map<number, number>();
  const leftGroups = new Map<string, number>();
  let orphans = 0;
  for (const payer of payers) {
    const { all, left, arrivals } = await groupsOf(url, payer);
    orphans += all.filter(({ status }) => status === "PENDING").length;
    for (const [id, times] of arrivals) seen.set(id, (seen.get(id) ?? 0) + times);
    for (const { customFields } of left) {
      const batchId = customFields.batchId ?? "";
      leftGroups.set(batchId, (leftGroups.get(batchId) ?? 0) + 1);
    }
  }
  const twice = [...seen].filter(([, times]) => times > 1);
  const sent = await db
    .select({ id: sendBatches.id })
    .from(sendBatches)
    .where(inArray(sendBatches.phase, ["sent", "done"]));
  const isSent = new Set(sent.map(({ id }) => id));
  const lost = rows.filter(({ id, batchId }) => !seen.has(id) && (engine === "ours" || isSent.has(batchId ?? 0)));
  const untrue = rows.filter(({ id, status }) => ["sent", "delivered"].includes(status) !== seen.has(id));
  return {
    recipients: rows.length,
    duplicates: twice.length,
    trialsWithDuplicates: new Set(twice.map(([id]) => batchOf.get(id))).size,
    lost: lost.length,
    twoGroups: engine === "ours" ? [...leftGroups.values()].filter((groups) => groups > 1).length : 0,
    untrue: engine === "ours" ? untrue.length : 0,
    orphans,
    problems: engine === "ours" ? await messageProblems(db) : [],
  };
}
