import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { moveCounts } from "@/lib/messages/move-counts";
import { batchOf, groupsOf, plantMessage, rowsOf, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { installationId } from "./installation";

const w = batchWorld();
const asked = async () =>
  (await simulate<{ counts: Record<string, number> }>(w.url, "GET", "requests")).counts.groups ?? 0;

/** What a backup made before a batch was built knows of it. */
async function bringBack(batchId: number, messageId: number) {
  const { createdAt } = await batchOf(w.db, batchId);
  await w.db
    .update(sendBatches)
    .set({
      ...{ phase: "new", groupId: null, providerAccount: null, committedAt: null, sentAt: null, pollAt: null },
      ...{ availableAt: createdAt, attempt: 0, leaseUntil: null },
    })
    .where(eq(sendBatches.id, batchId));
  await w.db
    .update(messageLogs)
    .set({ status: "queued", solapiMessageId: null, sentAt: null })
    .where(eq(messageLogs.batchId, batchId));
  const [message] = await w.db.select().from(messages).where(eq(messages.id, messageId));
  const { sentCount: sent, sendingCount: sending } = message!;
  await w.db.transaction(async (tx) =>
    moveCounts(tx, messageId, { sent: -sent, sending: -sending, queued: sent + sending }, await w.rt.clock()),
  );
  await w.pass(10 * 60_000);
}

test("what left before the database was brought back is found at the provider and not sent again", async () => {
  const { messageId, batchId, rowIds } = await plantMessage(w.db, w.rt.env, w.payer);
  expect(await w.serve()).toBe(1);
  expect(await asked()).toBe(0);
  const before = await rowsOf(w.db, batchId);
  await bringBack(batchId, messageId);
  expect(await w.serve()).toBe(1);
  const { all, arrivals } = await groupsOf(w.url, w.payer);
  expect(all).toHaveLength(1);
  expect([...arrivals]).toEqual(rowIds.map((id) => [id, 1]));
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "sent", groupId: all[0]!.groupId });
  expect((await rowsOf(w.db, batchId)).map(({ status, solapiMessageId }) => [status, solapiMessageId])).toEqual(
    before.map(({ solapiMessageId }) => ["sent", solapiMessageId]),
  );
  await w.pass(60_000);
  await w.poll();
  expect((await rowsOf(w.db, batchId)).map(({ status }) => status)).toEqual(Array(3).fill("delivered"));
  await w.expectSound();
});

test("one that had only been built is removed and made again, and whoever it refused is refused", async () => {
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { blocked: ["01000000002"] });
  const numbers = ["01000000001", "01000000002"];
  const built = await plantMessage(w.db, w.rt.env, w.payer);
  await w.fault("send", "http_500", { when: "before" });
  await w.serve();
  await bringBack(built.batchId, built.messageId);
  expect(await w.serve()).toBe(1);
  const sent = await plantMessage(w.db, w.rt.env, w.payer, { numbers });
  expect(await w.serve()).toBe(1);
  const { all, arrivals } = await groupsOf(w.url, w.payer);
  expect(all.map(({ status }) => status === "DELETED")).toEqual(expect.arrayContaining([true, false, false]));
  expect([...arrivals].sort(([a], [b]) => a - b)).toEqual([...built.rowIds, sent.rowIds[0]].map((id) => [id, 1]));
  await w.expectSound();
});

test("a batch that has the number of one from before isn't taken for it", async () => {
  const account = { apiKey: w.payer.apiKey, apiSecret: "TESTSECRET00000000000000" };
  const to = { logId: "1", to: "01000000001", from: w.payer.sender, channel: "sms", text: "먼저 나간 글" } as const;
  const order = { batchId: "777", installationId: await installationId(w.db), attempt: 1, messages: [to] };
  const other = await w.rt.phone.build(account, order);
  await w.rt.phone.fire(account, other.kind === "built" ? other.groupId : "");
  await simulate(w.url, "POST", "clock", { advanceMs: 10 * 60_000 });
  w.time.shiftMs += 10 * 60_000;
  const createdAt = await w.rt.clock();
  const { rowIds } = await plantMessage(w.db, w.rt.env, w.payer, { batch: { id: 777, createdAt, attempt: 1 } });
  expect(await w.serve()).toBe(1);
  expect(await asked()).toBe(1);
  const { left, arrivals } = await groupsOf(w.url, w.payer);
  expect(left).toHaveLength(2);
  expect(rowIds.map((id) => arrivals.get(id))).toEqual([1, 1, 1]);
});

test("nothing is built while the provider can't be asked", async () => {
  const { messageId, batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  await w.serve();
  await bringBack(batchId, messageId);
  await w.fault("groups", "http_500", { when: "before" });
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "new" });
  w.time.shiftMs += 6 * 60_000;
  expect(await w.serve()).toBe(1);
  expect((await groupsOf(w.url, w.payer)).all).toHaveLength(1);
  await w.expectSound();
});
