import type { ChildProcess } from "node:child_process";
import { isNotNull, sql } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { LEASE_MS } from "@/lib/dispatch/lane";
import { runTick } from "@/lib/dispatch/run-tick";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { type FaultKind, faultKinds } from "@/lib/transports/sandbox-faults";
import { startSandbox } from "@/lib/transports/sandbox-server";
import { type ChaosVerdict, judgeChaos } from "./chaos-verdict";
import { type ChaosRun, plantChaos } from "./chaos-world";
import { sharedEngine } from "./crash-rig";
import { watchPhone } from "./phone-watch";
import { bundleChild, startChild } from "./start-child";
import { passTime } from "./test-time";

export type ChaosOptions = {
  db: Db;
  url: string;
  /** For pictures, the stand-in phone's journal and programs; the caller removes it. */
  directory: string;
  engine: "engine" | "naive";
  processes: number;
  /** Phones, 6 unless told otherwise. */
  devices?: number;
  kills: number;
  pauses: number;
  /** Calls about. */
  sends: number;
  /** How many times something goes wrong at the phone; every kind in turn. */
  faults: number;
  random: () => number;
  /** Disturbances are spread over all calls instead of following each other closely. */
  isSpread?: boolean;
};
export type ChaosReport = ChaosVerdict & { kills: number; pauses: number; faults: number; seconds: number };

/** Time runs this much faster in the processes, so that a lease runs out within seconds. */
const SPEED = 15;
const LEASE_REAL_MS = LEASE_MS / SPEED;
/** What is planted when all has gone and disturbances are left. */
const MORE_SENDS = 400;
const PORTION = 1_000;
const LOSING: readonly FaultKind[] = ["lost", "drop_older"];
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends with several processes that are killed and put to sleep at random, through a phone that misbehaves, and judges what came of it. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { db, url, directory, engine, processes, devices = 6, random } = options;
  const beganMs = performance.now();
  const storage = createLocalDisk(directory);
  const sandbox = await startSandbox({ port: 0, dir: directory });
  const watch = await watchPhone(sandbox.url, () => 10 + random() * 40);
  const epochMs = (await databaseNow(db)).getTime();
  const env = { DATABASE_URL: url, STORAGE_DIR: directory, SPEED: String(SPEED), EPOCH: String(epochMs) };
  const program = await bundleChild(`scripts/testing/${engine}-child.ts`, directory);
  const children = new Set<ChildProcess>();
  let losses = 0;

  const control = (path: string, method: string, body?: unknown) =>
    fetch(`${sandbox.url}/_sandbox/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  async function start(): Promise<void> {
    const child = startChild(program, env);
    children.add(child);
    child.once("exit", () => children.delete(child));
    await child.ready.catch(() => {});
  }
  const asleep = new Set<ChildProcess>();
  /** Somebody who is awake, of those rather one who holds a phone. */
  async function victim(): Promise<ChildProcess | undefined> {
    const holders = await db.select({ name: lanes.leaseOwner }).from(lanes).where(isNotNull(lanes.leaseOwner));
    const awake = [...children].filter((child) => !asleep.has(child));
    const busy = awake.filter(({ pid }) => holders.some(({ name }) => name?.endsWith(`:${pid}`)));
    const those = busy.length > 0 ? busy : awake;
    return those[Math.floor(random() * those.length)];
  }
  async function kill(): Promise<void> {
    (await victim())?.kill("SIGKILL");
    await start();
  }
  async function putToSleep(): Promise<void> {
    // Somebody has to be awake to take over.
    while (children.size - asleep.size < 2) await sleep(50);
    const child = await victim();
    if (!child?.kill("SIGSTOP")) return;
    asleep.add(child);
    // Two in three sleep through their lease.
    const forMs = random() < 0.67 ? LEASE_REAL_MS + 200 + random() * 500 : 30 + random() * 400;
    setTimeout(() => {
      child.kill("SIGCONT");
      asleep.delete(child);
    }, forMs);
  }
  let faults = 0;
  async function spoil(): Promise<void> {
    const kind = faultKinds[faults++ % faultKinds.length]!;
    const times = kind === "offline" || kind === "slow" ? 3 : 1 + Math.floor(random() * 3);
    if (LOSING.includes(kind)) losses += times;
    const slowMs = random() < 0.3 ? 1_000 : 200;
    const ms = { slow: slowMs, late: 300, drop_older: 150 }[kind as string];
    await control("faults", "POST", { kind, times, ...(ms && { ms }) });
  }

  const openRuns = async () => {
    const [count] = await db
      .select({
        all: sql<number>`count(distinct ${kbScheduleLogs.id})`,
        open: sql<number>`sum(${kbScheduleLogParts.status} in ('pending', 'sending') and ${kbScheduleLogs.status} in ('planned', 'deferred', 'sending'))`,
      })
      .from(kbScheduleLogs)
      .innerJoin(kbScheduleLogParts, sql`${kbScheduleLogParts.logId} = ${kbScheduleLogs.id}`);
    return { all: Number(count?.all ?? 0), open: Number(count?.open ?? 0) };
  };
  const isDrained = async () => {
    const { all, open } = await openRuns();
    return all === runs.length && open === 0;
  };

  const runs: ChaosRun[] = [];
  let toPlant = options.sends;
  /** The next portion: what is due at once must go within its hour, which is a few minutes here. */
  async function plant(least: number): Promise<void> {
    const sends = Math.max(least, Math.min(toPlant, PORTION));
    toPlant -= sends;
    runs.push(...(await plantChaos(db, storage, watch.url, { devices, sends })));
  }
  const isFinished = async () => {
    if (!(await isDrained())) return false;
    if (toPlant > 0) await plant(0);
    return toPlant <= 0 && (await isDrained());
  };

  await plant(0);
  try {
    await Promise.all(Array.from({ length: processes }, start));
    const steps = [
      ...Array.from({ length: options.kills }, () => kill),
      ...Array.from({ length: options.pauses }, () => putToSleep),
      ...Array.from({ length: options.faults }, () => spoil),
    ];
    const all = steps.length;
    for (let left = all; left > 0; left--) {
      await sleep(50 + random() * 250);
      const share = options.isSpread ? ((all - left) / all) * options.sends : 0;
      while (watch.calls.length < share && !(await isFinished())) await sleep(200);
      const [step] = steps.splice(Math.floor(random() * steps.length), 1);
      await step?.();
      // There is always something under way to be disturbed.
      if (left % 8 === 0 && (await isDrained())) await plant(Math.min(options.sends, MORE_SENDS));
    }
    await control("faults", "DELETE");
    while (toPlant > 0) if (!(await isFinished())) await sleep(200);
    const endMs = performance.now() + 25_000;
    while (!(await isDrained()) && performance.now() < endMs) await sleep(200);
  } finally {
    for (const child of children) child.kill("SIGKILL");
  }
  if (engine === "engine") await finish(options, epochMs, isDrained);

  const messages = new Map<string, string[]>();
  for (const room of new Set(runs.map((run) => run.room))) {
    const answer = await control(`rooms/${room}/messages`, "GET");
    const { items } = (await answer.json()) as { items: { text?: string; images?: { sha256: string }[] }[] };
    messages.set(
      room,
      items.map((item) => item.text ?? (item.images ?? []).map((image) => image.sha256).join()),
    );
  }
  const verdict = await judgeChaos(db, runs, watch.calls, messages, losses);
  await watch.close();
  await sandbox.close();
  const { kills, pauses } = options;
  return { ...verdict, kills, pauses, faults, seconds: Math.round((performance.now() - beganMs) / 1000) };
}

/** The rest in one process, with time made to pass: what waits for a retry or a resting phone goes, what can still be proved is. */
async function finish({ db, directory }: ChaosOptions, epochMs: number, isDrained: () => Promise<boolean>) {
  const rt = sharedEngine(db, createLocalDisk(directory), 150, { speed: SPEED, epochMs });
  await passTime(db, LEASE_MS + 1_000);
  for (let pass = 0; pass < 60 && !(await isDrained()); pass++) {
    await runTick(rt, { budgetMs: 30_000 });
    await passTime(db, 61_000);
  }
  for (let question = 0; question < 3; question++) {
    await runTick(rt, { budgetMs: 30_000 });
    await passTime(db, 3_600_000);
  }
}
