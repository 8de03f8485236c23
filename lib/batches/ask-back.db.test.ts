import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { messages, sendBatches } from "@/db/schema/messages";
import { plantUser } from "@/db/testing/plant";
import { cancelMessage } from "@/lib/messages/cancel-message";
import { batchOf, groupsOf, plantMessage, rowsOf, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";

const w = batchWorld();
const plant = () => plantMessage(w.db, w.rt.env, w.payer);
const someone = () => plantUser(w.db, w.payer.org);
const messageOf = async (id: number) => (await w.db.select().from(messages).where(eq(messages.id, id)))[0]!;
const statusesOf = async (batchId: number) => (await rowsOf(w.db, batchId)).map(({ status }) => status);

test("what somebody wants back while the provider refuses it doesn't go once the refusal is over", async () => {
  const { messageId, batchId } = await plant();
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { balance: 0 });
  const fire = w.rt.phone.fire;
  const actor = await someone();
  w.rt.phone.fire = async (...call) => {
    const fired = await fire(...call);
    await cancelMessage(w.rt, actor, { id: messageId });
    return fired;
  };
  await w.serve();
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { balance: 1_000_000 });
  w.time.shiftMs += 6 * 60_000;
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "cancelled" });
  expect((await groupsOf(w.url, w.payer)).left).toEqual([]);
  expect(await messageOf(messageId)).toMatchObject({ status: "cancelled", cancelledCount: 3 });
  await w.expectSound();
});

test("a group the provider gave up ends when somebody wants the message back, and its credit is free again", async () => {
  await w.settings({ rateLimit: null, dailyQuota: 1 });
  const { messageId, batchId } = await plant();
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ heldReason: "group_failed" });
  await cancelMessage(w.rt, await someone(), { id: messageId });
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "cancelled", releasedAmount: "29.70" });
  expect(await statusesOf(batchId)).toEqual(["cancelled", "cancelled", "cancelled"]);
  await w.expectSound();
});

test.each([
  [null, "cancelled", "0.00"],
  ["after", "unknown", "29.70"],
] as const)(
  "a group the provider doesn't know any more, last heard of %s: wanted back, it ends as %s",
  async (heard, status, settledAmount) => {
    const { messageId, batchId } = await plant();
    await w.fault("send", heard ? "reset" : "http_429", { when: heard ?? "before" });
    await w.serve();
    await w.db
      .update(sendBatches)
      .set({ groupId: "G4V00000000000000GONE00000000000" })
      .where(eq(sendBatches.id, batchId));
    await cancelMessage(w.rt, await someone(), { id: messageId });
    for (let i = 0; i < 8; i++) {
      await w.serve();
      w.time.shiftMs += 6 * 60_000;
    }
    expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "cancelled", settledAmount });
    expect(await statusesOf(batchId)).toEqual([status, status, status]);
    await w.expectSound();
  },
);
