// A process of its own that sends until it is killed: DATABASE_URL, STORAGE_DIR; its clock is the database's, moved by
// app_meta.test_shift. PASSES = how many passes; CRASH_AT = the boundary at which it kills itself, all named on stdout.
// SPEED = how many times faster time runs in it, since EPOCH. LOOP = it lives as the worker does, errors and all.
import { writeSync } from "node:fs";
import { createDb } from "@/db/client";
import { runLoop } from "@/lib/dispatch/run-loop";
import { runTick } from "@/lib/dispatch/run-tick";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { watchBoundaries } from "./boundaries";
import { engineRuntime } from "./engine-rig";
import { hurry, shiftedClock } from "./test-time";

const { DATABASE_URL = "", STORAGE_DIR = "", PASSES = "1000000", CRASH_AT, SPEED = "1", EPOCH = "0" } = process.env;
const speed = Number(SPEED);
hurry(speed);
const db = createDb(DATABASE_URL, 12);
const { rt } = engineRuntime(db, createLocalDisk(STORAGE_DIR), 150 * speed);
rt.clock = shiftedClock(db, { speed, epochMs: Number(EPOCH) });
if (CRASH_AT) {
  let n = 0;
  const { gateway } = watchBoundaries(db, rt.gateway, (name) => {
    n++;
    // Not through the stream: what it holds would die with the process.
    writeSync(1, `${n} ${name}\n`);
    if (n === Number(CRASH_AT)) process.kill(process.pid, "SIGKILL");
    return true;
  });
  rt.gateway = gateway;
}
writeSync(1, "ready\n");
if (process.env.WAIT) await new Promise((resolve) => process.stdin.once("data", resolve));
if (process.env.LOOP) {
  const { signal } = new AbortController();
  await runLoop(rt, { pace: "steady", signal, onError: (error) => writeSync(1, `failed: ${error}\n`) });
}
for (let pass = 0; pass < Number(PASSES); pass++) {
  try {
    // However fast time runs: who wakes up from a long sleep still has some of its pass left.
    await runTick(rt, { budgetMs: 30_000 * speed });
  } catch (error) {
    console.error(error);
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await db.close();
process.stdin.destroy();
