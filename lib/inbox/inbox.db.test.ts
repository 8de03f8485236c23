import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LogStatus } from "@/db/enums";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { explain } from "@/scripts/testing/read-plan";
import { markSeen } from "./mark-seen";
import { inboxOf } from "./queries";
import { saveSettings } from "./save-settings";

const now = new Date("2026-11-20T05:00:00.000Z");
let database: TestDatabase;
let hq: PlantedOrg;
let branch: PlantedOrg;
let other: PlantedOrg;
let boss: Awaited<ReturnType<typeof plantUser>>;
let clerk: Awaited<ReturnType<typeof plantUser>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.clear();
  hq = await plantOrg(database.db, "hq", null);
  branch = await plantOrg(database.db, "branch", hq);
  other = await plantOrg(database.db, "branch", hq);
  boss = await plantUser(database.db, hq);
  clerk = await plantUser(database.db, branch);
});

const rt = () => ({ db: database.db, clock: async () => now });
let minutes = 0;
/** An occurrence of `org` that came to its end so many minutes ago. */
async function plantOutcome(org: PlantedOrg, user: { mbId: string }, status: LogStatus, minutesAgo: number) {
  const { db } = database;
  const bot = await plantBot(db);
  const room = await plantRoom(db, org, bot);
  const scheduleId = await plantSchedule(db, org, user, room);
  const at = new Date(now.getTime() - minutesAgo * 60_000);
  const [log] = await db
    .insert(kbScheduleLogs)
    .values({
      ...{
        scheduleId,
        orgId: org.id,
        roomRef: room.id,
        botId: bot.id,
        targetRoomId: room.roomId,
        title: status,
        status,
      },
      scheduledAt: new Date(at.getTime() - ++minutes),
      outcomeAt: status === "planned" ? null : at,
      createdAt: at,
    })
    .$returningId();
  return log!.id;
}
const inbox = (who: typeof clerk) => inboxOf(database.db, who, now);
const ids = async (who: typeof clerk) => (await inbox(who)).items.map((item) => item.id);

test("quiet at first: what failed, was missed or is unknown in the own organisation, newest first", async () => {
  const failed = await plantOutcome(branch, clerk, "failed", 30);
  const unknown = await plantOutcome(branch, clerk, "unknown", 10);
  const missed = await plantOutcome(branch, clerk, "missed", 20);
  await plantOutcome(branch, clerk, "success", 5);
  await plantOutcome(branch, clerk, "planned", 5);
  await plantOutcome(branch, clerk, "failed", 4 * 24 * 60);
  await plantOutcome(other, boss, "failed", 1);
  await plantOutcome(hq, boss, "failed", 1);
  expect(await ids(clerk)).toEqual([unknown, missed, failed]);
  expect((await inbox(clerk)).newCount).toBe(3);
});

test("seen is seen, and never taken back or run ahead of the clock", async () => {
  await plantOutcome(branch, clerk, "failed", 30);
  await markSeen(rt(), clerk, { until: new Date(now.getTime() - 20 * 60_000).toISOString() });
  expect((await inbox(clerk)).newCount).toBe(0);
  expect((await inbox(clerk)).items[0]?.isNew).toBe(false);
  await plantOutcome(branch, clerk, "failed", 10);
  expect((await inbox(clerk)).newCount).toBe(1);
  await markSeen(rt(), clerk, { until: "2999-01-01T00:00:00.000Z" });
  await markSeen(rt(), clerk, { until: "2026-01-01T00:00:00.000Z" });
  expect((await inbox(clerk)).newCount).toBe(0);
  await plantOutcome(branch, clerk, "failed", -1);
  expect((await inbox(clerk)).newCount).toBe(1);
});

test("each person chooses: the whole part below, only their own, other outcomes, none", async () => {
  const inBranch = await plantOutcome(branch, clerk, "failed", 3);
  const byBoss = await plantOutcome(other, boss, "failed", 2);
  const arrived = await plantOutcome(other, boss, "success", 1);
  expect(await ids(boss)).toEqual([]);
  await saveSettings(rt(), boss, { reach: "below", outcomes: ["failed"] });
  expect(await ids(boss)).toEqual([byBoss, inBranch]);
  await saveSettings(rt(), boss, { reach: "mine", outcomes: ["failed", "arrived"] });
  expect(await ids(boss)).toEqual([arrived, byBoss]);
  await saveSettings(rt(), clerk, { reach: "below", outcomes: ["arrived", "failed"] });
  expect(await ids(clerk)).toEqual([inBranch]);
  expect((await saveSettings(rt(), boss, { reach: "below", outcomes: [] })).outcomes).toEqual([]);
  expect(await inbox(boss)).toMatchObject({ items: [], newCount: 0 });
});

test("a look reads the newest outcomes of the organisation, not its ledger", async () => {
  const { db } = database;
  const id = await plantOutcome(branch, clerk, "failed", 60 * 24 * 10);
  for (let n = 0; n < 14; n++)
    await db.execute(sql`insert into kb_schedule_logs (schedule_id, org_id, room_ref, bot_id, target_room_id, title, status, scheduled_at, outcome_at, created_at)
      select schedule_id, org_id, room_ref, bot_id, target_room_id, title, status, date_sub(scheduled_at, interval ${sql.raw(String(2 ** n))} minute),
        date_sub(outcome_at, interval ${sql.raw(String(2 ** n))} minute), created_at from kb_schedule_logs where org_id = ${branch.id}`);
  await db.execute(sql`analyze table kb_schedule_logs`);
  const since = new Date(now.getTime() - 3 * 86_400_000);
  const [plan] = await explain(
    db,
    sql`select id from kb_schedule_logs force index (ix_logs_org_outcome) where org_id in (${branch.id}) and status in ('failed') and outcome_at > ${since} order by outcome_at desc limit 20`,
  );
  expect(plan).toMatchObject({ key: "ix_logs_org_outcome", type: "range" });
  expect(await ids(clerk)).toEqual([]);
  await db.update(kbScheduleLogs).set({ outcomeAt: now }).where(eq(kbScheduleLogs.id, id));
  expect(await ids(clerk)).toEqual([id]);
});
