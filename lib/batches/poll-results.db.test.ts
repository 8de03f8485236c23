import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { customers } from "@/db/schema/customers";
import { lanes } from "@/db/schema/dispatch";
import { messageLogs, messages, sendBatches, solapiSync } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { batchOf, groupsOf, plantMessage, rowsOf, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { applyResults } from "./apply-results";
import { pollResults } from "./poll-results";

const w = batchWorld();
const plant = (over: Parameters<typeof plantMessage>[3] = {}) => plantMessage(w.db, w.rt.env, w.payer, over);
const messageOf = async (id: number) => (await w.db.select().from(messages).where(eq(messages.id, id)))[0]!;
const balance = async () => {
  const [row] = await w.db.select().from(tenants).where(eq(tenants.id, w.payer.id));
  return { balance: row!.creditBalance, reserved: row!.creditReserved };
};
const statuses = async (batchId: number) => (await rowsOf(w.db, batchId)).map(({ status }) => status);
const requests = async () => (await simulate<{ counts: Record<string, number> }>(w.url, "GET", "requests")).counts;
/** Sends what is due and looks at what became of it. */
async function sendAndLook(ms = 11_000) {
  await w.serve();
  await w.pass(ms);
  await w.poll();
}

test("who got it is paid for, who didn't isn't, and the batch is done with what the provider took for it", async () => {
  const { messageId, batchId } = await plant({ numbers: ["01000000001", "01000003047", "01000000003"] });
  await sendAndLook();
  expect((await rowsOf(w.db, batchId)).map((row) => [row.status, row.reasonCode, row.providerCode])).toEqual([
    ["delivered", null, "4000"],
    ["failed", "provider_refused", "3047"],
    ["delivered", null, "4000"],
  ]);
  expect(await messageOf(messageId)).toMatchObject({ status: "partial", deliveredCount: 2, failedCount: 1 });
  expect(await batchOf(w.db, batchId)).toMatchObject({
    ...{ phase: "done", pollAt: null, settledAmount: "19.80", releasedAmount: "9.90", providerPrice: "36.00" },
  });
  expect(await balance()).toEqual({ balance: "999980.20", reserved: "0.00" });
  await w.expectSound();
});

test("the same reports again, in any order, change nothing", async () => {
  const { batchId } = await plant();
  await sendAndLook();
  const before = [await balance(), await batchOf(w.db, batchId)];
  const ids = (await rowsOf(w.db, batchId)).map(({ solapiMessageId }) => solapiMessageId!);
  for (const statusCode of ["4000", "3047", "2000"])
    expect(
      await applyResults(
        w.rt,
        ids.map((messageId) => ({ messageId, status: "COMPLETE", statusCode })),
      ),
    ).toBe(0);
  expect([await balance(), await batchOf(w.db, batchId)]).toEqual(before);
});

test("two who apply the same reports at once pay once", async () => {
  const { batchId } = await plant({ count: 20 });
  await w.serve();
  const ids = (await rowsOf(w.db, batchId)).map(({ solapiMessageId }) => solapiMessageId!);
  const reports = ids.map((messageId) => ({ messageId, status: "COMPLETE", statusCode: "4000" }));
  const ended = await Promise.all([1, 2, 3].map(() => applyResults(w.rt, reports)));
  expect(ended.reduce((sum, n) => sum + n, 0)).toBe(20);
  expect(await batchOf(w.db, batchId)).toMatchObject({ settledAmount: "198.00", phase: "done" });
  await w.expectSound();
});

test("what has no report waits, ever longer, until after 72 hours nobody will know: then it is paid", async () => {
  const { messageId, batchId } = await plant({ numbers: ["01000000001", "01000010000"] });
  await sendAndLook();
  expect(await statuses(batchId)).toEqual(["delivered", "sent"]);
  const asked = async () => (await requests()).list ?? 0;
  let before = await asked();
  await w.poll();
  expect(await asked()).toBe(before);
  for (let n = 0; n < 4; n++) {
    await w.pass(16 * 60_000);
    await w.poll();
  }
  before = await asked();
  await w.pass(73 * 3_600_000);
  await w.poll();
  expect((await rowsOf(w.db, batchId))[1]).toMatchObject({ status: "unknown", reasonCode: "no_report" });
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "done", settledAmount: "19.80", pollAt: null });
  expect(await messageOf(messageId)).toMatchObject({ status: "partial", unknownCount: 1, deliveredCount: 1 });
  await w.expectSound();
});

test("a report that the list of changes never showed is asked for by its id", async () => {
  const { batchId } = await plant({ numbers: ["01000010000"] });
  await sendAndLook();
  await simulate(w.url, "POST", "results", { to: "01000010000", statusCode: "4000" });
  // As if the change had been made long before the watermark.
  await w.db.update(solapiSync).set({ watermark: new Date(Date.now() + 10 * 86_400_000) });
  for (let n = 0; n < 3; n++) {
    await w.pass(60_000);
    await w.poll();
  }
  expect(await statuses(batchId)).toEqual(["delivered"]);
});

test("a report is proof that a group left, even where nobody heard the send's answer", async () => {
  const { batchId } = await plant();
  const other = await plant();
  await w.fault("send", "reset", { when: "after" });
  await sendAndLook();
  const phases = [(await batchOf(w.db, batchId)).phase, (await batchOf(w.db, other.batchId)).phase];
  // Whichever of the two it was.
  expect(phases).not.toContain("committed");
  await w.expectSound();
});

test("a code that is the sender's trouble holds what comes after it", async () => {
  await plant({ numbers: ["01000003059"] });
  await sendAndLook();
  const [lane] = await w.db.select().from(lanes);
  expect(lane).toMatchObject({ laneKey: `tenant:${w.payer.id}`, parkReason: "number_guarded" });
  const { batchId } = await plant();
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "new", attempt: 0 });
});

test("one instance at a time reads an account", async () => {
  await plant();
  await w.serve();
  await w.pass(11_000);
  await simulate(w.url, "DELETE", "requests");
  await Promise.all([w.poll(), w.poll(), w.poll()]);
  expect((await requests()).list).toBe(1);
});

test("an account that can't be read leaves everything as it is", async () => {
  const { batchId } = await plant();
  await w.serve();
  await w.pass(11_000);
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { allowedIps: [] });
  await w.poll();
  expect(await statuses(batchId)).toEqual(["sent", "sent", "sent"]);
  const [sync] = await w.db.select().from(solapiSync);
  expect(sync).toMatchObject({ leaseToken: null, lastOkAt: null });
  expect(sync?.lastError).not.toBeNull();
});

const both = { messageMode: "both", channel: "alimtalk", amount: "8.00", reserved: "10.00" } as const;

test("a text follows an Alimtalk the phone can't get, and only that", async () => {
  const { messageId, batchId } = await plant({
    ...both,
    numbers: ["01000000001", "01000003104", "01000003105", "01000003107"],
  });
  await sendAndLook();
  const ofMessage = eq(messageLogs.messageId, messageId);
  const rows = await w.db.select().from(messageLogs).where(ofMessage).orderBy(messageLogs.id);
  expect(rows.filter(({ leg }) => leg === 0).map(({ status }) => status)).toEqual([
    "delivered",
    "failed",
    "failed",
    "failed",
  ]);
  const second = rows.filter(({ leg }) => leg === 1);
  expect(second).toMatchObject([{ phoneLast4: "3104", channel: "sms", status: "queued", amount: "10.00", leg: 1 }]);
  expect(await batchOf(w.db, batchId)).toMatchObject({ settledAmount: "8.00", releasedAmount: "32.00" });
  expect(await messageOf(messageId)).toMatchObject({ queuedCount: 1, deliveredCount: 1, failedCount: 2 });
  expect(await balance()).toEqual({ balance: "999992.00", reserved: "10.00" });
  await w.expectSound();
});

test("the text is sent once, by itself, and nothing follows it", async () => {
  const { messageId } = await plant({ ...both, numbers: ["01000003104"] });
  await sendAndLook();
  // 3105 parks nobody here; the simulator answers the second leg with the same last digits.
  await sendAndLook();
  const { arrivals, left } = await groupsOf(w.url, w.payer);
  expect([...arrivals.values()]).toEqual([1, 1]);
  expect(left.flatMap((group) => group.messages.map(({ type }) => type)).sort()).toEqual(["ATA", "SMS"]);
  const all = await w.db.select().from(sendBatches).where(eq(sendBatches.messageId, messageId));
  expect(all.map(({ leg, phase }) => [leg, phase])).toEqual([
    [0, "done"],
    [1, "done"],
  ]);
  await w.expectSound();
});

test("who blocked the channel gets a text only with consent to texts", async () => {
  const { messageId, rowIds } = await plant({ ...both, numbers: ["01000003107", "01000013107"] });
  const { id: customerId } = await plantCustomer(w.db, w.payer.org, { digits: "01000003107" });
  await w.db.update(customers).set({ adConsent: true }).where(eq(customers.id, customerId));
  await w.db.update(messageLogs).set({ customerId }).where(eq(messageLogs.id, rowIds[0]!));
  await sendAndLook();
  const second = (await w.db.select().from(messageLogs).where(eq(messageLogs.messageId, messageId))).filter(
    ({ leg }) => leg === 1,
  );
  expect(second.map(({ customerId: whose }) => whose)).toEqual([customerId]);
  await w.expectSound();
});

test("no text follows once somebody has taken back what of the message had not gone", async () => {
  const { messageId, batchId } = await plant({ ...both, numbers: ["01000003104"] });
  await w.serve();
  const { id: _, ...sent } = await batchOf(w.db, batchId);
  const taken = { phase: "cancelled" as const, groupId: null, pollAt: null, reservedAmount: "0.00" };
  await w.db.insert(sendBatches).values({ ...sent, ...taken });
  await w.pass(11_000);
  await w.poll();
  expect(await messageOf(messageId)).toMatchObject({ status: "failed", failedCount: 1 });
  expect(await w.db.$count(messageLogs)).toBe(1);
  await w.expectSound();
});

test("more changes than one look can read keep nobody's result back", async () => {
  const { batchId } = await plant();
  await w.serve();
  const list = w.rt.phone.list;
  let pages = 0;
  w.rt.phone.list = async (account, query) =>
    query.messageIds ? list(account, query) : { kind: "ok", items: [], nextKey: `page ${++pages}`, unread: 0 };
  const passOf = (most: number) => {
    const from = pages;
    return pollResults(w.rt, () => pages - from >= most);
  };
  for (let look = 0; look < 4; look++) {
    await w.pass(90_000);
    await passOf(100);
  }
  expect(await statuses(batchId)).toEqual(["delivered", "delivered", "delivered"]);
  await w.expectSound();
});
