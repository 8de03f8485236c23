import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { messageLogs, messages } from "@/db/schema/messages";
import { batchOf, groupsOf, plantMessage, rowsOf } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";

const w = batchWorld();
const unreadable = Buffer.from("sealed with a key nobody has any more");
const endsOf = async (batchId: number) =>
  (await rowsOf(w.db, batchId)).map(({ status, reasonCode }) => `${status} ${reasonCode}`);

test("a number that can't be opened, or isn't there, costs its own recipient and nobody else", async () => {
  const { messageId, batchId, rowIds } = await plantMessage(w.db, w.rt.env, w.payer, { count: 4 });
  const set = (i: number, phone: Buffer | null) =>
    w.db.update(messageLogs).set({ phone }).where(eq(messageLogs.id, rowIds[i]!));
  await set(0, unreadable);
  await set(2, null);
  expect(await w.serve()).toBe(1);
  expect(await endsOf(batchId)).toEqual(["failed number_unreadable", "sent null", "failed phone_missing", "sent null"]);
  expect([...(await groupsOf(w.url, w.payer)).arrivals.keys()]).toEqual([rowIds[1], rowIds[3]]);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "sent", releasedAmount: "19.80" });
  const [message] = await w.db.select().from(messages).where(eq(messages.id, messageId));
  expect(message).toMatchObject({ status: "partial", failedCount: 2, sentCount: 2 });
  await w.expectSound();
});

test("where none of them opens it is the server's keys, and the batch waits whole until they are back", async () => {
  const { batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  const before = await rowsOf(w.db, batchId);
  await w.db.update(messageLogs).set({ phone: unreadable });
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "held", heldReason: "number_unreadable" });
  expect(await endsOf(batchId)).toEqual(Array(3).fill("queued null"));
  for (const { id, phone } of before) await w.db.update(messageLogs).set({ phone }).where(eq(messageLogs.id, id));
  w.time.shiftMs += 6 * 60_000;
  expect(await w.serve()).toBe(1);
  expect(await endsOf(batchId)).toEqual(Array(3).fill("sent null"));
  await w.expectSound();
});
