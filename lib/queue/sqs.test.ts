import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startSqsServer } from "@/scripts/testing/sqs-server";
import { batchIdIn, bodyOf, createSqsQueue } from "./sqs";

const NAME = "dochak-messaging-jobs";
let server: Awaited<ReturnType<typeof startSqsServer>>;
const open = () => createSqsQueue(server.settings(), { waitSeconds: 0 });
const idsOf = (batches: readonly { batchId: number }[]) => batches.map(({ batchId }) => batchId);

beforeEach(async () => {
  server = await startSqsServer();
});
afterEach(() => server.stop());

test("ids go in ten at a time, come out, and are gone once they are done", async () => {
  const queue = open();
  const ids = Array.from({ length: 23 }, (_, i) => i + 1);
  expect(await queue.publish(ids)).toEqual({ taken: ids, problem: null });
  expect(server.calls.filter((call) => call === "SendMessageBatch")).toHaveLength(3);
  const seen: number[] = [];
  for (let look = 0; look < 3; look++)
    for (const batch of await queue.receive({ max: 10 })) {
      seen.push(batch.batchId);
      await batch.done();
    }
  expect(seen.sort((a, b) => a - b)).toEqual(ids);
  server.passSeconds(3_600);
  expect(await queue.receive({ max: 10 })).toEqual([]);
});

test("nothing but the id is in a message", async () => {
  await open().publish([7]);
  expect(server.bodiesIn(NAME)).toEqual(['{"batchId":7}']);
  expect(batchIdIn(bodyOf(2 ** 53 - 1))).toBe(2 ** 53 - 1);
  for (const body of ["", "{}", '{"batchId":0}', '{"batchId":"7"}', '{"batchId":7,"to":"x"}', undefined])
    expect(batchIdIn(body)).toBeNull();
});

test("what the queue didn't take is told, what it took too", async () => {
  const queue = open();
  server.faults.dropEntries = 2;
  expect(await queue.publish([1, 2, 3])).toEqual({ taken: [3], problem: "InternalError" });
  server.faults.refuse = { action: "SendMessageBatch", code: "AccessDenied", times: 9 };
  expect(await queue.publish([4])).toEqual({ taken: [], problem: "AccessDenied" });
});

test("who is still at work keeps a message to itself, who lets go of it gives it back", async () => {
  const queue = open();
  await queue.publish([1]);
  const [batch] = await queue.receive({ max: 10 });
  server.passSeconds(50);
  await batch!.extend(60);
  server.passSeconds(50);
  expect(await queue.receive({ max: 10 })).toEqual([]);
  await batch!.later(5);
  server.passSeconds(6);
  expect(idsOf(await queue.receive({ max: 10 }))).toEqual([1]);
});

test("a message nobody finishes goes to the dead letter queue after five looks", async () => {
  const queue = open();
  await queue.publish([1]);
  for (let look = 0; look < 5; look++) {
    expect(idsOf(await queue.receive({ max: 10 }))).toEqual([1]);
    server.passSeconds(61);
  }
  expect(await queue.receive({ max: 10 })).toEqual([]);
  expect(server.bodiesIn(`${NAME}-dead`)).toEqual(['{"batchId":1}']);
});

test("what can't be read is handled by nobody and ends there too", async () => {
  const queue = open();
  await queue.publish([1]);
  server.put(NAME, "안녕");
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  for (let look = 0; look < 6; look++) {
    for (const batch of await queue.receive({ max: 10 })) await batch.done();
    server.passSeconds(61);
  }
  said.mockRestore();
  expect(server.bodiesIn(`${NAME}-dead`)).toEqual(["안녕"]);
  expect(server.bodiesIn(NAME)).toEqual([]);
});

test("a queue that has a policy of its own keeps it", async () => {
  await open().publish([1]);
  server.queues.get(NAME)!.attributes.RedrivePolicy = '{"deadLetterTargetArn":"theirs","maxReceiveCount":9}';
  await open().publish([2]);
  expect(server.queues.get(NAME)!.attributes.RedrivePolicy).toContain("theirs");
});

test("a queue that can't be asked says why, and is found again when it is back", async () => {
  const queue = open();
  server.faults.refuse = { action: "GetQueueUrl", code: "InvalidClientTokenId", times: 1 };
  await expect(queue.receive({ max: 1 })).rejects.toMatchObject({ code: "InvalidClientTokenId" });
  expect(await queue.receive({ max: 1 })).toEqual([]);
  server.queues.clear();
  await expect(queue.receive({ max: 1 })).rejects.toMatchObject({ code: "QueueDoesNotExist" });
  expect((await queue.publish([1])).problem).toBeNull();
  expect(idsOf(await queue.receive({ max: 1 }))).toEqual([1]);
});

test("an installation that may not set attributes sends and receives all the same", async () => {
  server.faults.refuse = { action: "SetQueueAttributes", code: "AccessDenied", times: 9 };
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const queue = open();
  await queue.publish([1]);
  expect(idsOf(await queue.receive({ max: 1 }))).toEqual([1]);
  said.mockRestore();
});

test("a long look ends when it is called off", async () => {
  const queue = createSqsQueue(server.settings(), { waitSeconds: 20 });
  const stop = new AbortController();
  const looking = queue.receive({ max: 1, signal: stop.signal });
  setTimeout(() => stop.abort(), 300);
  expect(await looking).toEqual([]);
});
