import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { deliveryEvents } from "@/db/schema/deliveries";
import { sendBatches } from "@/db/schema/messages";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { xrayMessage } from "@/lib/diagnosis/xray-message";
import { createMysqlQueue } from "@/lib/queue/mysql";
import { createSqsQueue } from "@/lib/queue/sqs";
import { withFallback } from "@/lib/queue/with-fallback";
import { batchOf, groupsOf, plantMessage } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { alive } from "@/scripts/testing/phone-plant";
import { startSqsServer } from "@/scripts/testing/sqs-server";
import { codeOf } from "@/scripts/testing/test-rig";
import { tellQueueAgain } from "./tell-queue-again";

const NAME = "dochak-messaging-jobs";
const w = batchWorld();
let sqs: Awaited<ReturnType<typeof startSqsServer>>;
beforeEach(async () => {
  sqs = await startSqsServer();
  const outside = createSqsQueue(sqs.settings(), { waitSeconds: 0 });
  w.rt.queue = withFallback(outside, createMysqlQueue(w.db, w.rt.clock));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await sqs.stop();
});

/** A batch that fell due a while ago without the queue having been told. */
async function untold() {
  const planted = await plantMessage(w.db, w.rt.env, w.payer);
  w.time.shiftMs += 5 * 60_000;
  await alive(w);
  return planted;
}
const someone = () => plantUser(w.db, w.payer.org, "operator");

test("a batch the queue was never told of is told at a press, twice does no harm, and it goes once", async () => {
  const { messageId, batchId } = await untold();
  const actor = await someone();
  const xray = await xrayMessage(w.rt, actor, { id: messageId });
  expect(xray.verdict).toMatchObject({ cause: "queue_not_told", fix: "put_in_queue_again", standing: "stuck" });
  expect(xray.fix).toMatchObject({ id: "put_in_queue_again", may: true, target: { kind: "message", id: messageId } });

  expect(await tellQueueAgain(w.rt, actor, { id: messageId })).toEqual({ ok: true, told: 1, problem: null });
  expect(sqs.bodiesIn(NAME)).toHaveLength(1);
  expect((await batchOf(w.db, batchId)).publishedAt).not.toBeNull();
  expect((await xrayMessage(w.rt, actor, { id: messageId })).verdict.cause).toBeNull();
  expect(await tellQueueAgain(w.rt, actor, { id: messageId })).toEqual({ ok: true, told: 0, problem: null });
  expect(sqs.bodiesIn(NAME)).toHaveLength(1);
  const told = await w.db.select().from(auditLog).where(eq(auditLog.action, "message.tell_queue"));
  expect(told).toMatchObject([
    { actorUserId: actor.userId, subject: `message:${messageId}`, orgId: w.payer.org.id, after: { told: 1 } },
    { after: { batches: 0, told: 0, problem: null } },
  ]);

  expect(await w.serve()).toBe(1);
  expect([...(await groupsOf(w.url, w.payer)).arrivals.values()]).toEqual([1, 1, 1]);
  await w.expectSound();
});

test("a queue that still takes nothing is answered with its own word, and written down at the batch", async () => {
  const { messageId, batchId } = await untold();
  sqs.faults.refuse = { action: "SendMessageBatch", code: "AccessDenied", times: 1_000 };
  const answer = await tellQueueAgain(w.rt, await someone(), { id: messageId });
  expect(answer).toEqual({ ok: false, told: 0, problem: "AccessDenied" });
  expect(await w.db.select().from(deliveryEvents).where(eq(deliveryEvents.subjectId, batchId))).toMatchObject([
    { layer: "queue", event: "not_published", code: "AccessDenied" },
  ]);
  expect((await batchOf(w.db, batchId)).publishedAt).toBeNull();
});

test("only what is due and in nobody's hands is told, and nothing where the table is the queue", async () => {
  const { messageId, batchId } = await untold();
  const actor = await someone();
  const now = await w.rt.clock();
  const batch = (set: Partial<typeof sendBatches.$inferInsert>) =>
    w.db.update(sendBatches).set(set).where(eq(sendBatches.id, batchId));
  const told = async () => (await tellQueueAgain(w.rt, actor, { id: messageId })).told;
  await batch({ availableAt: new Date(now.getTime() + 60_000) });
  expect(await told()).toBe(0);
  await batch({ availableAt: now, leaseUntil: new Date(now.getTime() + 60_000) });
  expect(await told()).toBe(0);
  await batch({ leaseUntil: null });
  w.rt.queue = createMysqlQueue(w.db, w.rt.clock);
  expect(await told()).toBe(0);
  expect(sqs.bodiesIn(NAME)).toEqual([]);
});

test("whoever may send may tell: a viewer is refused, and to a stranger there is no such message", async () => {
  const { messageId } = await untold();
  const viewer = await plantUser(w.db, w.payer.org, "viewer");
  const stranger = await plantUser(w.db, await plantOrg(w.db, "branch", null), "admin");
  expect(await codeOf(tellQueueAgain(w.rt, viewer, { id: messageId }))).toBe("forbidden");
  for (const id of [messageId, 999_999]) expect(await codeOf(tellQueueAgain(w.rt, stranger, { id }))).toBe("not_found");
  expect(sqs.bodiesIn(NAME)).toEqual([]);
});
