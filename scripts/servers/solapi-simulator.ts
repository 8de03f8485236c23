import { startSimulator } from "@/lib/simulator/start-simulator";

const port = Number(process.env.SIMULATOR_PORT ?? 0);
const dir = process.env.SIMULATOR_DIR ?? ".data/simulator";
const server = await startSimulator({ port, dir, settings: { resultDelayMs: 3_000 } });
console.log(`모의 솔라피가 ${server.url} 에서 기다려요. (The Solapi simulator is waiting.)`);
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => void server.close().then(() => process.exit(0)));
