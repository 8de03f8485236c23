import { startSimulator } from "@/lib/simulator/start-simulator";
import { storyAccounts } from "./story-accounts";
import { storyPast } from "./story-past";

const { SIMULATOR_PORT, SIMULATOR_DIR, SIMULATOR_WEBHOOK_URL, SOLAPI_WEBHOOK_SECRET } = process.env;
const webhook =
  SIMULATOR_WEBHOOK_URL && SOLAPI_WEBHOOK_SECRET
    ? { webhook: { url: SIMULATOR_WEBHOOK_URL, secret: SOLAPI_WEBHOOK_SECRET } }
    : {};
const server = await startSimulator({
  port: Number(SIMULATOR_PORT ?? 0),
  dir: SIMULATOR_DIR ?? ".data/simulator",
  accounts: storyAccounts(process.env),
  settings: { resultDelayMs: 3_000, ...webhook },
  past: storyPast(new Date()),
});
console.log(`모의 솔라피가 ${server.url} 에서 기다려요. (The Solapi simulator is waiting.)`);
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => void server.close().then(() => process.exit(0)));
