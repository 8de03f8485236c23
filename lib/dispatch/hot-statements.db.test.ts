import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseNow } from "@/db/client";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { explain, rowsRead } from "@/scripts/testing/read-plan";
import { dueRooms, openRuns } from "./load-lane-work";
import { dueSchedules } from "./materialise-due";

let database: TestDatabase;
let now: Date;
let botId: number;
const rooms: number[] = [];

/** 130,000 schedules of which 100 are due and a fifth is switched off with a stale time; 130,000 ended runs and 90 open ones. */
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  now = await databaseNow(db);
  const org = await plantOrg(db, "hq", null);
  const user = await plantUser(db, org);
  const bot = await plantBot(db);
  botId = bot.id;
  for (let n = 0; n < 30; n++) rooms.push((await plantRoom(db, org, bot)).id);
  const room = await plantRoom(db, org, bot);
  const id = await plantSchedule(db, org, user, room, { nextSendAt: new Date(now.getTime() + 3_600_000) });
  const columns = sql.raw(
    "title, created_by_type, created_by_id, created_by_mb_id, owner_org_id, room_ref, target_bot_name, target_room_id, message_text, message_images_1, message_images_2, schedule_type, schedule_time, valid_from, valid_until, created_at, updated_at",
  );
  for (let n = 0; n < 17; n++)
    await db.execute(
      sql`insert into kb_schedule (${columns}, next_send_at, status) select ${columns}, date_add(next_send_at, interval ${sql.raw(String(2 ** n))} second), status from kb_schedule`,
    );
  await db.execute(
    sql`update kb_schedule set next_send_at = date_sub(${now}, interval 1 minute) order by id limit 100`,
  );
  await db.execute(
    sql`update kb_schedule set status = 'inactive', next_send_at = null where id % 5 = 0 and next_send_at > ${now}`,
  );
  await db.execute(
    sql`insert into kb_schedule_logs (schedule_id, org_id, room_ref, bot_id, target_room_id, title, status, scheduled_at, created_at)
        select id, owner_org_id, elt(1 + id % 30, ${sql.join(
          rooms.map((roomId) => sql`${roomId}`),
          sql`, `,
        )}), ${botId}, target_room_id, title, 'success', coalesce(next_send_at, valid_from), created_at from kb_schedule`,
  );
  await db.execute(
    sql`update kb_schedule_logs set status = 'planned', next_attempt_at = date_sub(${now}, interval 10 second) order by id limit 90`,
  );
  await db.execute(sql`analyze table kb_schedule`);
  await db.execute(sql`analyze table kb_schedule_logs`);
  expect(id).toBeGreaterThan(0);
}, 240_000);
afterAll(() => database?.drop());

test("the due poll touches what is due and nothing else", async () => {
  const statement = sql`${dueSchedules(database.db, now)}`;
  expect(await dueSchedules(database.db, now)).toHaveLength(100);
  const [plan] = await explain(database.db, statement);
  expect(plan).toMatchObject({ key: "idx_schedule_due", type: "range" });
  expect(plan?.Extra).not.toContain("filesort");
  expect(await rowsRead(database.db, statement)).toBeLessThanOrEqual(110);
});

test("the rooms of a device that have due runs, from the index of open runs only", async () => {
  const statement = sql`${dueRooms(database.db, botId, now)}`;
  expect(await dueRooms(database.db, botId, now)).toHaveLength(90);
  const [plan] = await explain(database.db, statement);
  expect(plan).toMatchObject({ key: "ix_logs_bot_next", type: "range" });
  expect(plan?.Extra).not.toContain("filesort");
  expect(await rowsRead(database.db, statement)).toBeLessThanOrEqual(100);
});

test("the heads of thirty rooms among 130,000 ended runs", async () => {
  const statement = sql`${openRuns(database.db, rooms)}`;
  expect(await openRuns(database.db, rooms)).toHaveLength(90);
  const [plan] = await explain(database.db, statement);
  expect(plan).toMatchObject({ key: "ix_logs_room_next", type: "range" });
  expect(await rowsRead(database.db, statement)).toBeLessThanOrEqual(200);
});
