import { sql } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { transact } from "@/db/plain-sql";
import { plantBot, plantOrg } from "@/db/testing/plant";
import { decideRateLimit, notePace } from "@/lib/deliveries/rate-limit";
import { lockPaces, NO_PACE, type RoomPace, writePaces } from "@/lib/dispatch/room-paces";
import { productLimits } from "@/lib/rooms/limits";
import { benchArchive } from "./archive";
import { atLeast, type Finding, interleave } from "./measure";
import { openServer, plantNumbers } from "./worlds";

const ROUNDS = 60;
/** Rows of the seed's log in one room: forty days of what a room may get. */
const PER_ROOM = 2_000;
/** Rooms whose calls are reserved together. */
const BATCH = 200;
/** A room that is spoken to all day long: fifty times an hour at most (C-30). */
const EVERY_MS = 80_000;
const KEPT = 40;

/** G10: whether a room may be spoken to, by the seed's three counts over its log and by ours, reserved and committed; and clearing old rows away. */
export async function benchRateCheck(rows: number): Promise<Finding[]> {
  const server = await openServer();
  const { db } = await server.fresh("dochak_bench_rate", 2);
  const logs = rows * 2;
  const seedRooms = Math.max(BATCH, logs / PER_ROOM);
  await plantNumbers(db, logs);
  const now = await databaseNow(db);
  await plantSeedLog(db, logs, seedRooms, now);
  const first = await plantRooms(db, now);
  let [round, turn] = [0, 0];
  const seed = () => seedCheck(db, String((round++ * 7_919) % seedRooms), now);
  const ours = () => ourCheck(db, first, new Date(now.getTime() + ++turn * EVERY_MS));
  const [theirMs, ourMs] = await interleave(ROUNDS, seed, ours, 5);
  const perRoomMs = ourMs.map((ms) => ms / BATCH);
  const archive = await benchArchive(db, Math.floor(rows / 2));
  await server.stop();
  return [
    atLeast(`rate check of a room, ${logs.toLocaleString("en")} logs, seed → ours`, theirMs, perRoomMs, 10, "ms"),
    archive,
  ];
}

/** S2 §11.4: calls of the last minute, hour and day counted in the log, over its index on the room. */
async function seedCheck(db: Db, room: string, now: Date): Promise<void> {
  for (const seconds of [60, 3_600, 86_400])
    await db.execute(
      sql`select count(*) as calls from seed_logs where target_room_id = ${room} and started_at >= timestampadd(second, ${-seconds}, ${now})`,
    );
}

/** What the engine does before 200 calls: lock their rooms' paces, decide, note the calls, commit. */
async function ourCheck(db: Db, first: number, now: Date): Promise<void> {
  const ids = Array.from({ length: BATCH }, (_, i) => first + i);
  await transact(db, async (tx) => {
    const paces = await lockPaces(tx, ids);
    const noted = ids.map((roomRef): [number, RoomPace] => {
      const pace = paces.get(roomRef) ?? NO_PACE;
      if (!decideRateLimit(productLimits, pace, "call", now).ok) throw new Error("a room is full");
      const { callTimes, runTimes } = notePace(pace, "call", now);
      return [roomRef, { callTimes: callTimes.slice(-KEPT), runTimes, lastRunAt: pace.lastRunAt }];
    });
    await writePaces(tx, new Map(noted));
  });
}

async function plantSeedLog(db: Db, logs: number, rooms: number, now: Date): Promise<void> {
  await db.execute(sql`create table seed_logs (id bigint unsigned auto_increment primary key, schedule_id bigint unsigned not null,
    target_room_id varchar(100) not null, sent_message_text text, status enum('success', 'failed', 'partial') not null,
    scheduled_at datetime not null, started_at datetime, completed_at datetime, duration_ms int,
    key idx_schedule (schedule_id), key idx_room (target_room_id), key idx_status (status, scheduled_at))`);
  for (let from = 0; from < logs; from += 100_000)
    await db.execute(sql`insert into seed_logs (schedule_id, target_room_id, sent_message_text, status, scheduled_at, started_at, completed_at, duration_ms)
      select n, n mod ${rooms}, '오늘 저녁 귤이 싸요', 'success', at, at, at, 20
      from (select n, timestampadd(second, -1728 * (n div ${rooms}), ${now}) as at from numbers where n >= ${from} and n < ${from + 100_000}) t`);
  await db.execute(sql`analyze table seed_logs`);
}

/** 200 rooms that had a call every 80 seconds. @returns the first's id; the others follow */
async function plantRooms(db: Db, now: Date): Promise<number> {
  const org = await plantOrg(db, "hq", null);
  const bot = await plantBot(db);
  const first = 1_000;
  await db.execute(sql`insert into kb_rooms (id, room_id, bot_id, name, room_type, owner_org_id, created_at, updated_at)
    select ${first} + n, 100000 + n, ${bot.id}, concat('방 ', n), 'production', ${org.id}, ${now}, ${now} from numbers where n < ${BATCH}`);
  const at = now.getTime();
  const callTimes = Array.from({ length: KEPT }, (_, i) => at - (KEPT - 1 - i) * EVERY_MS);
  const pace = { callTimes, runTimes: callTimes, lastRunAt: now };
  const paces = new Map(Array.from({ length: BATCH }, (_, i) => [first + i, pace]));
  await transact(db, (tx) => writePaces(tx, paces));
  return first;
}
