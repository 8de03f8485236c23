import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { dueSchedules } from "@/lib/dispatch/materialise-due";
import { atLeast, type Finding, interleave } from "./measure";
import { openServer, plantSchedules } from "./worlds";

const ROUNDS = 40;
/** Ours is asked as often in a row as makes a sample about as long as one of the seed's: a busy machine then hits both alike. */
const POLLS = 50;
const LIMIT = 100;

/** G2: the poll of the seed, in whose table every fifth schedule has run out and is still `active`, against ours. */
export async function benchSeedPoll(rows: number): Promise<Finding[]> {
  const server = await openServer();
  const { db } = await server.fresh("dochak_bench_poll", 2);
  const { now } = await plantSchedules(db, rows);
  await plantSeed(db, now);
  const seed = () => seedPoll(db, now);
  const ours = () => dueSchedules(db, now, LIMIT);
  const manyOurs = async () => {
    for (let i = 0; i < POLLS; i++) await ours();
  };
  const found = new Set([(await seed()).length, (await ours()).length]);
  const [theirMs, manyMs] = await interleave(ROUNDS, seed, manyOurs, 3);
  const ourMs = manyMs.map((ms) => ms / POLLS);
  await server.stop();
  if (found.size > 1) throw new Error(`the polls found ${[...found]}`);
  return [atLeast(`due poll at ${rows.toLocaleString("en")} schedules, seed → ours`, theirMs, ourMs, 100, "ms")];
}

/** Statement and index of S2 §5.5 and §3.1, with the brackets its text forgets: without them it reads the whole table. */
async function seedPoll(db: Db, now: Date): Promise<unknown[]> {
  const [rows] = await db.execute(sql`select id from seed_schedule where status = 'active'
    and ${now} between valid_from and valid_until and next_send_at <= ${now}
    and (last_sent_at is null or last_sent_at < next_send_at) order by next_send_at, id limit ${LIMIT}`);
  return rows as unknown as unknown[];
}

/** The same schedules as ours, but those switched off have run out instead, months ago, and nobody has said so in `status`. */
async function plantSeed(db: Db, now: Date): Promise<void> {
  await db.execute(sql`create table seed_schedule (id bigint unsigned primary key, title varchar(255) not null, message_text text,
    target_room_id varchar(100) not null, valid_from datetime(3) not null, valid_until datetime(3) not null,
    status enum('active', 'inactive', 'completed', 'error') not null, last_sent_at datetime(3), next_send_at datetime(3),
    key idx_polling (status, next_send_at, valid_from, valid_until), key idx_room (target_room_id))`);
  await db.execute(sql`insert into seed_schedule select id, title, message_text, target_room_id, valid_from,
    if(status = 'active', valid_until, ${new Date(now.getTime() - 86_400_000)}), 'active', null,
    coalesce(next_send_at, timestampadd(second, -86400 - cast(id as signed), ${now})) from kb_schedule`);
  await db.execute(sql`analyze table seed_schedule`);
}
