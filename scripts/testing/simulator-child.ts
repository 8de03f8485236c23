// A simulator as a process of its own, so that its memory and its work are not counted with the sender's.
import { startSimulator } from "@/lib/simulator/start-simulator";

const simulator = await startSimulator({ port: 0, settings: { rateLimit: null } });
console.log(`url ${simulator.url}`);
console.log("ready");
process.once("SIGTERM", () => void simulator.close().then(() => process.exit(0)));
