import mysql from "mysql2/promise";
import { databaseNow } from "@/db/client";
import { runTick } from "@/lib/dispatch/run-tick";
import { engineRuntime } from "../testing/engine-rig";
import { cpuSum, openCpuMeter } from "./cpu";
import { atLeast, type Finding, notRun, percentile } from "./measure";
import { writeRowsOnly } from "./row-writes";
import { answeringGateway, plantRooms } from "./runs";
import { openServer } from "./worlds";

const ROOMS = 5_000;
/** As many as one process serves side by side. */
const DEVICES = 200;
const WAVES = 10;
/** A room may be spoken to every 30 seconds and 50 times an hour (C-30): the virtual clock moves so far between its runs. */
const EVERY_MS = 120_000;
const PEER_LOOPS = 16;
const PEER_SHARE = 10;

/**
 * G3: runs of one text that nothing is waited for, 10 of each room, through the whole engine in one process with all its limits, against
 * one job per transaction on the same server. What is due is in the ledger beforehand, on both sides.
 */
export async function benchQueue(_rows: number, sends: number): Promise<Finding[]> {
  const rooms = Math.min(ROOMS, Math.floor(sends / WAVES));
  const waves = Math.floor(sends / rooms);
  const server = await openServer();
  const { db, url } = await server.fresh("dochak_bench_queue", 20);
  const due = await plantRooms(db, { devices: DEVICES, rooms, parts: 1 });
  const start = await databaseNow(db);
  const peer = await openPeer(url, waves * Math.ceil(rooms / PEER_SHARE));
  const { rt, time } = engineRuntime(db);
  let calls = 0;
  const gateway = answeringGateway(async () => void calls++);
  rt.gateway = () => gateway;

  const meter = await openCpuMeter(server.root);
  const [ourCpu, theirCpu, leastCpu] = [cpuSum(meter), cpuSum(meter), cpuSum(meter)];
  const [ours, theirs, least]: [number[], number[], number[]] = [[], [], []];
  for (let wave = 0; wave < waves; wave++) {
    const at = new Date(start.getTime() + wave * EVERY_MS);
    await due(at);
    time.shiftMs = at.getTime() - (await databaseNow(db)).getTime();
    const tick = await ourCpu.of(() => runTick(rt, { budgetMs: 300_000 }));
    if (tick.delivered !== rooms || tick.deferred > 0 || calls !== rooms * (wave + 1))
      throw new Error(`wave ${wave}: ${tick.delivered} of ${rooms} runs, ${calls} calls`);
    ours.push((rooms / tick.durationMs) * 1000);
    const first = await due(new Date(at.getTime() + 1));
    const startMs = performance.now();
    await leastCpu.of(() => writeRowsOnly(db, first, rooms, at));
    least.push((rooms / (performance.now() - startMs)) * 1000);
    theirs.push(await theirCpu.of(() => peer.work(Math.ceil(rooms / PEER_SHARE))));
  }
  await peer.close();
  await server.stop();
  const what = `${sends.toLocaleString("en")} runs of ${rooms} rooms, one job per commit → ours`;
  const jobs = waves * Math.ceil(rooms / PEER_SHARE);
  return [
    {
      ...atLeast(what, theirs, ours, 15, "runs/s"),
      note: [
        `one job per commit: ${theirCpu.each(jobs, "job")}`,
        `ours: ${ourCpu.each(waves * rooms, "run")}`,
        `only the rows of those runs: ${Math.round(percentile(least, 50))} runs/s, ${leastCpu.each(waves * rooms, "run")}`,
      ].join("; "),
    },
    notRun("graphile-worker on PostgreSQL → ours", "≥ ×1"),
    notRun("pg-boss on PostgreSQL → ours", "≥ ×2"),
    notRun("BullMQ on Redis → ours", "≥ ×2"),
  ];
}

/** What most queues in a database do: a transaction takes one job, logs it and is done with it; 16 loops side by side. */
async function openPeer(url: string, jobs: number) {
  const pool = mysql.createPool({ uri: url, timezone: "Z", connectionLimit: PEER_LOOPS });
  pool.pool.on("connection", (connection) =>
    connection.query("set session transaction isolation level read committed"),
  );
  await pool.query(`create table peer_jobs (id bigint unsigned auto_increment primary key, room int unsigned not null, payload json not null,
    state tinyint not null default 0, run_at datetime(3) not null, key ix_ready (state, run_at, id))`);
  await pool.query(`create table peer_logs (id bigint unsigned auto_increment primary key, job_id bigint unsigned not null,
    outcome varchar(20) not null, at datetime(3) not null, key ix_job (job_id))`);
  await pool.query(
    `insert into peer_jobs (room, payload, run_at) select n mod 5000, '{"kind":"text","text":"오늘 저녁 귤이 싸요"}', now(3) from numbers where n < ?`,
    [jobs],
  );
  const one = async (): Promise<void> => {
    const connection = await pool.getConnection();
    try {
      await connection.beginTransaction();
      const [found] = await connection.query(
        "select * from peer_jobs where state = 0 and run_at <= now(3) order by run_at, id limit 1 for update skip locked",
      );
      const [job] = found as { id: number }[];
      if (!job) throw new Error("no job left");
      await connection.query("insert into peer_logs (job_id, outcome, at) values (?, 'delivered', now(3))", [job.id]);
      await connection.query("update peer_jobs set state = 1 where id = ?", [job.id]);
      await connection.commit();
    } finally {
      connection.release();
    }
  };
  return {
    /** @returns jobs a second */
    async work(count: number): Promise<number> {
      let left = count;
      const startMs = performance.now();
      await Promise.all(
        Array.from({ length: PEER_LOOPS }, async () => {
          while (left-- > 0) await one();
        }),
      );
      return (count / (performance.now() - startMs)) * 1000;
    },
    close: () => pool.end(),
  };
}
