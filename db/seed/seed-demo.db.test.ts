import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyPassword } from "@/lib/access/password";
import { passwordIssue } from "@/lib/access/password-policy";
import { scopeOf } from "@/lib/access/scope";
import { readCoverage } from "@/lib/coverage/queries";
import { botViewOf, listBots } from "@/lib/rooms/bot-queries";
import { listRooms } from "@/lib/rooms/queries";
import { BotFilter, RoomFilter } from "@/lib/rooms/schema";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { parseObjectKey } from "@/lib/storage/object-key";
import { ageOnDisk, seedTools } from "@/scripts/seed-tools";
import { counterProblems } from "@/scripts/testing/counter-problems";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { messageProblems } from "@/scripts/testing/message-problems";
import { databaseNow } from "../client";
import { kbScheduleLogParts, kbScheduleLogs } from "../schema/deliveries";
import { appMeta, lanes, ticks } from "../schema/dispatch";
import { imageRefs, images } from "../schema/images";
import { messages } from "../schema/messages";
import { orgs } from "../schema/orgs";
import { kbBots, kbRooms } from "../schema/rooms";
import { kbSchedule, messageTemplates } from "../schema/schedules";
import { tenants } from "../schema/tenants";
import { users } from "../schema/users";
import { openTestDatabase, type TestDatabase } from "../testing/database";
import { plantOrg } from "../testing/plant";
import { DEMO_PASSWORD, demoAccounts } from "./people";
import { ForeignDatabase, seedDemo } from "./seed-demo";

let t: TestDatabase;
let folder: string;
const options = { sandboxUrl: "http://127.0.0.1:4010" };
const keys = {
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  LOOKUP_KEY: "a-lookup-key-of-at-least-32-characters",
};
const tools = () => seedTools(createLocalDisk(folder), keys, ageOnDisk(folder));

beforeAll(async () => {
  t = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "story-"));
});
afterAll(async () => {
  await t.drop();
  await rm(folder, { recursive: true });
});

const tables = [
  orgs,
  users,
  kbBots,
  lanes,
  kbRooms,
  kbSchedule,
  messageTemplates,
  kbScheduleLogs,
  kbScheduleLogParts,
  images,
  imageRefs,
  ticks,
  appMeta,
];
/** Everything there is, as one comparable text. */
const everything = async () =>
  JSON.stringify(await Promise.all(tables.map((table) => t.db.select().from(table as typeof orgs))));

describe("an empty database", () => {
  beforeAll(async () => {
    await t.clear();
    expect(await seedDemo(t.db, tools(), options)).toBe(true);
  }, 60_000);

  test("holds the story: 1 본사, 2 총판, 4 대리점, 9 지점, people who can sign in, bots, rooms, schedules", async () => {
    const n = async (table: typeof orgs) => (await t.db.select({ n: count() }).from(table))[0]!.n;
    const levels = await t.db.select({ level: orgs.level, n: count() }).from(orgs).groupBy(orgs.level);
    expect(Object.fromEntries(levels.map((row) => [row.level, row.n]))).toEqual({
      hq: 1,
      distributor: 2,
      agency: 4,
      branch: 9,
    });
    expect(await n(kbRooms as unknown as typeof orgs)).toBeGreaterThanOrEqual(20);
    expect(await t.db.select({ status: kbBots.status }).from(kbBots)).toEqual([
      { status: "approved" },
      { status: "approved" },
      { status: "pending" },
    ]);
    const [hq] = await t.db.select().from(users).where(eq(users.mbId, "hq"));
    expect(await verifyPassword(hq!.passwordHash, DEMO_PASSWORD)).toBe(true);
    for (const { mbId, org } of demoAccounts())
      expect(passwordIssue(DEMO_PASSWORD, [mbId, org, "새봄청과", "도착", "dochak"])).toBeNull();
    const now = await databaseNow(t.db);
    const [first] = await t.db.select({ at: kbSchedule.nextSendAt }).from(kbSchedule).where(eq(kbSchedule.id, 1));
    expect(first!.at!.getTime() - now.getTime()).toBeLessThan(125_000);
  });

  test("has the history of the system before, as its own check found it (rulings 23)", async () => {
    const scope = scopeOf({ kind: "system", job: "script" });
    const { imported, new: own } = await readCoverage(t.db, scope, {}, await databaseNow(t.db));
    const seen = { messages: 29, gaps: 25, expected: 2_544, recorded: 602, pct: 23.66 };
    expect(imported.sentOrPartial).toMatchObject(seen);
    expect(imported).toMatchObject({
      messages: 32,
      expected: 2_870,
      recorded: 602,
      missing: 1_866,
      unrecoverable: 402,
    });
    expect(imported.byStatus.failed).toMatchObject({ messages: 3, expected: 326, recorded: 0 });
    expect(own).toMatchObject({ pct: 100, missing: 0 });
    expect(await counterProblems(t.db)).toEqual([]);
  });

  test("its week keeps every rule of the ledger", async () => {
    expect(await ledgerProblems(t.db)).toEqual([]);
    const [wrong] = await t.db
      .select({ n: count() })
      .from(kbScheduleLogs)
      .innerJoin(kbSchedule, eq(kbSchedule.id, kbScheduleLogs.scheduleId))
      .where(sql`${kbScheduleLogs.isSandbox} = 0 or ${kbScheduleLogs.orgId} <> ${kbSchedule.ownerOrgId}`);
    expect(wrong!.n).toBe(0);
    const schedules = await t.db.select().from(kbSchedule);
    const logs = await t.db.select().from(kbScheduleLogs);
    for (const schedule of schedules) {
      const sent = logs.filter(
        (log) => log.scheduleId === schedule.id && log.kind !== "test" && ["success", "partial"].includes(log.status),
      );
      expect(schedule.sendCount).toBe(sent.length);
      expect(schedule.lastSentAt?.getTime()).toBe(
        sent
          .map((log) => log.completedAt!.getTime())
          .sort((a, b) => a - b)
          .at(-1),
      );
    }
  });

  test("its heart beat every minute but where it says that nothing ran", async () => {
    const beats = await t.db.select({ at: ticks.startedAt }).from(ticks).orderBy(ticks.startedAt);
    expect(beats.length).toBeGreaterThan(10_000);
    const gaps = beats.flatMap(({ at }, i) =>
      i > 0 && at.getTime() - beats[i - 1]!.at.getTime() > 90_000 ? [at] : [],
    );
    expect(gaps).toHaveLength(2);
    const now = await databaseNow(t.db);
    expect(now.getTime() - beats.at(-1)!.at.getTime()).toBeLessThan(90_000);
  });

  test("every picture is kept whole and shown where the schedules say", async () => {
    const disk = createLocalDisk(folder);
    const rows = await t.db.select().from(images);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect((await disk.head(parseObjectKey(row.objectKey)!))?.bytes).toBe(row.bytes);
    const refs = await t.db
      .select({ schedule: imageRefs.scheduleId, grp: imageRefs.grp, key: images.objectKey })
      .from(imageRefs)
      .innerJoin(images, eq(images.id, imageRefs.imageId))
      .orderBy(imageRefs.scheduleId, imageRefs.grp, imageRefs.position);
    for (const schedule of await t.db.select().from(kbSchedule))
      for (const [group, keys] of [schedule.messageImages1, schedule.messageImages2].entries())
        expect(
          refs.filter((ref) => ref.schedule === schedule.id && ref.grp === group + 1).map((ref) => ref.key),
        ).toEqual(keys);
  });

  test("its screens have something to show: limits from several levels, today's use, bots that were heard", async () => {
    const now = await databaseNow(t.db);
    const system = { kind: "system", job: "script" } as const;
    const { items } = await listRooms(t.db, scopeOf(system), RoomFilter.parse({ limit: "100" }), now);
    const origins = items.flatMap((room) =>
      Object.values(room.limitOrigins).map((origin) => (origin.kind === "org" ? origin.level : origin.kind)),
    );
    expect(new Set(origins)).toEqual(new Set(["product", "distributor", "agency", "room"]));
    const bots = (await listBots(t.db, botViewOf(system), BotFilter.parse({}), now)).items;
    expect(bots.filter((bot) => bot.health?.ok && bot.lastSeenAt)).toHaveLength(2);
    const runs = items.reduce((sum, room) => sum + room.today.runsToday, 0);
    expect(bots.reduce((sum, bot) => sum + bot.runsToday!, 0)).toBe(runs);
  });

  test("its phone messages add up: every recipient a row, every counter its rows, every account its ledger", async () => {
    expect(await messageProblems(t.db)).toEqual([]);
    const all = await t.db.select().from(messages);
    expect(new Set(all.map((message) => message.status))).toEqual(
      new Set(["sent", "partial", "failed", "cancelled", "queued"]),
    );
    const [poorest] = await t.db.select({ left: sql<string>`min(credit_balance - credit_reserved)` }).from(tenants);
    expect(Number(poorest!.left) / 18).toBeGreaterThanOrEqual(100_000);
  });

  test("told again it changes nothing but the sandbox's address", async () => {
    const before = await everything();
    expect(await seedDemo(t.db, tools(), options)).toBe(false);
    expect(await everything()).toBe(before);
    expect(await seedDemo(t.db, tools(), { sandboxUrl: "http://127.0.0.1:4999" })).toBe(false);
    expect(await everything()).toBe(before.replaceAll("http://127.0.0.1:4010", "http://127.0.0.1:4999"));
  });

  test("a reset tells it anew", async () => {
    await t.db.update(kbRooms).set({ name: "내가 바꾼 이름" });
    expect(await seedDemo(t.db, tools(), { ...options, reset: true })).toBe(true);
    expect(await t.db.select().from(kbRooms).where(eq(kbRooms.name, "내가 바꾼 이름"))).toEqual([]);
    expect(await ledgerProblems(t.db)).toEqual([]);
  }, 60_000);
});

describe("a database with somebody's own data", () => {
  beforeEach(() => t.clear());

  test("is left alone, also by a reset", async () => {
    await plantOrg(t.db, "hq", null);
    const before = await everything();
    for (const reset of [false, true])
      await expect(seedDemo(t.db, tools(), { ...options, reset })).rejects.toBeInstanceOf(ForeignDatabase);
    expect(await everything()).toBe(before);
  });
});

test("two who seed an empty database at once: one tells the story, the other finds it told", async () => {
  await t.clear();
  const both = await Promise.all([seedDemo(t.db, tools(), options), seedDemo(t.db, tools(), options)]);
  expect([...both].sort()).toEqual([false, true]);
  expect(await t.db.select({ n: count() }).from(orgs)).toEqual([{ n: 16 }]);
}, 60_000);
