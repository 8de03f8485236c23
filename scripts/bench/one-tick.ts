import path from "node:path";
import { sql } from "drizzle-orm";
import mysql from "mysql2/promise";
import { createDb, databaseNow } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { runTick } from "@/lib/dispatch/run-tick";
import type { KakaoGateway } from "@/lib/transports/port";
import { privateServer } from "../setup/database.mjs";
import { engineRuntime, plantSchedule } from "../testing/engine-rig";
import { type Finding, ratio } from "./measure";

const PARTS = 5;
const IN_FLIGHT = 200;
const POOL = 5;

/** How long the phone of this room takes for this part, in ms: 12–28, one in twenty 300; the same in every run. */
const phoneMs = (room: number, part: number) => {
  const n = (room * 7919 + part * 104_729) % 1000;
  return n < 50 ? 300 : 12 + (n % 17);
};
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * G4: one pass over many devices with a run of five parts each (a room may be spoken to five times a minute), against the
 * same calls without any ledger, 200 in flight, and a pool of five connections.
 */
export async function benchOneTick(rows: number): Promise<Finding[]> {
  const rooms = Math.min(1_400, Math.max(200, Math.floor(rows / 50)));
  const server = await privateServer({ dir: path.resolve(".data", "bench"), database: "dochak_bench", durable: true });
  const url = new URL(server.url);
  url.pathname = "/dochak_bench_tick";
  const admin = await mysql.createConnection({ uri: server.url });
  await admin.query("drop database if exists dochak_bench_tick");
  await admin.query("create database dochak_bench_tick character set utf8mb4 collate utf8mb4_unicode_520_ci");
  await migrateDatabase(url.href);
  const db = createDb(url.href, POOL);
  await plantRuns(db, rooms);
  const commits = async () => {
    const [status] = await admin.query("show global status like 'Com_commit'");
    return Number((status as { Value: string }[])[0]?.Value);
  };

  const calls = new Map<string, number>();
  const answer = async (roomId: string) => {
    const part = calls.get(roomId) ?? 0;
    calls.set(roomId, part + 1);
    await sleep(phoneMs(Number(roomId), part));
    return { kind: "accepted", certainty: "delivered", ref: `${roomId}/${part}` } as const;
  };
  const phones: KakaoGateway = {
    capability: {
      ...{ maxImagesPerCall: 1, maxImageBytes: 1e7, maxCallBytes: 1e7 },
      ...{ confirms: "none", honoursMediaWait: true, addressing: "roomId" },
    },
    health: async () => ({ ok: true, latencyMs: 0, detail: "" }),
    open: async () => ({ kind: "ready", mark: null }),
    sendText: (_bot, roomId) => answer(roomId),
    sendImages: (_bot, roomId) => answer(roomId),
    lookUp: async () => ({ kind: "none", detail: "" }),
  };
  const { rt } = engineRuntime(db);
  rt.gateway = () => phones;

  const idealStartMs = performance.now();
  await ideal(rooms);
  const idealMs = performance.now() - idealStartMs;
  const before = await commits();
  const tick = await runTick(rt, { budgetMs: 120_000 });
  const sends = [...calls.values()].reduce((sum, n) => sum + n, 0);
  const perSend = ((await commits()) - before) / sends;
  await db.close();
  await admin.end();
  await server.stop();
  if (tick.delivered !== rooms || sends !== rooms * PARTS)
    throw new Error(`${tick.delivered} of ${rooms} runs, ${sends} calls`);
  return [
    ratio(`one pass of ${sends} calls, ideal → with ledger`, idealMs, tick.durationMs, 1.15),
    { what: "commits per call", measured: perSend.toFixed(3), goal: "≤ 0.2", pass: perSend <= 0.2 },
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

/** One device, room and open run of five texts each. */
async function plantRuns(db: ReturnType<typeof createDb>, rooms: number): Promise<void> {
  const org = await plantOrg(db, "hq", null);
  const user = await plantUser(db, org);
  const bot = await plantBot(db);
  const room = await plantRoom(db, org, bot);
  const now = await databaseNow(db);
  const later = new Date(now.getTime() + 86_400_000);
  const schedule = await plantSchedule(db, org, user, room, { nextSendAt: later });
  await db.execute(sql`create table numbers (n int unsigned primary key)`);
  await db.execute(sql`insert into numbers values (0)`);
  for (let have = 1; have < rooms; have *= 2)
    await db.execute(sql`insert into numbers select n + ${have} from numbers where n + ${have} < ${rooms}`);
  await db.execute(sql`insert into kb_bots (id, bot_name, device_id, gateway, endpoint, status, min_gap_ms, is_sandbox, created_at, updated_at)
    select 1000 + n, concat('봇', n), concat('bench-', n), 'iris_plain', 'http://127.0.0.1:1', 'approved', 0, 1, ${now}, ${now} from numbers`);
  await db.execute(sql`insert into kb_rooms (id, room_id, bot_id, name, room_type, owner_org_id, created_at, updated_at)
    select 1000 + n, 100000 + n, 1000 + n, concat('방 ', n), 'production', ${org.id}, ${now}, ${now} from numbers`);
  await db.execute(sql`insert into kb_schedule_logs
    (id, schedule_id, org_id, room_ref, bot_id, target_room_id, kind, title, status, is_sandbox, scheduled_at, next_attempt_at, expires_at, created_at)
    select 1000 + n, ${schedule}, ${org.id}, 1000 + n, 1000 + n, 100000 + n, 'schedule', '안내', 'planned', 1,
      timestampadd(microsecond, n * 1000, ${new Date(now.getTime() - 60_000)}), ${now}, ${later}, ${now} from numbers`);
  for (let part = 0; part < PARTS; part++)
    await db.execute(sql`insert into kb_schedule_log_parts (log_id, seq, kind, chunk, payload)
      select 1000 + n, ${part}, 'text', ${part}, '{"kind":"text","text":"오늘 저녁 귤이 싸요"}' from numbers`);
  await db.execute(sql`insert into lanes (lane_key, ready_at) select concat('device:bench-', n), ${now} from numbers`);
}
