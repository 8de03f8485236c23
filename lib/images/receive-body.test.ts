import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { IMAGE_MAX_BYTES } from "./limits";
import { receiveBody } from "./receive-body";

const streamOf = (chunks: readonly Uint8Array[], end: "close" | "error" | "hang" = "close") => {
  const left = [...chunks];
  const seen = { cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next) controller.enqueue(next);
      else if (end === "close") controller.close();
      else if (end === "error") controller.error(new Error("aborted"));
      else return new Promise(() => {});
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { body, seen };
};
async function refusal(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw error ?? new Error("was accepted");
  return [error.detail.status ?? 422, error.detail.issues?.[0]?.message];
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("gives back exactly what was declared, however it was cut into chunks", async () => {
  const chunk = fc.uint8Array({ maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 10 }), fc.integer({ min: -3, max: 3 }), async (chunks, lie) => {
      const whole = Buffer.concat(chunks);
      const declared = Math.max(0, whole.length + lie);
      const work = receiveBody(streamOf(chunks).body, declared);
      if (declared === whole.length) expect(Buffer.from(await work)).toEqual(whole);
      else if (declared > whole.length) expect(await refusal(work)).toEqual([422, "imageIncomplete"]);
      else expect(await refusal(work)).toEqual([422, "imageLengthBad"]);
    }),
  );
});

test("stops reading one byte past the limit (UP-01)", async () => {
  const mega = new Uint8Array(1024 * 1024);
  const { body, seen } = streamOf([...Array(10).fill(mega), new Uint8Array(1), mega, mega]);
  expect(await refusal(receiveBody(body, IMAGE_MAX_BYTES))).toEqual([413, "imageTooLarge"]);
  expect(seen.cancelled).toBe(true);
  const exact = await receiveBody(streamOf(Array(10).fill(mega)).body, IMAGE_MAX_BYTES);
  expect(exact.byteLength).toBe(10_485_760);
});

test("a line that breaks or falls silent is an incomplete file", async () => {
  expect(await refusal(receiveBody(streamOf([new Uint8Array(3)], "error").body, 9))).toEqual([422, "imageIncomplete"]);
  expect(await refusal(receiveBody(null, 9))).toEqual([422, "imageIncomplete"]);
  const { body, seen } = streamOf([new Uint8Array(3)], "hang");
  const work = refusal(receiveBody(body, 9));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await work).toEqual([422, "imageIncomplete"]);
  expect(seen.cancelled).toBe(true);
});

test("a sender that drips keeps its place for five minutes at most", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => new Promise((done) => setTimeout(() => done(controller.enqueue(new Uint8Array(1))), 20_000)),
  });
  const work = refusal(receiveBody(body, 5_000));
  await vi.advanceTimersByTimeAsync(301_000);
  expect(await work).toEqual([422, "imageIncomplete"]);
});
