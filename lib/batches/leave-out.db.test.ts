import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { customers } from "@/db/schema/customers";
import { messageLogs, messages } from "@/db/schema/messages";
import { plantOrg } from "@/db/testing/plant";
import { sealPhone } from "@/lib/customers/sealed-phone";
import { batchOf, groupsOf, plantMessage, rowsOf } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { plantCustomer, plantOptOut } from "@/scripts/testing/plant-customer";

const w = batchWorld();
const numbers = ["01000000011", "01000000012", "01000000013", "01000000014"];
const day = () => {
  const noon = new Date();
  noon.setUTCHours(3, 0, 0, 0);
  w.time.shiftMs += noon.getTime() + 86_400_000 - Date.now();
};

/** A message to four customers who agreed to advertisements when it was accepted. */
async function plant(purpose: "ad" | "info") {
  const people: { id: number }[] = [];
  for (const digits of numbers)
    people.push(await plantCustomer(w.db, w.payer.org, { digits, adConsent: true, nightConsent: true }));
  const sendBefore = new Date(Date.now() + 3 * 86_400_000);
  const planted = await plantMessage(w.db, w.rt.env, w.payer, { purpose, numbers, batch: { sendBefore } });
  for (const [i, id] of planted.rowIds.entries())
    await w.db.update(messageLogs).set({ customerId: people[i]!.id }).where(eq(messageLogs.id, id));
  const change = (i: number, set: Partial<typeof customers.$inferInsert>) =>
    w.db.update(customers).set(set).where(eq(customers.id, people[i]!.id));
  return { ...planted, change };
}

test("who refuses an advertisement after it was accepted doesn't get it, and its credit is free again", async () => {
  const { messageId, batchId, rowIds, change } = await plant("ad");
  await plantOptOut(w.db, w.payer, numbers[0]!);
  await change(1, { adConsent: false });
  await change(2, { deletedAt: new Date() });
  day();
  expect(await w.serve()).toBe(1);
  expect((await rowsOf(w.db, batchId)).map(({ status, reasonCode }) => [status, reasonCode])).toEqual([
    ["skipped", "opted_out"],
    ["skipped", "ad_consent_missing"],
    ["skipped", "ad_consent_missing"],
    ["sent", null],
  ]);
  expect([...(await groupsOf(w.url, w.payer)).arrivals.keys()]).toEqual([rowIds[3]]);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "sent", releasedAmount: "29.70" });
  const [message] = await w.db.select().from(messages).where(eq(messages.id, messageId));
  expect(message).toMatchObject({ status: "sent", skippedCount: 3, sentCount: 1 });
  await w.expectSound();
});

test("a consent counts of the customer it was for alone: not a stranger's with that number, nor theirs with another number", async () => {
  const { batchId, rowIds, change } = await plant("ad");
  const elsewhere = await plantOrg(w.db, "branch", null);
  // The same number, agreed to with somebody else's organisation, and with a neighbour who has nothing to do with it.
  for (const org of [elsewhere, w.payer.org])
    await plantCustomer(w.db, org, { digits: numbers[0]!, adConsent: true, nightConsent: true });
  await change(0, { adConsent: false });
  await change(1, { phoneKey: sealPhone(w.rt.env, "01000000099").phoneKey });
  await change(2, { orgId: elsewhere.id });
  day();
  expect(await w.serve()).toBe(1);
  expect((await rowsOf(w.db, batchId)).map(({ reasonCode }) => reasonCode)).toEqual([
    ...Array(3).fill("ad_consent_missing"),
    null,
  ]);
  expect([...(await groupsOf(w.url, w.payer)).arrivals.keys()]).toEqual([rowIds[3]]);
  await w.expectSound();
});

test("where all of them refuse nothing is built, and the batch is done", async () => {
  const { batchId } = await plant("ad");
  for (const digits of numbers) await plantOptOut(w.db, w.payer, digits);
  day();
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "done", groupId: null, releasedAmount: "39.60" });
  expect((await groupsOf(w.url, w.payer)).all).toEqual([]);
  await w.expectSound();
});

test("what isn't an advertisement goes to who refuses those", async () => {
  const { rowIds } = await plant("info");
  for (const digits of numbers) await plantOptOut(w.db, w.payer, digits);
  expect(await w.serve()).toBe(1);
  expect([...(await groupsOf(w.url, w.payer)).arrivals.keys()]).toEqual(rowIds);
  await w.expectSound();
});

/** A group that is built and held for hours because the provider wouldn't send it. */
async function plantBuilt() {
  const planted = await plant("ad");
  day();
  await w.fault("send", "http_500", { when: "before" });
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, planted.batchId)).toMatchObject({ phase: "committed" });
  w.time.shiftMs += 3 * 3_600_000;
  return planted;
}
const endsOf = async (batchId: number) =>
  (await rowsOf(w.db, batchId)).map(({ status, reasonCode }) => `${status} ${reasonCode}`);
const inGroup = async () =>
  (await groupsOf(w.url, w.payer)).all.flatMap(({ messages: all }) =>
    all.map(({ customFields }) => +customFields.logId),
  );

test("who refuses while a built advertisement is held is taken out of the group before it goes", async () => {
  const { messageId, batchId, rowIds, change } = await plantBuilt();
  await plantOptOut(w.db, w.payer, numbers[0]!);
  await change(1, { adConsent: false });
  expect(await w.serve()).toBe(1);
  expect(await endsOf(batchId)).toEqual(["skipped opted_out", "skipped ad_consent_missing", "sent null", "sent null"]);
  expect([...(await groupsOf(w.url, w.payer)).arrivals.keys()]).toEqual([rowIds[2], rowIds[3]]);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "sent", releasedAmount: "19.80" });
  const [message] = await w.db.select().from(messages).where(eq(messages.id, messageId));
  expect(message).toMatchObject({ status: "sent", skippedCount: 2, sentCount: 2 });
  await w.expectSound();
});

test("nothing goes while it isn't certain that they are out, and a lost answer is asked for again", async () => {
  const { batchId, rowIds } = await plantBuilt();
  await plantOptOut(w.db, w.payer, numbers[0]!);
  await w.fault("remove", "http_500", { when: "before" });
  expect(await w.serve()).toBe(0);
  expect(await inGroup()).toEqual(rowIds);
  w.time.shiftMs += 60_000;
  await w.fault("remove", "reset", { when: "after" });
  expect(await w.serve()).toBe(0);
  expect(await inGroup()).toEqual(rowIds.slice(1));
  expect(await endsOf(batchId)).toEqual(["sending", ...Array(3).fill("sending")].map((word) => `${word} null`));
  w.time.shiftMs += 60_000;
  expect(await w.serve()).toBe(1);
  expect(await endsOf(batchId)).toEqual(["skipped opted_out", ...Array(3).fill("sent null")]);
  await w.expectSound();
});

test("where all of them refuse by then the group is removed and the batch done", async () => {
  const { batchId } = await plantBuilt();
  for (const digits of numbers) await plantOptOut(w.db, w.payer, digits);
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "done", releasedAmount: "39.60" });
  expect((await groupsOf(w.url, w.payer)).all.map(({ status }) => status)).toEqual(["DELETED"]);
  await w.expectSound();
});

test("what had left before they refused has left, and says so", async () => {
  const { batchId } = await plant("ad");
  day();
  await w.fault("send", "reset", { when: "after" });
  await w.serve();
  await plantOptOut(w.db, w.payer, numbers[0]!);
  w.time.shiftMs += 60_000;
  expect(await w.serve()).toBe(1);
  expect(await endsOf(batchId)).toEqual(Array(4).fill("sent null"));
  await w.expectSound();
});
