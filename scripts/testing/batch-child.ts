// A process of its own that sends messages to phones until it is killed: DATABASE_URL, SIMULATOR_URL. SPEED = how many
// times faster time runs in it, since EPOCH. NAIVE = it sends with the package's own send() and its retries instead, as
// most programs do.
import { writeSync } from "node:fs";
import { createDb } from "@/db/client";
import { pollResults } from "@/lib/batches/poll-results";
import { serveBatches } from "@/lib/batches/serve-batches";
import { createSolapi } from "@/lib/transports/solapi";
import { batchRuntime } from "./batch-runtime";
import { naiveBatches, routePlainly } from "./naive-batches";
import { hurry, shiftedClock } from "./test-time";

const { DATABASE_URL = "", SIMULATOR_URL = "", SPEED = "1", EPOCH = "0", NAIVE } = process.env;
const speed = Number(SPEED);
hurry(speed);
const db = createDb(DATABASE_URL, 8);
const rt = batchRuntime(db, SIMULATOR_URL, shiftedClock(db, { speed, epochMs: Number(EPOCH) }));
if (NAIVE) routePlainly(SIMULATOR_URL);
else rt.phone = createSolapi({ baseUrl: SIMULATOR_URL, timeoutMs: 15_000 });
await import("solapi");
writeSync(1, "ready\n");
const owner = `child:${process.pid}`;
for (;;) {
  try {
    if (NAIVE) await naiveBatches(rt);
    else {
      await serveBatches(rt, { deadlineMs: performance.now() + 30_000, owner });
      await pollResults(rt, () => false);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message.slice(0, 200) : error);
  }
  await new Promise((resolve) => setTimeout(resolve, 100 * speed));
}
