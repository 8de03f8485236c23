import { type SQL, sql } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { plantSchedule } from "./engine-rig";

const BOTS = 50;
/** Rooms with open runs, four runs each. */
const BUSY_ROOMS = 50;
/** Rooms the ended runs went to: one every minute, or 22 a day in each. */
const QUIET_ROOMS = 64;
/** Ended runs of one schedule: one a day for years, and a person's. */
const HISTORY = 3_000;
const DUE_SCHEDULES = 100;

/** A derived table `seq(n)` of 0 … 131,071. */
const sequence = sql.raw(
  `(select ${Array.from({ length: 17 }, (_, i) => `b${i}.n * ${2 ** i}`).join(" + ")} as n from ${Array.from({ length: 17 }, (_, i) => `(select 0 as n union all select 1) b${i}`).join(", ")}) seq`,
);

export type BigLedger = Awaited<ReturnType<typeof plantBigLedger>>;

/**
 * An installation after years: 131,072 schedules of which 100 are due and a fifth is switched off, as many ended runs with
 * their parts, 200 open runs in 50 busy rooms of 50 bots, and 131,072 rooms and lanes; nearly all of it asleep.
 */
export async function plantBigLedger(db: Db) {
  const now = await databaseNow(db);
  const org = await plantOrg(db, "hq", null);
  const user = await plantUser(db, org);
  const bots: Awaited<ReturnType<typeof plantBot>>[] = [];
  for (let n = 0; n < BOTS; n++) bots.push(await plantBot(db));
  const rooms: number[] = [];
  for (let n = 0; n < BUSY_ROOMS; n++) rooms.push((await plantRoom(db, org, bots[n % BOTS]!)).id);
  const quiet = await plantRoom(db, org, bots[0]!);
  const quietIds = [quiet.id];
  for (let n = 1; n < QUIET_ROOMS; n++) quietIds.push((await plantRoom(db, org, bots[n % BOTS]!)).id);
  const scheduleId = await plantSchedule(db, org, user, quiet, { nextSendAt: new Date(now.getTime() + 3_600_000) });
  const run = (statement: SQL) => db.execute(statement);

  await run(sql`insert into kb_rooms (room_id, bot_id, name, room_type, owner_org_id, created_at, updated_at)
    select concat('77', n), ${bots[0]!.id}, '톡방', 'production', ${org.id}, ${now}, ${now} from ${sequence}`);
  await run(sql`insert into room_pace (room_ref, call_times, run_times) select id, '[]', '[]' from kb_rooms`);
  await run(sql`insert into lanes (lane_key, fence) select concat('device:asleep-', n), 1 from ${sequence}`);
  const kept = sql.raw(
    "title, created_by_type, created_by_id, created_by_mb_id, owner_org_id, room_ref, target_bot_name, target_room_id, message_text, message_images_1, message_images_2, schedule_type, schedule_time, valid_from, valid_until, created_at, updated_at",
  );
  await run(sql`insert into kb_schedule (${kept}, next_send_at, status)
    select ${kept}, if(n % 5 = 0, null, date_add(next_send_at, interval n second)), if(n % 5 = 0, 'inactive', 'active')
    from kb_schedule, ${sequence} where id = ${scheduleId}`);
  await run(sql`update kb_schedule set next_send_at = date_sub(${now}, interval id second)
    where next_send_at is not null order by id limit ${sql.raw(String(DUE_SCHEDULES))}`);

  const pick = (ids: readonly number[], n: SQL) =>
    sql`elt(1 + ${n} % ${ids.length}, ${sql.join(
      ids.map((id) => sql`${id}`),
      sql`, `,
    )})`;
  // Every schedule had one run; it ended well.
  await run(sql`insert into kb_schedule_logs (schedule_id, org_id, room_ref, bot_id, target_room_id, title, status, scheduled_at, started_at, completed_at, created_at)
    select id, owner_org_id, ${pick(quietIds, sql`id`)}, ${bots[0]!.id}, target_room_id, title, 'success',
      date_sub(${now}, interval id minute), ${now}, ${now}, created_at from kb_schedule`);
  await run(sql`insert into kb_schedule_log_parts (log_id, seq, kind, payload, status, certainty, started_at, finished_at)
    select id, 0, 'text', '{"kind":"text","text":"오늘 저녁 귤이 싸요"}', 'sent', 'delivered', scheduled_at, scheduled_at from kb_schedule_logs`);
  // Four runs in each busy room are open and due.
  const botIds = rooms.map((_, i) => bots[i % BOTS]!.id);
  await run(sql`update kb_schedule_logs set room_ref = ${pick(rooms, sql`id`)}, bot_id = ${pick(botIds, sql`id`)},
    status = 'planned', started_at = null, completed_at = null, next_attempt_at = date_sub(${now}, interval 10 second),
    expires_at = date_add(${now}, interval 50 minute) order by id limit 200`);
  await run(sql`update kb_schedule_log_parts p join kb_schedule_logs l on l.id = p.log_id
    set p.status = 'pending', p.certainty = null, p.started_at = null, p.finished_at = null where l.status = 'planned'`);
  // Of the latest ninety nobody is sure.
  await run(sql`update kb_schedule_log_parts set ask_at = date_sub(${now}, interval 5 second), mark = '0', certainty = 'accepted'
    where status = 'sent' order by started_at desc limit 90`);
  await run(sql`insert into kb_schedule_logs (schedule_id, org_id, room_ref, bot_id, target_room_id, title, kind, status, scheduled_at, completed_at, created_at)
    select ${scheduleId}, ${org.id}, ${quiet.id}, ${bots[0]!.id}, ${quiet.roomId}, '저녁 특가 안내', if(n % 2, 'manual', 'schedule'), 'success',
      date_sub(${now}, interval n day), ${now}, ${now} from ${sequence} where n between 1 and ${HISTORY}`);
  await run(sql`insert into lanes (lane_key, ready_at) select concat('device:', device_id), ${now} from kb_bots
    on duplicate key update ready_at = values(ready_at)`);
  for (const table of ["kb_schedule", "kb_schedule_logs", "kb_schedule_log_parts", "kb_rooms", "room_pace", "lanes"])
    await run(sql.raw(`analyze table ${table}`));
  return { now, org, user, bots, rooms, scheduleId };
}

/** How many rows the server touches while `work` uses a pool of one connection. */
export async function readsOf<R>(one: Db, work: () => Promise<R>): Promise<{ reads: number; result: R }> {
  const total = async () => {
    const [rows] = await one.execute(sql`show session status like 'Handler_read%'`);
    return (rows as unknown as { Value: string }[]).reduce((sum, row) => sum + Number(row.Value), 0);
  };
  const before = await total();
  const result = await work();
  return { reads: (await total()) - before, result };
}
