import { parseArgs } from "node:util";
import { DEMO_SECRET } from "@/lib/transports/sandbox-port";
import { startSandbox } from "@/lib/transports/sandbox-server";

const { values } = parseArgs({ options: { secret: { type: "string" } } });
const port = Number(process.env.SANDBOX_PORT ?? 0);
const dir = process.env.SANDBOX_DIR ?? ".data/sandbox";
const secret = values.secret ?? process.env.SANDBOX_SECRET ?? DEMO_SECRET;
const server = await startSandbox({ port, dir, secret });
console.log(`모의 봇이 ${server.url} 에서 기다려요. (The sandbox bot is waiting.)`);
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => void server.close().then(() => process.exit(0)));
