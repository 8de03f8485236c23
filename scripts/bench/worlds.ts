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

export type World = Awaited<ReturnType<typeof plantWorld>>;

/**
 * Two databases on one durable server (innodb_flush_log_at_trx_commit=1): the same story with 1,000 rows and with many.
 * Call `stop` at the end.
 */
export async function openWorlds(rows: number) {
  const dir = path.resolve(".data", "bench");
  const server = await privateServer({ dir, database: "dochak_bench", durable: true });
  const open = async (name: string, count: number) => {
    const url = new URL(server.url);
    const admin = await mysql.createConnection({ uri: server.url });
    await admin.query(`drop database if exists \`${name}\``);
    await admin.query(`create database \`${name}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`);
    await admin.end();
    url.pathname = `/${name}`;
    await migrateDatabase(url.href);
    return plantWorld(createDb(url.href, 2), url.href, count);
  };
  const small = await open("dochak_bench_small", 1_000);
  const large = await open("dochak_bench_large", rows);
  const stop = async () => {
    await Promise.all([small.db.close(), large.db.close()]);
    await server.stop();
  };
  return { small, large, stop };
}

/** `count` schedules of which 100 are due, and `count` ledger rows spread over the branches. */
async function plantWorld(db: Db, url: string, count: number) {
  const hq = await plantOrg(db, "hq", null);
  const actor = await plantUser(db, hq);
  const bot = await plantBot(db);
  for (let i = 0; i < BRANCHES; i++) await plantRoom(db, await plantOrg(db, "branch", hq), bot);
  const now = new Date("2026-11-20T05:00:00.000Z");
  await db.execute(sql`create table numbers (n int unsigned primary key)`);
  await db.execute(sql`insert into numbers values (0)`);
  for (let have = 1; have < count; have *= 2)
    await db.execute(sql`insert into numbers select n + ${have} from numbers where n + ${have} < ${count}`);
  const room = sql`(select min(id) from kb_rooms) + n mod ${BRANCHES}`;
  const org = sql`(select min(owner_org_id) from kb_rooms) + n mod ${BRANCHES}`;
  for (let from = 0; from < count; from += 100_000) {
    const part = sql`from numbers where n >= ${from} and n < ${from + 100_000}`;
    await db.execute(sql`insert into kb_schedule
      (id, title, created_by_type, created_by_id, created_by_mb_id, owner_org_id, room_ref, target_bot_name, target_room_id, message_text, message_images_1, message_images_2,
       schedule_type, schedule_time, valid_from, valid_until, status, next_send_at, created_at, updated_at)
      select n + 1, concat('예약 ', n), 'hq', ${hq.id}, ${actor.mbId}, ${org}, ${room}, ${bot.botName}, '1', '글', '[]', '[]', 'daily', '14:00:00', '2026-01-01', '2027-01-01',
       if(n mod 5 = 4, 'inactive', 'active'), if(n mod 5 = 4, null, timestampadd(second, if(n < ${DUE}, -30, 60 + n), ${now})), ${now}, ${now} ${part}`);
    await db.execute(sql`insert into kb_schedule_logs
      (schedule_id, org_id, room_ref, bot_id, target_room_id, kind, title, status, certainty, scheduled_at, completed_at, created_at)
      select n + 1, ${org}, ${room}, ${bot.id}, '1', 'schedule', concat('예약 ', n), if(n mod 50 = 0, 'failed', 'success'), 'delivered',
       timestampadd(second, -n, ${now}), timestampadd(second, -n, ${now}), ${now} ${part}`);
  }
  await db.execute(sql`analyze table kb_schedule, kb_schedule_logs`);
  return { db, url, now, scope: scopeOf(actor), mbId: actor.mbId };
}
