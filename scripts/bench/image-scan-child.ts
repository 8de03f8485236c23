// A process of its own that does what a benchmark measures and says how long it took and what it needed: DATABASE_URL, FOLDER,
// TASK = bare or scan.
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { createDb, type Db, databaseNow } from "@/db/client";
import { syncRuns } from "@/db/schema/image-sync";
import { pageOfRows } from "@/lib/image-sync/read-rows";
import { scanSlice } from "@/lib/image-sync/scan-slice";
import { startScan } from "@/lib/image-sync/start-scan";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { createLocalQuarantine } from "@/lib/storage/local-quarantine";
import { testEnv } from "../testing/test-env";

const SCRIPT = { kind: "system", job: "script" } as const;
const STATS_AT_ONCE = 64;
const { DATABASE_URL = "", FOLDER = "", TASK = "scan" } = process.env;

/** By the clock, and what of it this process computed: the rest is waiting, also for others on a busy machine. */
async function timeOf(work: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number }> {
  const [startMs, start] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(start);
  return { ms: performance.now() - startMs, cpuMs: (user + system) / 1_000 };
}

/** Every folder in order, every file's size and time: the least a comparison has to do with the tree. */
async function walkBare(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const plain = entries.filter((entry) => entry.isFile());
  for (let at = 0; at < plain.length; at += STATS_AT_ONCE)
    await Promise.all(plain.slice(at, at + STATS_AT_ONCE).map(({ name }) => lstat(join(path, name))));
  for (const entry of entries) if (entry.isDirectory()) await walkBare(join(path, entry.name));
}

/** Every row in the order of its path. */
async function readBare(db: Db): Promise<void> {
  for (let after: Parameters<typeof pageOfRows>[1] = null; ; ) {
    const page = await pageOfRows(db, after, null, 1_000);
    const last = page.at(-1);
    if (!last || page.length < 1_000) return;
    after = { path: last.pathKey, id: last.id };
  }
}

async function scan(db: Db): Promise<{ slices: number; state: string; counts: unknown }> {
  const rt = {
    ...{ db, clock: () => databaseNow(db), env: testEnv() },
    ...{ storage: createLocalDisk(FOLDER), quarantine: createLocalQuarantine(FOLDER) },
  };
  const id = await startScan(db, rt, SCRIPT, await rt.clock(), { reason: "manual", scope: {} });
  for (let slices = 1; ; slices++) {
    await scanSlice(rt, id);
    const [run] = await db.select().from(syncRuns).where(eq(syncRuns.id, id));
    if (run?.state !== "scanning") return { slices, state: run?.state ?? "", counts: run?.counts };
  }
}

const db = createDb(DATABASE_URL, 4);
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);
if (TASK === "bare") {
  // Once before, so that neither the disk's nor the server's memory is cold for whoever comes first.
  await walkBare(FOLDER);
  await readBare(db);
  const walk = await timeOf(() => walkBare(FOLDER));
  console.log(JSON.stringify({ walk, read: await timeOf(() => readBare(db)) }));
} else {
  let done = {};
  const time = await timeOf(async () => {
    done = await scan(db);
  });
  console.log(JSON.stringify({ time, peak, ...done }));
}
clearInterval(watch);
await db.close();
