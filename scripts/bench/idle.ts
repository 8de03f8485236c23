import { sql } from "drizzle-orm";
import type { Connection } from "mysql2/promise";
import { databaseNow } from "@/db/client";
import { runTick } from "@/lib/dispatch/run-tick";
import { engineRuntime } from "../testing/engine-rig";
import { collectGarbage, type Finding, percentile } from "./measure";
import { openServer, plantSchedules } from "./worlds";

const DEVICES = 200;
/** Clock, begin, last pass, sweep, plan, questions, claim, paused accounts, due batches, results, three kinds of tidying, end. */
const PHASES = 14;
const COUNTED = 50;
const GROWTH = 1.02;

/** M1: a pass that has nothing to do: its statements, by what they touch, and what 10,000 of them leave in memory. */
export async function benchIdle(rows: number): Promise<Finding[]> {
  const passes = Math.max(1_000, Math.floor(rows / 100));
  const server = await openServer();
  const { db } = await server.fresh("dochak_bench_idle", 5);
  const { now } = await plantSchedules(db, Math.floor(rows / 10));
  await db.execute(sql`insert into kb_bots (id, bot_name, device_id, gateway, endpoint, status, created_at, updated_at)
    select 1000 + n, concat('봇', n), concat('bench-', n), 'iris_plain', 'http://127.0.0.1:1', 'approved', ${now}, ${now} from numbers where n < ${DEVICES}`);
  await db.execute(sql`insert into lanes (lane_key) select concat('device:', device_id) from kb_bots`);
  const { rt, time } = engineRuntime(db);
  // An hour before anything is due.
  time.shiftMs = now.getTime() - 3_600_000 - (await databaseNow(db)).getTime();
  const times: number[] = [];
  const pass = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const { planned, delivered } = await runTick(rt, {});
      if (planned > 0 || delivered > 0) throw new Error("not idle");
    }
  };
  const timed = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const startMs = performance.now();
      await pass(1);
      times.push(performance.now() - startMs);
    }
  };

  await pass(passes / 10);
  const early = heapMb();
  const names = await statementsOf(server.root, () => pass(1));
  const before = await readsOf(server.root);
  await timed(COUNTED);
  const reads = Math.round(((await readsOf(server.root)) - before) / COUNTED);
  await pass(passes - passes / 10 - COUNTED - 1);
  const late = heapMb();
  await server.stop();
  return [
    {
      what: `statements of an idle pass of ${PHASES} phases`,
      measured: `${names.count}, ${percentile(times, 50).toFixed(1)} ms, ${reads} rows read`,
      goal: `≤ ${PHASES}`,
      pass: names.count <= PHASES,
      note: names.list,
    },
    {
      what: `heap after ${(passes / 10).toLocaleString("en")} → ${passes.toLocaleString("en")} idle passes`,
      measured: `${early.toFixed(1)} → ${late.toFixed(1)} MB (×${(late / early).toFixed(3)})`,
      goal: `≤ ×${GROWTH}`,
      pass: late <= early * GROWTH,
    },
  ];
}

/** What is in use after collecting, in MB. */
function heapMb(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

/** Every statement the server sees meanwhile, by verb and first table. */
async function statementsOf(root: Connection, work: () => Promise<void>) {
  await root.query("set global log_output = 'TABLE'");
  await root.query("truncate mysql.general_log");
  await root.query("set global general_log = on");
  await work();
  await root.query("set global general_log = off");
  const [rows] = await root.query(
    "select convert(argument using utf8mb4) as text from mysql.general_log where command_type in ('Query', 'Execute') and thread_id <> connection_id()",
  );
  const names = (rows as { text: string }[]).map(({ text }) =>
    text.includes("unix_timestamp(now(")
      ? "clock"
      : `${/^\W*(\w+)/.exec(text)?.[1]} ${/(?:from|into|update) `?(\w+)/i.exec(text)?.[1]}`,
  );
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const list = [...counts].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name)).join(", ");
  return { count: names.length, list };
}

/** Index and row reads of the whole server so far. */
async function readsOf(root: Connection): Promise<number> {
  const [rows] = await root.query("show global status like 'Handler_read%'");
  return (rows as { Value: string }[]).reduce((sum, row) => sum + Number(row.Value), 0);
}
