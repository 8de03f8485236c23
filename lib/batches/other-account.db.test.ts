import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { messages, sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { plantUser } from "@/db/testing/plant";
import { jpegOf } from "@/lib/images/sample-images";
import { replaceKey } from "@/lib/tenants/replace-key";
import { batchOf, groupsOf, type PlantedPayer, plantMessage, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { codeOf } from "@/scripts/testing/test-rig";

const w = batchWorld();
const apiSecret = "TESTSECRET00000000000000";

async function changeTo({ apiKey }: Pick<PlantedPayer, "apiKey">, evenSo = false) {
  const actor = await plantUser(w.db, w.payer.org);
  return replaceKey(w.rt, actor, { id: w.payer.id, key: { apiKey, apiSecret }, evenSo });
}

test("a batch keeps its account: its tenant gets another key of it, and no other account's", async () => {
  const other = await w.newPayer();
  const { batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  await w.fault("send", "http_500", { when: "before" });
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "committed", providerAccount: w.payer.accountId });
  expect(await codeOf(changeTo(other))).toBe("conflict");
  const renewed = { apiKey: `NCSR${w.payer.accountId}` };
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, renewed);
  await changeTo(renewed);
  w.time.shiftMs += 60_000;
  expect(await w.serve()).toBe(1);
  expect((await groupsOf(w.url, w.payer)).left).toHaveLength(1);
  await w.expectSound();
});

test("a key that changes while a group is built leaves that group behind, and the batch is built in the other account", async () => {
  const other = await w.newPayer();
  const { batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  const { build } = w.rt.phone;
  w.rt.phone.build = async (...given) => {
    w.rt.phone.build = build;
    const built = await build(...given);
    await changeTo(other);
    return built;
  };
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "new", groupId: null });
  expect((await groupsOf(w.url, w.payer)).all.map(({ status }) => status)).toEqual(["DELETED"]);
  w.time.shiftMs += 61_000;
  expect(await w.serve()).toBe(1);
  expect((await groupsOf(w.url, other)).left).toHaveLength(1);
  await w.expectSound();
});

test("a picture brought to one account is brought to the other as well", async () => {
  const other = await w.newPayer();
  const imageKey = `img/${w.payer.org.id}/2026/a.jpg`;
  await w.rt.storage.put(imageKey as Parameters<typeof w.rt.storage.put>[0], await jpegOf(), "image/jpeg");
  const { messageId, batchId } = await plantMessage(w.db, w.rt.env, w.payer, {
    channel: "mms",
    subject: "귤",
    imageKey,
  });
  await w.fault("create", "http_429", { when: "before" });
  await w.serve();
  const imageId = async () =>
    (await w.db.select().from(messages).where(eq(messages.id, messageId)))[0]?.providerImageId ?? null;
  const first = await imageId();
  expect(first).not.toBeNull();
  await changeTo(other);
  w.time.shiftMs += 60_000;
  expect(await w.serve()).toBe(1);
  expect(await imageId()).not.toBe(first);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "sent", providerAccount: other.accountId });
  expect((await groupsOf(w.url, other)).left).toHaveLength(1);
  expect(await w.db.$count(sendBatches, eq(sendBatches.phase, "sent"))).toBe(1);
  expect((await w.db.select().from(tenants).where(eq(tenants.id, w.payer.id)))[0]).toBeDefined();
  await w.expectSound();
});
