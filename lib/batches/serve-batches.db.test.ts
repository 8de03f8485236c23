import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { deliveryEvents } from "@/db/schema/deliveries";
import { messages, sendBatches } from "@/db/schema/messages";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import { plantUser } from "@/db/testing/plant";
import { cancelMessage } from "@/lib/messages/cancel-message";
import { updateTenant } from "@/lib/tenants/update-tenant";
import { batchOf, groupsOf, plantMessage, rowsOf, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { nextBatchAt } from "./due-batches";
import { putOffBatch } from "./release-batch";

const w = batchWorld();
const plant = (over: Parameters<typeof plantMessage>[3] = {}) => plantMessage(w.db, w.rt.env, w.payer, over);
const messageOf = async (id: number) => (await w.db.select().from(messages).where(eq(messages.id, id)))[0]!;
const stepsOf = async (batchId: number) =>
  (
    await w.db.select().from(deliveryEvents).where(eq(deliveryEvents.subjectId, batchId)).orderBy(deliveryEvents.id)
  ).map(({ layer, event }) => `${layer} ${event}`);

test("a batch is built, committed and sent as one group, and every row carries the provider's id", async () => {
  const { messageId, batchId, rowIds } = await plant({ count: 5 });
  expect(await w.serve()).toBe(1);
  const batch = await batchOf(w.db, batchId);
  expect(batch).toMatchObject({ phase: "sent", availableAt: null, leaseToken: null, heldReason: null });
  const { all, arrivals } = await groupsOf(w.url, w.payer);
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ groupId: batch.groupId, customFields: { batchId: String(batchId) } });
  expect([...arrivals]).toEqual(rowIds.map((id) => [id, 1]));
  const rows = await rowsOf(w.db, batchId);
  const known = new Map(all[0]!.messages.map(({ customFields, messageId: id }) => [Number(customFields.logId), id]));
  for (const row of rows) expect(row).toMatchObject({ status: "sent", solapiMessageId: known.get(row.id) });
  expect(await messageOf(messageId)).toMatchObject({ status: "sent", queuedCount: 0, sentCount: 5 });
  expect(all[0]!.messages[0]!.text).toBe("이봄님 안녕하세요");
  expect(await stepsOf(batchId)).toEqual(["queue claimed", "provider built", "provider sent"]);
  await w.expectSound();
  expect(await w.serve()).toBe(0);
});

test("what isn't due yet stays, and two who serve at once send nothing twice", async () => {
  const later = await plant({ batch: { availableAt: new Date(Date.now() + 3_600_000) } });
  const now = await Promise.all(Array.from({ length: 4 }, () => plant()));
  const sent = await Promise.all([w.serve("a"), w.serve("b"), w.serve("c")]);
  expect(sent.reduce((sum, n) => sum + n, 0)).toBe(4);
  const { all, arrivals } = await groupsOf(w.url, w.payer);
  expect(all).toHaveLength(4);
  expect([...arrivals.values()]).toEqual(Array(12).fill(1));
  expect(await batchOf(w.db, later.batchId)).toMatchObject({ phase: "new", attempt: 0 });
  expect(now).toHaveLength(4);
  await w.expectSound();
});

test("a send nobody heard the answer of is asked again with the same group, and never built anew", async () => {
  const { batchId } = await plant();
  await w.fault("send", "reset", { when: "after" });
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "committed" });
  expect((await rowsOf(w.db, batchId)).map(({ status }) => status)).toEqual(["sending", "sending", "sending"]);
  expect(await w.serve()).toBe(0);
  w.time.shiftMs += 30_000;
  expect(await w.serve()).toBe(1);
  const { all, arrivals } = await groupsOf(w.url, w.payer);
  expect(all).toHaveLength(1);
  expect([...arrivals.values()]).toEqual([1, 1, 1]);
  await w.expectSound();
});

test.each([
  ["create", "reset"],
  ["add", "reset"],
  ["add", "html"],
  ["add", "http_503"],
])("a build that broke at %s (%s) leaves at most an orphan, and is made again", async (route, kind) => {
  const { batchId } = await plant();
  await w.fault(route, kind, { when: "after" });
  expect(await w.serve()).toBe(0);
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "new", groupId: null, attempt: 1 });
  w.time.shiftMs += 30_000;
  expect(await w.serve()).toBe(1);
  const { left, arrivals } = await groupsOf(w.url, w.payer);
  expect(left).toHaveLength(1);
  expect([...arrivals.values()]).toEqual([1, 1, 1]);
  await w.expectSound();
});

test("a recipient the provider refuses fails with its code, gets its credit back, and the others go", async () => {
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { blocked: ["01000000002"] });
  const { messageId, batchId } = await plant({ numbers: ["01000000001", "01000000002"] });
  expect(await w.serve()).toBe(1);
  expect((await rowsOf(w.db, batchId)).map(({ status, providerCode }) => [status, providerCode])).toEqual([
    ["sent", null],
    ["failed", "1060"],
  ]);
  expect(await messageOf(messageId)).toMatchObject({ status: "partial", failedCount: 1, sentCount: 1 });
  expect(await batchOf(w.db, batchId)).toMatchObject({ releasedAmount: "9.90" });
  await w.expectSound();
});

test("a batch of which nobody is taken is done, and its group is gone", async () => {
  const blocked = ["01000000001", "01000000002"];
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { blocked });
  const { messageId, batchId } = await plant({ numbers: blocked });
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "done", groupId: null });
  expect(await messageOf(messageId)).toMatchObject({ status: "failed", failedCount: 2 });
  expect((await groupsOf(w.url, w.payer)).all.map(({ status }) => status)).toEqual(["DELETED"]);
  await w.expectSound();
});

test("an account's trouble holds its tenant alone, uses no try, is probed once in five minutes, and heals", async () => {
  const other = await w.newPayer();
  const mine = [await plant(), await plant(), await plant()];
  const theirs = await plantMessage(w.db, w.rt.env, other);
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { balance: 0 });
  expect(await w.serve()).toBe(1);
  expect(await batchOf(w.db, theirs.batchId)).toMatchObject({ phase: "sent" });
  const held = await Promise.all(mine.map(({ batchId }) => batchOf(w.db, batchId)));
  expect(held.some(({ phase, heldReason }) => phase === "held" && heldReason === "no_balance")).toBe(true);
  expect(held.map(({ attempt }) => attempt)).toEqual([0, 0, 0]);
  const knocks = async () =>
    (await simulate<{ counts: Record<string, number> }>(w.url, "GET", "requests")).counts.send ?? 0;
  const before = await knocks();
  w.time.shiftMs += 60_000;
  await w.serve();
  expect(await knocks()).toBe(before);
  w.time.shiftMs += 5 * 60_000;
  await w.serve();
  expect(await knocks()).toBe(before + 1);
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { balance: 1_000_000 });
  w.time.shiftMs += 6 * 60_000;
  await w.serve();
  for (const { batchId } of mine) expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "sent" });
  const { arrivals } = await groupsOf(w.url, w.payer);
  expect([...arrivals.values()]).toEqual(Array(9).fill(1));
  await w.expectSound();
});

test("a held batch that was sent since, and nobody knows whether it left, is no longer held; a person's wish stays", async () => {
  const { batchId } = await plant();
  const account = (balance: number) => simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { balance });
  await account(0);
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "held", heldReason: "no_balance" });
  await account(1_000_000);
  w.time.shiftMs += 6 * 60_000;
  await w.fault("send", "reset", { when: "after" });
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "committed", heldReason: null });
  const wanted = { phase: "held" as const, heldReason: "cancel_requested", leaseToken: "t" };
  await w.db.update(sendBatches).set(wanted).where(eq(sendBatches.id, batchId));
  const [lease, at] = [{ batchId, tenantId: w.payer.id, token: "t" }, await w.rt.clock()];
  await putOffBatch(w.db, lease, { until: at, event: "unsure", at, isHoldOver: true });
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "held", heldReason: "cancel_requested" });
  w.time.shiftMs += 6 * 60_000;
  await w.serve();
  expect([...(await groupsOf(w.url, w.payer)).arrivals.values()]).toEqual([1, 1, 1]);
  await w.expectSound();
});

test("what waited for the switch alone goes as soon as somebody turns it on", async () => {
  const { batchId } = await plant();
  const boss = await plantUser(w.db, w.payer.org);
  const turn = (messagingIsActive: boolean) =>
    updateTenant(w.rt, boss, { id: w.payer.id, version: undefined, prices: {}, change: { messagingIsActive } });
  await turn(false);
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "held", heldReason: "messaging_inactive" });
  expect(await w.serve()).toBe(0);
  await turn(true);
  expect(await w.serve()).toBe(1);
  await w.expectSound();
});

test("a sender the provider doesn't know fails nobody: the batch waits whole", async () => {
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { senders: [] });
  const { batchId } = await plant();
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({
    phase: "held",
    heldReason: "sender_unregistered",
    groupId: null,
  });
  expect((await rowsOf(w.db, batchId)).map(({ status }) => status)).toEqual(["queued", "queued", "queued"]);
  await w.expectSound();
});

test.each([
  ["a tenant switched off", "messaging_inactive", () => w.db.update(tenants).set({ messagingIsActive: false })],
  ["a sender no longer verified", "sender_unregistered", () => w.db.update(tenantSenders).set({ status: "revoked" })],
  [
    "a sender whose verification ran out",
    "sender_unregistered",
    () => w.db.update(tenantSenders).set({ expiresAt: new Date(0) }),
  ],
  ["a message of another mode", "mode_changed", () => w.db.update(messages).set({ isSandbox: false })],
])("%s: nothing is asked of the provider", async (_what, heldReason, change) => {
  const { batchId } = await plant();
  await change();
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "held", heldReason, attempt: 0 });
  expect((await groupsOf(w.url, w.payer)).all).toEqual([]);
});

test("what isn't sent in time is not sent any more: it expires, and the credit is free again", async () => {
  const { messageId, batchId } = await plant();
  await w.db.update(tenants).set({ messagingIsActive: false });
  await w.serve();
  w.time.shiftMs += 25 * 3_600_000;
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "expired", releasedAmount: "29.70" });
  expect((await rowsOf(w.db, batchId))[0]).toMatchObject({ status: "failed", reasonCode: "messaging_inactive" });
  expect(await messageOf(messageId)).toMatchObject({ status: "failed" });
  await w.expectSound();
});

test.each(["before", "after"] as const)(
  "time over while nobody knows whether it left (it broke %s leaving): removing the group tells",
  async (when) => {
    const { batchId } = await plant();
    await w.fault("send", "reset", { when });
    await w.serve();
    w.time.shiftMs += 25 * 3_600_000;
    await w.serve();
    const { arrivals } = await groupsOf(w.url, w.payer);
    expect(await batchOf(w.db, batchId)).toMatchObject({ phase: when === "before" ? "expired" : "sent" });
    expect([...arrivals.values()]).toEqual(when === "before" ? [] : [1, 1, 1]);
    await w.expectSound();
  },
);

test("a cancelled batch is taken back while it can be, and found sent where it can't", async () => {
  const [early, late] = [await plant(), await plant()];
  await w.fault("send", "http_500", { when: "before", times: 1 });
  await w.serve();
  const phases = async () => [(await batchOf(w.db, early.batchId)).phase, (await batchOf(w.db, late.batchId)).phase];
  expect((await phases()).sort()).toEqual(["committed", "sent"]);
  await w.db
    .update(sendBatches)
    .set({ heldReason: "cancel_requested", availableAt: new Date(0) })
    .where(eq(sendBatches.phase, "committed"));
  await w.serve();
  expect((await phases()).sort()).toEqual(["cancelled", "sent"]);
  await w.expectSound();
});

test("a group the provider gave up waits for a person", async () => {
  await w.settings({ rateLimit: null, dailyQuota: 1 });
  const { batchId } = await plant();
  await w.serve();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "held", heldReason: "group_failed", availableAt: null });
  w.time.shiftMs += 48 * 3_600_000;
  expect(await w.serve()).toBe(0);
  await w.expectSound();
});

test("what a person takes back of a parked tenant goes back at once, and nothing else of it is tried for that", async () => {
  const [first, second] = [await plant(), await plant()];
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { balance: 0 });
  await w.serve();
  const groups = (await groupsOf(w.url, w.payer)).all;
  const built = [first, second].find(({ batchId }) =>
    groups.some(({ customFields }) => customFields.batchId === String(batchId)),
  )!;
  const knocks = async () => (await simulate<{ counts: object }>(w.url, "GET", "requests")).counts;
  const before = await knocks();
  const actor = await plantUser(w.db, w.payer.org, "operator");
  await cancelMessage(w.rt, actor, { id: built.messageId });
  expect(await batchOf(w.db, built.batchId)).toMatchObject({ heldReason: "cancel_requested" });
  const soon = await nextBatchAt(w.db, await w.rt.clock());
  expect(soon!.getTime()).toBeLessThanOrEqual((await w.rt.clock()).getTime());
  await w.serve();
  expect(await batchOf(w.db, built.batchId)).toMatchObject({ phase: "cancelled", releasedAmount: "29.70" });
  expect((await messageOf(built.messageId)).status).toBe("cancelled");
  expect(await knocks()).toEqual({ ...before, delete: 1 });
  await w.expectSound();
});
