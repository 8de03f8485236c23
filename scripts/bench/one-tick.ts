import { databaseNow } from "@/db/client";
import { runTick } from "@/lib/dispatch/run-tick";
import { engineRuntime } from "../testing/engine-rig";
import { cpuSum, openCpuMeter } from "./cpu";
import { type Finding, ratio } from "./measure";
import { answeringGateway, plantRooms } from "./runs";
import { openServer } from "./worlds";

const PARTS = 5;
/** Calls one process has in flight at a time. */
const IN_FLIGHT = 200;
const POOL = 5;
/** A room may be spoken to five times a minute: the virtual clock moves so far between two passes. */
const EVERY_MS = 120_000;

/** How long the phone of this room takes for this part, in ms: 12–28, one in twenty 300; the same in every run. */
const phoneMs = (room: number, part: number) => {
  const n = (room * 7919 + part * 104_729) % 1000;
  return n < 50 ? 300 : 12 + (n % 17);
};
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * G4: one pass over many devices with a run of five parts each, against the same calls without any ledger, 200 in flight,
 * and a pool of five connections. A worker makes pass after pass for days: the first, in which its code is compiled, only
 * warms it up.
 */
export async function benchOneTick(rows: number): Promise<Finding[]> {
  const rooms = Math.min(1_400, Math.max(200, Math.floor(rows / 50)));
  const server = await openServer();
  const { db } = await server.fresh("dochak_bench_tick", POOL);
  const due = await plantRooms(db, { devices: rooms, rooms, parts: PARTS });
  const commits = async () => {
    const [status] = await server.root.query("show global status like 'Com_commit'");
    return Number((status as { Value: string }[])[0]?.Value);
  };

  const calls = new Map<string, number>();
  let [sends, inFlight, mostInFlight] = [0, 0, 0];
  const phones = answeringGateway(async (roomId) => {
    const part = calls.get(roomId) ?? 0;
    calls.set(roomId, part + 1);
    sends++;
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    await sleep(phoneMs(Number(roomId), part % PARTS));
    inFlight--;
  });
  const { rt, time } = engineRuntime(db);
  rt.gateway = () => phones;

  const start = await databaseNow(db);
  const meter = await openCpuMeter(server.root);
  async function pass(n: number) {
    const at = new Date(start.getTime() + n * EVERY_MS);
    await due(at);
    time.shiftMs = at.getTime() - (await databaseNow(db)).getTime();
    const idealStartMs = performance.now();
    await ideal(rooms);
    const idealMs = performance.now() - idealStartMs;
    const [before, sent] = [await commits(), sends];
    const cpu = cpuSum(meter);
    const tick = await cpu.of(() => runTick(rt, { budgetMs: 120_000 }));
    const made = sends - sent;
    if (tick.delivered !== rooms || made !== rooms * PARTS || mostInFlight > IN_FLIGHT)
      throw new Error(`${tick.delivered} of ${rooms} runs, ${made} calls, ${mostInFlight} in flight`);
    return {
      made,
      idealMs,
      tickMs: tick.durationMs,
      perCall: ((await commits()) - before) / made,
      cpu: cpu.each(made, "call"),
    };
  }
  await pass(0);
  const { made, idealMs, tickMs, perCall, cpu } = await pass(1);
  await server.stop();
  return [
    { ...ratio(`one pass of ${made} calls, ideal → with ledger`, idealMs, tickMs, 1.15), note: cpu },
    { what: "commits per call", measured: perCall.toFixed(3), goal: "≤ 0.2", pass: perCall <= 0.2 },
  ];
}

/** The same calls, each room's in order, 200 rooms at a time, nothing written. */
async function ideal(rooms: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < rooms) {
      const room = 100_000 + next++;
      for (let part = 0; part < PARTS; part++) await sleep(phoneMs(room, part));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}
