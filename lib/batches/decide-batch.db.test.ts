import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { deliveryEvents } from "@/db/schema/deliveries";
import { messages, sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { getMessage } from "@/lib/messages/queries";
import { resendFailed } from "@/lib/messages/resend-failed";
import { batchOf, plantMessage, rowsOf } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { codeOf } from "@/scripts/testing/test-rig";
import { decideBatch } from "./decide-batch";

const w = batchWorld();
const someone = () => plantUser(w.db, w.payer.org, "operator");
const endsOf = async (batchId: number) => [
  ...new Set((await rowsOf(w.db, batchId)).map(({ status, reasonCode }) => `${status} ${reasonCode}`)),
];
const balance = async () => (await w.db.select().from(tenants).where(eq(tenants.id, w.payer.id)))[0]!.creditBalance;

/** The provider gives the group of a batch up. */
async function givenUp() {
  await w.settings({ rateLimit: null, dailyQuota: 1 });
  const planted = await plantMessage(w.db, w.rt.env, w.payer);
  await w.serve();
  expect(await batchOf(w.db, planted.batchId)).toMatchObject({ phase: "held", heldReason: "group_failed" });
  return planted;
}

test("certainly not sent: its recipients failed, their credit is free, and they may be sent to again", async () => {
  const { messageId, batchId } = await givenUp();
  const actor = await someone();
  const input = { id: messageId, batchId, decision: "not_sent" } as const;
  const after = await decideBatch(w.rt, actor, input);
  expect(after).toMatchObject({ status: "failed", canResend: true, counts: { failed: 3, queued: 0, sending: 0 } });
  expect(after.batches).toMatchObject([{ id: batchId, phase: "done", size: 3, channel: "sms", leg: 0 }]);
  expect(after.amounts).toEqual({ reserved: "29.70", settled: "0.00", released: "29.70" });
  expect(await endsOf(batchId)).toEqual(["failed provider_refused"]);
  await w.expectSound();

  const [entry] = await w.db.select().from(auditLog).where(eq(auditLog.action, "message.decide"));
  expect(entry).toMatchObject({
    actorUserId: actor.userId,
    subject: `message:${messageId}`,
    orgId: w.payer.org.id,
    before: { batchId, heldReason: "group_failed" },
    after: { decision: "not_sent", recipients: 3 },
  });
  const trail = await w.db
    .select({ layer: deliveryEvents.layer, code: deliveryEvents.code })
    .from(deliveryEvents)
    .where(and(eq(deliveryEvents.subjectId, batchId), eq(deliveryEvents.event, "decided")));
  expect(trail).toEqual([{ layer: "api", code: "not_sent" }]);

  expect((await resendFailed(w.rt, actor, { id: messageId })).counts).toMatchObject({ failed: 0, queued: 3 });
  expect(await codeOf(decideBatch(w.rt, actor, input))).toBe("conflict");
  await w.expectSound();
});

test("given up, nobody can tell: its recipients are unknown and paid", async () => {
  const { messageId, batchId } = await givenUp();
  const before = await balance();
  const after = await decideBatch(w.rt, await someone(), { id: messageId, batchId, decision: "give_up" });
  expect(after).toMatchObject({ status: "partial", counts: { unknown: 3, failed: 0 } });
  expect(after.amounts).toEqual({ reserved: "29.70", settled: "29.70", released: "0.00" });
  expect(Number(before) - Number(await balance())).toBeCloseTo(29.7);
  expect(await endsOf(batchId)).toEqual(["unknown nobody_knows"]);
  await w.expectSound();
});

test("it left after all: its results are asked for and paid as they say", async () => {
  await w.settings({ dailyQuota: null });
  const { messageId, batchId } = await plantMessage(w.db, w.rt.env, w.payer);
  await w.fault("send", "reset", { when: "after" });
  await w.serve();
  await w.db
    .update(sendBatches)
    .set({ phase: "held", heldReason: "group_lost", availableAt: null })
    .where(eq(sendBatches.id, batchId));
  const after = await decideBatch(w.rt, await someone(), { id: messageId, batchId, decision: "sent" });
  expect(after).toMatchObject({ status: "sent", counts: { sent: 3 } });
  expect(after.batches).toMatchObject([{ phase: "sent", heldReason: null }]);
  await w.pass(60_000);
  await w.poll();
  expect(await batchOf(w.db, batchId)).toMatchObject({ phase: "done", settledAmount: "29.70" });
  expect(await endsOf(batchId)).toEqual(["delivered null"]);
  await w.expectSound();
});

test("of several who decide at once one is heard, and the money moves once", async () => {
  const { messageId, batchId } = await givenUp();
  const actors = [await someone(), await someone(), await someone()];
  const decisions = ["not_sent", "give_up", "sent"] as const;
  const ends = await Promise.allSettled(
    actors.map((actor, i) => decideBatch(w.rt, actor, { id: messageId, batchId, decision: decisions[i]! })),
  );
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "conflict" });
  expect(await w.db.select().from(auditLog).where(eq(auditLog.action, "message.decide"))).toHaveLength(1);
  await w.expectSound();
});

test("only what waits for a person, of this message, by whoever may send there", async () => {
  const { messageId, batchId } = await givenUp();
  const other = await plantMessage(w.db, w.rt.env, w.payer);
  const decide = async (over: { id?: number; batchId?: number }, actor = someone()) =>
    codeOf(decideBatch(w.rt, await actor, { id: messageId, batchId, decision: "not_sent", ...over }));
  const elsewhere = await plantOrg(w.db, "branch", null);
  expect(await decide({}, plantUser(w.db, w.payer.org, "viewer"))).toBe("forbidden");
  expect(await decide({}, plantUser(w.db, elsewhere))).toBe("not_found");
  expect(await decide({ id: other.messageId })).toBe("not_found");
  expect(await decide({ batchId: other.batchId, id: other.messageId })).toBe("conflict");
  for (const heldReason of ["cancel_requested", "template_refused", null]) {
    await w.db.update(sendBatches).set({ heldReason }).where(eq(sendBatches.id, batchId));
    expect(await decide({})).toBe("conflict");
  }
  const [message] = await w.db.select().from(messages).where(eq(messages.id, messageId));
  expect(message).toMatchObject({ failedCount: 0, unknownCount: 0 });
  expect((await getMessage(w.db, scopeOf(await someone()), messageId)).batches).toHaveLength(1);
  await w.expectSound();
});
