import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { Db } from "@/db/client";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { pollResults } from "@/lib/batches/poll-results";
import { serveBatches } from "@/lib/batches/serve-batches";
import type { Runtime } from "@/lib/runtime";
import { type Simulator, startSimulator } from "@/lib/simulator/start-simulator";
import { createSolapi } from "@/lib/transports/solapi";
import { type PlantedPayer, plantPayer, simulate } from "./batch-rig";
import { engineRuntime } from "./engine-rig";
import { messageProblems } from "./message-problems";
import { testEnv } from "./test-env";

type FaultOptions = { when?: "before" | "after"; times?: number; ms?: number };
export type BatchWorld = {
  readonly db: Db;
  readonly rt: Runtime;
  readonly time: { shiftMs: number };
  /** Of the simulator. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly payer: PlantedPayer;
  newPayer: () => Promise<PlantedPayer>;
  fault: (route: string, kind: string, over?: FaultOptions) => Promise<unknown>;
  settings: (patch: Record<string, unknown>) => Promise<unknown>;
  /** Moves the clocks of both sides. */
  pass: (ms: number) => Promise<void>;
  /** One look at what became of what was sent. */
  poll: () => Promise<void>;
  /** One pass; how many groups it handed over. */
  serve: (owner?: string, rt?: Runtime) => Promise<number>;
  /** Nothing about rows, money and counts that must never be. */
  expectSound: () => Promise<void>;
};

/** A database, a simulator on a socket, a tenant with an account there, and a clock that can be moved. */
export function batchWorld(): BatchWorld {
  let database: TestDatabase | undefined;
  let simulator: Simulator | undefined;
  let engine: ReturnType<typeof engineRuntime> | undefined;
  let payer: PlantedPayer | undefined;
  const there = <T>(value: T | undefined): T => value ?? expect.unreachable("asked for before it was there");
  const world: BatchWorld = {
    get db(): Db {
      return there(database).db;
    },
    get rt(): Runtime {
      return there(engine).rt;
    },
    get time() {
      return there(engine).time;
    },
    get url() {
      return there(simulator).url;
    },
    get databaseUrl() {
      return there(database).url;
    },
    get payer() {
      return there(payer);
    },
    newPayer: () => plantPayer(world.db, world.rt.env, world.url),
    fault: (route, kind, over = {}) => simulate(world.url, "POST", "faults", { route, kind, times: 1, ...over }),
    settings: (patch: Record<string, unknown>) => simulate(world.url, "PATCH", "settings", patch),
    async pass(ms) {
      world.time.shiftMs += ms;
      await simulate(world.url, "POST", "clock", { advanceMs: ms });
    },
    poll: () => pollResults(world.rt, () => false),
    serve: (owner = "test", rt = world.rt) => serveBatches(rt, { deadlineMs: performance.now() + 60_000, owner }),
    expectSound: async () => expect(await messageProblems(world.db)).toEqual([]),
  };
  beforeAll(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ port: 0, settings: { rateLimit: null } });
    await import("solapi");
  });
  afterAll(async () => {
    await simulator?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    await there(database).clear();
    await simulate(there(simulator).url, "POST", "reset");
    await simulate(there(simulator).url, "PATCH", "settings", { rateLimit: null });
    engine = engineRuntime(there(database).db);
    const baseUrl = there(simulator).url;
    engine.rt.phone = createSolapi({ baseUrl, timeoutMs: 1_500 });
    engine.rt.env = testEnv({ SOLAPI_MODE: "simulator", SOLAPI_BASE_URL: baseUrl });
    payer = await plantPayer(there(database).db, engine.rt.env, baseUrl);
  });
  return world;
}
