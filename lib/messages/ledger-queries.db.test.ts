import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db } from "@/db/client";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { phoneKey } from "@/lib/customers/phone-key";
import { readsOf } from "@/scripts/testing/big-ledger";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { numberOf, plantTenant } from "@/scripts/testing/message-rig";
import { testEnv } from "@/scripts/testing/test-env";
import { type LedgerItem, type LedgerPage, listLedger } from "./ledger-queries";
import { LedgerFilter } from "./ledger-schema";

const KEY = testEnv().LOOKUP_KEY;
const BASE = "2026-11-20 00:00:00";
const EACH = 600;
const ASKED = 20;
let database: TestDatabase;
let w: Awaited<ReturnType<typeof plant>>;

/** Six hundred occurrences and as many messages of a branch, every other minute one, some at the same instant. */
async function plant(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const branch = await plantOrg(db, "branch", hq);
  const other = await plantOrg(db, "branch", hq);
  const [user, stranger] = [await plantUser(db, branch), await plantUser(db, other)];
  const bot = await plantBot(db);
  const room = await plantRoom(db, branch, bot, { name: "정자 톡방" });
  const scheduleId = await plantSchedule(db, branch, user, room, { title: "귤 특가" });
  const tenant = await plantTenant(db, branch);
  const numbers = sql.raw(
    `(select ${Array.from({ length: 10 }, (_, i) => `b${i}.n * ${2 ** i}`).join(" + ")} as n from ${Array.from({ length: 10 }, (_, i) => `(select 0 as n union all select 1) b${i}`).join(", ")}) seq`,
  );
  await db.execute(sql`insert into kb_schedule_logs (schedule_id, org_id, room_ref, bot_id, target_room_id, title, kind, status, scheduled_at, created_at)
    select ${scheduleId}, ${branch.id}, ${room.id}, ${bot.id}, ${room.roomId}, '귤 특가', 'schedule', 'success', date_sub(${BASE}, interval n * 2 minute), ${BASE}
    from ${numbers} where n < ${EACH}`);
  await db.execute(sql`insert into messages (tenant_id, org_id, message_mode, raw_body, sender, recipient_count, expected_count, listed_count, recorded_count, status, created_at)
    select ${tenant.id}, ${branch.id}, 'sms', concat('문자 ', n), '0200000000', 1, 1, 1, 1, 'sent', date_sub(${BASE}, interval n * 3 minute)
    from ${numbers} where n < ${EACH}`);
  const [messages] = await db.execute(sql`select id from messages where raw_body = '문자 7'`);
  const messageId = Number((messages as unknown as { id: number }[])[0]!.id);
  await db.execute(sql`insert into message_logs (message_id, tenant_id, recipient_key, channel, sender, status, created_at)
    values (${messageId}, ${tenant.id}, ${phoneKey(KEY, numberOf(1))}, 'sms', '0200000000', 'delivered', ${BASE})`);
  for (const table of ["kb_schedule_logs", "messages"]) await db.execute(sql.raw(`analyze table ${table}`));
  return { user, stranger, messageId, scheduleId };
}

beforeAll(async () => {
  database = await openTestDatabase();
  w = await plant(database.db);
});
afterAll(() => database?.drop());

const idOf = (item: LedgerItem) => `${item.kind} ${item.kind === "room" ? item.log.id : item.message.id}`;
const ask = (query: Record<string, string> = {}, db: Db = database.db, actor = w.user) =>
  listLedger(db, scopeOf(actor), KEY, LedgerFilter.parse(query));

test("everything is one list by time, each once, and its last page costs what its first costs", async () => {
  const one = createDb(database.url, 1);
  try {
    const seen: LedgerItem[] = [];
    const reads: number[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: Record<string, string> = { limit: String(ASKED), ...(cursor && { cursor }) };
      const page: { reads: number; result: LedgerPage } = await readsOf(one, () => ask(query, one));
      reads.push(page.reads);
      seen.push(...page.result.items);
      cursor = page.result.nextCursor;
    }
    expect(new Set(seen.map(idOf)).size).toBe(2 * EACH);
    expect(seen).toHaveLength(2 * EACH);
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    // Rooms read three tables a row with their parts, phones three; what lies behind costs nothing.
    expect(Math.max(...reads)).toBeLessThanOrEqual(reads[0]! * 1.1);
    expect(reads[0]).toBeLessThan(2 * (ASKED + 1) * 14);
  } finally {
    await one.close();
  }
});

test("one search finds in both, a whole number only texts, and nobody sees what isn't theirs", async () => {
  const kinds = async (search: string) => (await ask({ search, limit: "200" })).items.map(({ kind }) => kind);
  expect(new Set(await kinds("귤 특가"))).toEqual(new Set(["room"]));
  expect(await kinds("문자 59")).toHaveLength(11);
  expect((await ask({ search: "010-0000-0001" })).items).toMatchObject([
    { kind: "phone", message: { id: w.messageId } },
  ]);
  expect((await ask({}, database.db, w.stranger)).items).toEqual([]);
  const day = { from: "2026-11-19T23:50:00Z", to: "2026-11-20T00:00:00Z" };
  // Six occurrences every two minutes, four messages every three, the newest of both at once: rooms come first.
  const { items, nextCursor } = await ask(day);
  expect([items.filter(({ kind }) => kind === "room").length, items.length, nextCursor]).toEqual([6, 10, null]);
  expect(items.slice(0, 2).map(({ kind, at }) => [kind, at])).toEqual([
    ["room", "2026-11-20T00:00:00.000Z"],
    ["phone", "2026-11-20T00:00:00.000Z"],
  ]);
});
