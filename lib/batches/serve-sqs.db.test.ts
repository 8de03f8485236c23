import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deliveryEvents } from "@/db/schema/deliveries";
import { createMysqlQueue } from "@/lib/queue/mysql";
import { bodyOf, createSqsQueue } from "@/lib/queue/sqs";
import { withFallback } from "@/lib/queue/with-fallback";
import { batchOf, groupsOf, plantMessage } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { startSqsServer } from "@/scripts/testing/sqs-server";

const NAME = "dochak-messaging-jobs";
const w = batchWorld();
let sqs: Awaited<ReturnType<typeof startSqsServer>>;
beforeEach(async () => {
  sqs = await startSqsServer();
  const outside = createSqsQueue(sqs.settings(), { waitSeconds: 0 });
  w.rt.queue = withFallback(outside, createMysqlQueue(w.db, w.rt.clock));
});
afterEach(() => sqs.stop());
const plant = () => plantMessage(w.db, w.rt.env, w.payer);
const phaseOf = async ({ batchId }: { batchId: number }) => (await batchOf(w.db, batchId)).phase;
const arrivals = async () => [...(await groupsOf(w.url, w.payer)).arrivals.values()];

test("due batches are told to the queue, come out of it, and nothing stays behind", async () => {
  const batches = [await plant(), await plant()];
  expect(await w.serve()).toBe(2);
  for (const batch of batches) expect(await phaseOf(batch)).toBe("sent");
  expect(sqs.bodiesIn(NAME)).toEqual([]);
});

test("ids that come again, in another order, of nothing or of what is done change nothing", async () => {
  const batch = await plant();
  sqs.faults.duplicate = 3;
  sqs.faults.reverse = true;
  await w.serve();
  for (const id of [batch.batchId, batch.batchId, 999_999]) sqs.put(NAME, bodyOf(id));
  await w.serve();
  // A pass ends with the first look that brings nothing to do; what is left is for the next.
  for (let pass = 0; pass < 3; pass++) {
    sqs.passSeconds(120);
    await w.serve();
  }
  expect(await arrivals()).toEqual([1, 1, 1]);
  expect(sqs.bodiesIn(NAME)).toEqual([]);
});

test("an id the queue lost is told again", async () => {
  const batch = await plant();
  sqs.faults.lose = 1;
  expect(await w.serve()).toBe(0);
  expect(await phaseOf(batch)).toBe("new");
  w.time.shiftMs += 6 * 60_000;
  expect(await w.serve()).toBe(1);
});

test("a queue that takes nothing is written down at the batch, and one that can't be asked is replaced by the table", async () => {
  const batch = await plant();
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  sqs.faults.refuse = { action: "SendMessageBatch", code: "AccessDenied", times: 1_000 };
  expect(await w.serve()).toBe(0);
  const events = await w.db.select().from(deliveryEvents);
  expect(events).toMatchObject([{ layer: "queue", event: "not_published", code: "AccessDenied" }]);
  sqs.faults.refuse = { action: "ReceiveMessage", code: "AccessDenied", times: 1_000 };
  expect(await w.serve()).toBe(1);
  said.mockRestore();
  expect(await phaseOf(batch)).toBe("sent");
});
