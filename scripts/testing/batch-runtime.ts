import type { Db } from "@/db/client";
import { createMysqlQueue } from "@/lib/queue/mysql";
import type { Runtime } from "@/lib/runtime";
import { engineRuntime } from "./engine-rig";
import { testEnv } from "./test-env";

/** What the worker of messages may touch in a test: a real database, the simulator, and the clock all its processes share. */
export function batchRuntime(db: Db, simulatorUrl: string, clock: Runtime["clock"]): Runtime {
  const { rt } = engineRuntime(db);
  const env = testEnv({ SOLAPI_MODE: "simulator", SOLAPI_BASE_URL: simulatorUrl });
  return { ...rt, env, clock, queue: createMysqlQueue(db, clock) };
}
