import { hostname } from "node:os";
import { parseArgs } from "node:util";
import { keepWatch } from "@/lib/alerts/keep-watch";
import { probeRegularly } from "@/lib/diagnosis/probe-regularly";
import { type Pace, paces } from "@/lib/dispatch/pace";
import { runLoop } from "@/lib/dispatch/run-loop";
import { VERSION } from "@/lib/env/version";
import { runtime } from "@/lib/wiring";

const USAGE = `npm run worker [-- --pace ${paces.join("|")}]`;
const { values: given } = parseArgs({ options: { pace: { type: "string", default: "steady" } }, strict: false });
const pace = paces.find((name) => name === given.pace) as Pace | undefined;
if (!pace) {
  console.error(`--pace 는 ${paces.join(", ")} 중 하나예요. (--pace is one of them.)\n${USAGE}`);
  process.exit(1);
}
const rt = (() => {
  try {
    return runtime();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
})();

const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const)
  process.once(name, () => {
    console.error("보내던 것까지 마치고 멈춰요. (Finishing the call in flight, then stopping.)");
    stop.abort();
  });
const instance = `worker@${hostname()}:${process.pid}`;
const watch = keepWatch(rt, {
  instance: { name: instance, kind: "worker", version: VERSION },
  also: () => probeRegularly(rt),
});
watch.start();
await runLoop(rt, {
  pace,
  signal: stop.signal,
  instance,
  onPass: (answer) => {
    void watch.look();
    const { planned, delivered, deferred, failed, unknown, batches } = answer;
    if (planned + delivered + deferred + failed + unknown + batches > 0) console.log(JSON.stringify(answer));
  },
  onError: (error) => console.error(error instanceof Error ? error.message : error),
});
await watch.stop();
await rt.db.close();
