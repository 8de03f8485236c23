import { hostname } from "node:os";
import { keepWatch } from "@/lib/alerts/keep-watch";
import { probeRegularly } from "@/lib/diagnosis/probe-regularly";
import { runTick } from "@/lib/dispatch/run-tick";
import { VERSION } from "@/lib/env/version";
import { nap } from "@/lib/time/nap";
import { runtime } from "@/lib/wiring";

const rt = (() => {
  try {
    return runtime();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
})();
/** The pass is made; looking at alerts and telling of them may take this long and no longer. */
const LOOK_MS = 10_000;
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort());
try {
  console.log(JSON.stringify(await runTick(rt, { signal: stop.signal, budgetMs: rt.env.TICK_BUDGET_MS })));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  const looked = new AbortController();
  const instance = { name: `tick@${hostname()}:${process.pid}`, kind: "worker" as const, version: VERSION };
  const look = keepWatch(rt, { instance, also: () => probeRegularly(rt) })
    .look()
    .finally(() => looked.abort());
  await Promise.race([look, nap(LOOK_MS, looked.signal)]);
  await rt.db.close();
}
