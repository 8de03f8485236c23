import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db } from "@/db/client";
import { messageLogs } from "@/db/schema/messages";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { resendFailed } from "@/lib/messages/resend-failed";
import { parkTenant } from "@/lib/tenants/park-tenant";
import { batchWorld } from "@/scripts/testing/batch-world";
import { readsOf } from "@/scripts/testing/big-ledger";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { accept, alive } from "@/scripts/testing/phone-plant";
import { rowsRead } from "@/scripts/testing/read-plan";
import { MOST_FOUND, MOST_LOOKED, rowsOfMessages } from "./find-phones";
import { FindInput } from "./find-schema";
import { findStuck, MOST_LOOKS } from "./find-stuck";

const w = batchWorld();
let one: Db;
beforeAll(() => {
  one = createDb(w.databaseUrl, 1);
});
afterAll(() => one.$client.end());

const boss = () => plantUser(w.db, w.payer.org, "admin");
const find = (actor: UserActor, input: object, db: Db = w.db) =>
  findStuck({ ...w.rt, db }, actor, FindInput.parse(input));
const sendTo = (...phones: string[]) =>
  accept(w, { recipients: phones.map((phone) => ({ phone, name: "이봄" })), raw_body: "안녕하세요" });
/** Sent, and reported as the last four digits say. */
async function reported(...phones: string[]) {
  const sent = await sendTo(...phones);
  await w.serve();
  await w.pass(11_000);
  await w.poll();
  return sent;
}

test("what fits is put together by why, with the newest of each, and the fix for all of them at once", async () => {
  const first = await reported("01000003043", "01000013043", "01000003032", "01000001111");
  await reported("01000023043");
  await alive(w);
  const { groups, phones, isCut, untold } = await find(await boss(), {});
  expect({ phones, isCut, untold }).toEqual({ phones: 4, isCut: false, untold: 0 });
  expect(groups.map(({ code, count, standing, layer }) => [code, count, standing, layer])).toEqual([
    ["3043", 3, "ended", "provider"],
    ["3032", 1, "ended", "provider"],
  ]);
  const [away, gone] = groups;
  expect(away!.newest).toHaveLength(3);
  expect(away!.newest[2]).toMatchObject({
    id: first.messageId,
    label: "010-****-3043",
    href: expect.stringMatching(new RegExp(`^/messages/${first.messageId}/xray\\?recipient=\\d+$`)),
  });
  expect(away!.bulk).toMatchObject({ kind: "resend", count: 3 });
  expect(gone!.bulk).toBeNull();
});

test("a number finds what it was sent, the four digits only for a short time, a stranger nothing", async () => {
  const { messageId } = await reported("01000001111", "01000013043");
  const actor = await boss();
  const arrived = await find(actor, { phone: "010-0000-1111" });
  expect(arrived.groups).toMatchObject([{ standing: "delivered", cause: null, count: 1, bulk: null }]);
  expect((await find(actor, { phone: "3043" })).groups).toMatchObject([{ code: "3043", count: 1 }]);
  expect((await find(actor, { messageId: String(messageId) })).phones).toBe(2);
  await expect(find(actor, { phone: "3043", from: "2026-01-01", to: "2026-01-20" })).rejects.toMatchObject({
    detail: { issues: [{ message: "last4Window" }] },
  });
  await expect(find(actor, { from: "2026-01-01", to: "2026-02-20" })).rejects.toMatchObject({
    detail: { issues: [{ message: "findWindow" }] },
  });
  const stranger = await plantUser(w.db, await plantOrg(w.db, "branch", w.payer.org));
  for (const input of [{ phone: "01000001111" }, { messageId: String(messageId) }, {}])
    expect(await find(stranger, input)).toMatchObject({ groups: [], phones: 0, rooms: 0 });
});

test("whoever was sent to again counts once, by what became of the last try, however they are looked for", async () => {
  const { messageId, rows } = await reported("01000013043", "01000003032");
  const actor = await boss();
  const again = rows.find(({ phoneLast4 }) => phoneLast4 === "3043")!.id;
  await resendFailed(w.rt, actor, { id: messageId, recipientIds: [again] });
  await w.serve();
  await w.pass(11_000);
  await w.poll();
  await alive(w);
  expect(await w.db.$count(messageLogs)).toBe(3);
  for (const input of [
    {},
    { phone: "3043" },
    { phone: "01000013043" },
    { messageId: String(messageId) },
    { code: "3043" },
  ]) {
    const { groups } = await find(actor, input);
    const [away] = groups.filter(({ code }) => code === "3043");
    expect([input, away]).toMatchObject([input, { count: 1 }]);
    expect(away!.newest[0]!.href).not.toContain(`recipient=${again}`);
  }
});

test("a code, and words of an error in either language, find the same", async () => {
  await reported("01000013043", "01000003032");
  const actor = await boss();
  const codes = async (input: object) => (await find(actor, input)).groups.map(({ code }) => code);
  expect(await codes({ code: "3043" })).toEqual(["3043"]);
  expect(await codes({ text: "전화기가 꺼져" })).toEqual(["3043"]);
  expect(await codes({ text: "phone was off" })).toEqual(await codes({ text: "전화기가 꺼져" }));
  expect(await codes({ code: "3999" })).toEqual([]);
});

test("a paused payer is resumed once, however many wait; what somebody may not do is not offered", async () => {
  await sendTo("01000001111");
  await sendTo("01000002222");
  await parkTenant(w.db, w.payer.id, "no_balance", await w.rt.clock());
  await w.serve();
  await alive(w);
  const { groups } = await find(await boss(), {});
  expect(groups).toMatchObject([
    { standing: "stuck", cause: "no_balance", count: 2, bulk: { kind: "resume", count: 1 }, may: true },
  ]);
  expect(groups[0]!.bulk).toMatchObject({ calls: [{ path: `/api/tenants/${w.payer.id}/resume`, body: {} }] });
  const viewer = await plantUser(w.db, w.payer.org, "viewer");
  expect((await find(viewer, {})).groups).toMatchObject([{ cause: "no_balance", bulk: null, may: false }]);
});

test("occurrences of rooms stand beside them, found by the room's name or its number", async () => {
  const actor = await boss();
  const bot = await plantBot(w.db);
  const [near, other] = [
    await plantRoom(w.db, w.payer.org, bot, { name: "새봄 단골방" }),
    await plantRoom(w.db, w.payer.org, bot, { name: "다른 방" }),
  ];
  const at = await w.rt.clock();
  for (const room of [near, other]) {
    const schedule = await plantSchedule(w.db, w.payer.org, actor, room);
    for (const minutes of [5, 10])
      await w.db.execute(sql`insert into kb_schedule_logs (schedule_id, org_id, room_ref, bot_id, target_room_id, title, status, reason_code, scheduled_at, completed_at, created_at)
        values (${schedule}, ${w.payer.org.id}, ${room.id}, ${bot.id}, ${room.roomId}, '저녁 특가', 'failed', 'room_unknown', ${new Date(at.getTime() - minutes * 60_000)}, ${at}, ${at})`);
  }
  expect((await find(actor, {})).groups).toMatchObject([
    { kind: "room", code: "room_unknown", count: 4, standing: "ended", layer: "provider" },
  ]);
  for (const room of ["단골방", String(near.id)]) {
    const found = await find(actor, { room });
    expect(found.groups).toMatchObject([{ count: 2 }]);
    expect(found.groups[0]!.newest[0]).toMatchObject({ label: "새봄 단골방" });
  }
  expect((await find(actor, { room: "단골방", code: "timeout" })).groups).toEqual([]);
});

/** Statements one search asks, by the connection's own count. */
async function selectsOf(work: () => Promise<unknown>): Promise<number> {
  const total = async () => {
    const [rows] = await one.execute(sql`show session status like 'Com_select'`);
    return Number((rows as unknown as { Value: string }[])[0]?.Value);
  };
  const before = await total();
  await work();
  return (await total()) - before;
}

test("each kind costs its verdict and none of the steps that lead there", async () => {
  await reported("01000003043");
  const actor = await boss();
  const search = () => find(actor, {}, one);
  const alone = await selectsOf(search);
  await reported("01000003032", "01000003047", "01000003054");
  const all = await selectsOf(search);
  expect((await search()).groups).toHaveLength(4);
  expect((all - alone) / 3).toBeLessThanOrEqual(5);
});

test("among a hundred thousand recipients a search reads its caps and no more, and says that it stopped", async () => {
  const { messageId } = await reported("01000013043", "01000001111");
  await w.db.execute(sql`update messages set recipient_count = 200000 where id = ${messageId}`);
  for (let n = 2; n < 131_072; n *= 2)
    await w.db.execute(sql`insert into message_logs (message_id, tenant_id, batch_id, recipient_key, channel, sender, status, provider_code, reason_code, phone_last4, created_at, final_at)
      select message_id, tenant_id, batch_id, unhex(sha2(concat(id, '/', ${n}), 256)), channel, sender, 'failed', '3043', 'provider_refused', '3043', created_at, final_at
      from message_logs where message_id = ${messageId}`);
  await w.db.execute(sql`analyze table message_logs`);
  expect(await w.db.$count(messageLogs)).toBeGreaterThan(100_000);
  expect(await rowsRead(w.db, rowsOfMessages([messageId], null, 500))).toBeLessThan(1_000);
  const actor = await boss();
  const calm = await readsOf(one, () => find(actor, { code: "3032" }, one));
  expect(calm.result).toMatchObject({ groups: [], isCut: true });
  // Of each row looked through: its place, itself, its batch. Whether it stands is asked of those alone that fit.
  expect(calm.reads).toBeLessThan(6 * MOST_LOOKED);
  const all = await readsOf(one, () => find(actor, {}, one));
  expect(all.result).toMatchObject({ phones: MOST_FOUND, isCut: true, groups: [{ code: "3043", count: MOST_FOUND }] });
  expect(all.reads).toBeLessThan(6 * MOST_LOOKED + MOST_LOOKS * 500);
}, 120_000);
