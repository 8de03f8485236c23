import { runTick } from "@/lib/dispatch/run-tick";
import { runtime } from "@/lib/wiring";

const rt = (() => {
  try {
    return runtime();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
})();
const stop = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort());
try {
  console.log(JSON.stringify(await runTick(rt, { signal: stop.signal, budgetMs: rt.env.TICK_BUDGET_MS })));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rt.db.close();
}
