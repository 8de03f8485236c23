import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { logKinds, logStatuses } from "@/db/enums";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { explain, rowsRead } from "@/scripts/testing/read-plan";
import { getLogDetail } from "./detail-queries";
import { decodeLogCursor } from "./log-cursor";
import { type LogQuery, logPaths } from "./log-paths";
import { findLog, headsOf, listLogs, listScheduleLogs, tallyLogs } from "./queries";
import { LogFilter } from "./schema";

let database: TestDatabase;
const orgs: PlantedOrg[] = [];
const actors: Awaited<ReturnType<typeof plantUser>>[] = [];
const scheduleIds: number[] = [];
const roomIds: number[] = [];
type Row = typeof kbScheduleLogs.$inferSelect;
let all: Row[] = [];
const base = Date.parse("2026-11-10T00:00:00.000Z");

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const hq = await plantOrg(db, "hq", null);
  const left = await plantOrg(db, "distributor", hq);
  const right = await plantOrg(db, "distributor", hq);
  orgs.push(
    hq,
    left,
    right,
    await plantOrg(db, "branch", left),
    await plantOrg(db, "branch", left),
    await plantOrg(db, "branch", right),
  );
  const bot = await plantBot(db);
  const rows: (typeof kbScheduleLogs.$inferInsert)[] = [];
  for (const [n, org] of orgs.entries()) {
    const user = await plantUser(db, org);
    actors.push(user);
    const room = await plantRoom(db, org, bot, { name: `톡방 ${n}%` });
    const id = await plantSchedule(db, org, user, room, { title: n % 2 ? `귤_특가 ${n}` : `아침 인사 ${n}` });
    scheduleIds.push(id);
    roomIds.push(room.id);
    for (let i = 0; i < 25; i++)
      rows.push({
        scheduleId: id,
        orgId: org.id,
        roomRef: room.id,
        botId: bot.id,
        targetRoomId: room.roomId,
        title: "제목",
        kind: logKinds[(i * 7 + n) % 3]!,
        status: logStatuses[(i + n) % logStatuses.length]!,
        // Many at the same instant: the id decides.
        scheduledAt: new Date(base + Math.floor(i / 3) * 3_600_000),
        createdAt: new Date(base),
      });
  }
  for (const row of rows)
    await db
      .insert(kbScheduleLogs)
      .values(row)
      .onDuplicateKeyUpdate({ set: { id: sql`id` } });
  all = await db.select().from(kbScheduleLogs);
  await db.insert(kbScheduleLogParts).values(
    all.map((log) => ({
      logId: log.id,
      seq: 0,
      kind: "text" as const,
      payload: { kind: "text" as const, text: "하나둘" },
    })),
  );
});
afterAll(() => database?.drop());

const isIn = (log: Row, path: string) => orgs.some((org) => org.id === log.orgId && org.path.startsWith(path));

describe("a page of the ledger", () => {
  const query = fc.record(
    {
      status: fc.subarray([...logStatuses], { minLength: 1 }),
      kind: fc.constantFrom(...logKinds),
      from: fc.integer({ min: 0, max: 9 }).map((h) => new Date(base + h * 3_600_000)),
      to: fc.integer({ min: 0, max: 9 }).map((h) => new Date(base + h * 3_600_000)),
      org: fc.integer({ min: 0, max: 5 }),
      schedule: fc.integer({ min: 0, max: 5 }),
      room: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: [] },
  );

  test("pages in a row are what one reader sees who reads everything: nothing twice, nothing missing, nothing foreign", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 5 }),
        query,
        fc.integer({ min: 1, max: 40 }),
        async (who, given, limit) => {
          const actor = actors[who]!;
          const asked: LogQuery = {
            status: given.status,
            kind: given.kind,
            from: given.from,
            to: given.to,
            orgId: given.org === undefined ? undefined : [orgs[given.org]!.id],
            scheduleId: given.schedule === undefined ? undefined : scheduleIds[given.schedule],
            roomId: given.room === undefined ? undefined : roomIds[given.room],
          };
          const expected = all
            .filter((log) => isIn(log, actor.org.path))
            .filter((log) => !asked.status || asked.status.includes(log.status))
            .filter((log) => !asked.kind || log.kind === asked.kind)
            .filter((log) => !asked.from || log.scheduledAt >= asked.from)
            .filter((log) => !asked.to || log.scheduledAt <= asked.to)
            // An organisation above or beside is as absent as one that never existed.
            .filter(
              (log) =>
                given.org === undefined ||
                (orgs[given.org]!.path.startsWith(actor.org.path) && isIn(log, orgs[given.org]!.path)),
            )
            .filter((log) => !asked.scheduleId || log.scheduleId === asked.scheduleId)
            .filter((log) => !asked.roomId || log.roomRef === asked.roomId)
            .sort((a, b) => b.scheduledAt.getTime() - a.scheduledAt.getTime() || b.id - a.id);
          const got: number[] = [];
          for (let cursor: string | null = ""; cursor !== null; ) {
            const page = await listLogs(database.db, scopeOf(actor), {
              ...asked,
              limit,
              cursor: cursor ? (decodeLogCursor(cursor) ?? undefined) : undefined,
            });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            got.push(...page.items.map((item) => item.id));
            cursor = page.nextCursor;
          }
          expect(got).toEqual(expected.map((log) => log.id));
          const tally = await tallyLogs(database.db, scopeOf(actor), asked);
          const unfiltered = tally.counts.reduce(
            (sum, row) => sum + (!asked.status || asked.status.includes(row.status) ? row.count : 0),
            0,
          );
          expect(unfiltered).toBe(expected.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("search finds titles and rooms, and takes % and _ as they are", async () => {
    const found = async (search: string) =>
      new Set(
        (await listLogs(database.db, scopeOf(actors[0]!), { search, limit: 200 })).items.map(
          (log) => log.schedule.title,
        ),
      );
    expect(await found("귤_특")).toEqual(new Set(["귤_특가 1", "귤_특가 3", "귤_특가 5"]));
    expect(await found("톡방 4%")).toEqual(new Set(["아침 인사 4"]));
    expect(await found("귤x특")).toEqual(new Set());
  });

  test("one occurrence: whole in scope, the identical 404 outside and nowhere", async () => {
    const mine = all.find((log) => log.orgId === orgs[3]!.id)!;
    const scope = scopeOf(actors[3]!);
    expect(await findLog(database.db, scope, mine.id)).toMatchObject({
      id: mine.id,
      org: { id: orgs[3]!.id },
      parts: [{ seq: 0, kind: "text", size: 3 }],
    });
    expect(await getLogDetail(database.db, scope, mine.id)).toMatchObject({
      orgNames: [orgs[3]!.name],
      createdBy: { orgName: orgs[3]!.name },
      parts: [{ text: "하나둘", images: [] }],
    });
    const fromTop = await getLogDetail(database.db, scopeOf(actors[0]!), mine.id);
    expect(fromTop.orgNames).toEqual([orgs[0]!.name, orgs[1]!.name, orgs[3]!.name]);
    const foreign = all.find((log) => log.orgId === orgs[5]!.id)!;
    for (const id of [foreign.id, 999_999]) {
      const error = await getLogDetail(database.db, scope, id).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: "not_found", detail: {} });
    }
    for (const id of [scheduleIds[5]!, 999_999])
      await expect(listScheduleLogs(database.db, scope, { id, limit: 10 })).rejects.toMatchObject({
        code: "not_found",
      });
    expect((await listScheduleLogs(database.db, scope, { id: scheduleIds[3]!, limit: 10 })).items).toHaveLength(10);
  });
});

test("what a query string may say", () => {
  const parse = (given: Record<string, string>) => LogFilter.safeParse(given);
  expect(parse({ status: "failed,unknown", from: "2026-11-20", to: "2026-11-20", limit: "5" }).data).toEqual({
    status: ["failed", "unknown"],
    from: new Date("2026-11-19T15:00:00.000Z"),
    to: new Date("2026-11-20T14:59:59.999Z"),
    limit: 5,
  });
  expect(parse({ from: "2026-11-20T09:30" }).data?.from).toEqual(new Date("2026-11-20T00:30:00.000Z"));
  expect(parse({ from: "2026-11-20T00:30:00.000Z" }).data?.from).toEqual(new Date("2026-11-20T00:30:00.000Z"));
  for (const bad of [
    { status: "nope" },
    { from: "2026-02-30" },
    { cursor: "x" },
    { cursor: "'-1" },
    { limit: "0" },
    { limit: "201" },
    { roomId: "-1" },
    { extra: "1" },
    { kind: "x" },
  ])
    expect(parse(bad as Record<string, string>).success, JSON.stringify(bad)).toBe(false);
});

describe("at 100,000 rows", () => {
  beforeAll(async () => {
    const { db } = database;
    for (let shift = 1; shift <= 10; shift++)
      await db.execute(
        sql`insert into kb_schedule_logs (schedule_id, org_id, room_ref, bot_id, target_room_id, kind, title, status, scheduled_at, created_at)
            select schedule_id, org_id, room_ref, bot_id, target_room_id, kind, title, status, date_sub(scheduled_at, interval ${sql.raw(String(2 ** (shift - 1) * 40))} hour), created_at from kb_schedule_logs`,
      );
    // A room nobody wrote to for long: its newest is deep in everybody's ledger.
    const quiet = await plantRoom(db, orgs[3]!, await plantBot(db));
    roomIds.push(quiet.id);
    await db.execute(
      sql`update kb_schedule_logs set room_ref = ${quiet.id} where org_id = ${orgs[3]!.id} order by scheduled_at limit 60`,
    );
    await db.execute(sql`analyze table kb_schedule_logs`);
  }, 120_000);

  const middle = { scheduledAt: new Date(base - 200 * 3_600_000), id: 10 };
  const cases: [string, number, LogQuery][] = [
    ["everything", 0, {}],
    ["everything, deep in the past", 0, { cursor: middle }],
    ["everything failed", 0, { status: ["failed"], cursor: middle }],
    ["a subtree", 1, { cursor: middle }],
    ["a subtree, failed and unknown", 1, { status: ["failed", "unknown"], cursor: middle }],
    ["one branch, three days", 3, { from: new Date(base - 72 * 3_600_000), to: new Date(base) }],
    ["one schedule", 0, { scheduleId: -1, cursor: middle }],
    ["one room", 0, { roomId: -1, cursor: middle }],
    ["a quiet room", 0, { roomId: -2 }],
    ["a quiet room, failed", 3, { roomId: -2, status: ["failed"] }],
    ["a search", 0, { search: "귤_특" }],
  ];
  test.each(cases)("%s: indexes in order, no sort of the ledger, few rows read", async (_name, who, asked) => {
    const { db } = database;
    const [count] = await db.select({ n: sql<number>`count(*)` }).from(kbScheduleLogs);
    expect(Number(count!.n)).toBeGreaterThanOrEqual(100_000);
    const query = { ...asked };
    if (asked.scheduleId === -1) query.scheduleId = scheduleIds[2];
    if (asked.roomId) query.roomId = asked.roomId === -1 ? roomIds[2] : roomIds.at(-1);
    const paths = await logPaths(db, scopeOf(actors[who]!), query);
    const statement = headsOf(paths, 51);
    for (const row of await explain(db, statement)) {
      if (row.table !== "kb_schedule_logs") continue;
      expect(row.Extra ?? "").not.toContain("filesort");
      expect(["range", "ref", "index"]).toContain(row.type);
    }
    expect(await rowsRead(db, statement)).toBeLessThan(paths.length * 160 + 200);
  });
});
