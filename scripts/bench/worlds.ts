import path from "node:path";
import { sql } from "drizzle-orm";
import mysql from "mysql2/promise";
import { createDb, type Db } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { privateServer } from "../setup/database.mjs";

const BRANCHES = 40;
const DUE = 100;

export type World = Awaited<ReturnType<typeof openWorlds>>["large"];

/**
 * A durable private server (innodb_flush_log_at_trx_commit=1) under .data/bench. `fresh` makes an empty, migrated database
 * on it, `root` is a connection of its own for what the product never does. Call `stop` at the end.
 */
export async function openServer() {
  const server = await privateServer({ dir: path.resolve(".data", "bench"), database: "dochak_bench", durable: true });
  const root = await mysql.createConnection({ uri: server.url, timezone: "Z" });
  const opened: Db[] = [];
  return {
    root,
    async fresh(name: string, connections: number) {
      await root.query(`drop database if exists \`${name}\``);
      await root.query(`create database \`${name}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      await migrateDatabase(url.href);
      const db = createDb(url.href, connections);
      opened.push(db);
      return { db, url: url.href };
    },
    async stop() {
      await Promise.all(opened.map((db) => db.close()));
      await root.end();
      await server.stop();
    },
  };
}

/** The same story with 1,000 rows and with many, on one server. Call `stop` at the end. */
export async function openWorlds(rows: number) {
  const server = await openServer();
  const open = async (name: string, count: number) => {
    const { db, url } = await server.fresh(name, 2);
    const world = await plantSchedules(db, count);
    await plantLedger(world, count);
    return { ...world, url };
  };
  const small = await open("dochak_bench_small", 1_000);
  const large = await open("dochak_bench_large", rows);
  return { small, large, stop: server.stop };
}

/** A table `numbers` of 0 to `count` − 1, to plant from. */
export async function plantNumbers(db: Db, count: number): Promise<void> {
  await db.execute(sql`create table numbers (n int primary key)`);
  await db.execute(sql`insert into numbers values (0)`);
  for (let have = 1; have < count; have *= 2)
    await db.execute(sql`insert into numbers select n + ${have} from numbers where n + ${have} < ${count}`);
}

const CHUNK = 100_000;
const chunks = (count: number) =>
  Array.from(
    { length: Math.ceil(count / CHUNK) },
    (_, i) => sql`from numbers where n >= ${i * CHUNK} and n < ${(i + 1) * CHUNK}`,
  );
const roomOf = sql`(select min(id) from kb_rooms) + n mod ${BRANCHES}`;
const orgOf = sql`(select min(owner_org_id) from kb_rooms) + n mod ${BRANCHES}`;

/** `count` schedules of 40 branches: 100 are due, every fifth has been switched off. */
export async function plantSchedules(db: Db, count: number) {
  const hq = await plantOrg(db, "hq", null);
  const actor = await plantUser(db, hq);
  const bot = await plantBot(db);
  for (let i = 0; i < BRANCHES; i++) await plantRoom(db, await plantOrg(db, "branch", hq), bot);
  const now = new Date("2026-11-20T05:00:00.000Z");
  await plantNumbers(db, count);
  for (const part of chunks(count))
    await db.execute(sql`insert into kb_schedule
      (id, title, created_by_type, created_by_id, created_by_mb_id, owner_org_id, room_ref, target_bot_name, target_room_id, message_text, message_images_1, message_images_2,
       schedule_type, schedule_time, valid_from, valid_until, status, next_send_at, created_at, updated_at)
      select n + 1, concat('예약 ', n), 'hq', ${hq.id}, ${actor.mbId}, ${orgOf}, ${roomOf}, ${bot.botName}, '1', '글', '[]', '[]', 'daily', '14:00:00', '2026-01-01', '2027-01-01',
       if(n mod 5 = 4, 'inactive', 'active'), if(n mod 5 = 4, null, timestampadd(second, if(n < ${DUE}, -30, 60 + n), ${now})), ${now}, ${now} ${part}`);
  await db.execute(sql`analyze table kb_schedule`);
  return { db, now, bot, scope: scopeOf(actor), mbId: actor.mbId };
}

/** `count` rows of the ledger, one a second backwards from now, spread over the branches. */
async function plantLedger({ db, now, bot }: Awaited<ReturnType<typeof plantSchedules>>, count: number): Promise<void> {
  for (const part of chunks(count))
    await db.execute(sql`insert into kb_schedule_logs
      (schedule_id, org_id, room_ref, bot_id, target_room_id, kind, title, status, certainty, scheduled_at, completed_at, created_at)
      select n + 1, ${orgOf}, ${roomOf}, ${bot.id}, '1', 'schedule', concat('예약 ', n), if(n mod 50 = 0, 'failed', 'success'), 'delivered',
       timestampadd(second, -n, ${now}), timestampadd(second, -n, ${now}), ${now} ${part}`);
  await db.execute(sql`analyze table kb_schedule_logs`);
}
