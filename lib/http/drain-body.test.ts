import { afterEach, expect, test, vi } from "vitest";
import { drainBody } from "./drain-body";

/** A body of `pieces` pieces of 1 MiB that ends, breaks or falls silent, and what became of it. */
function bodyOf(pieces: number, end: "close" | "error" | "hang" = "close") {
  const seen = { pieces: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.pieces < pieces) {
          seen.pieces++;
          return controller.enqueue(new Uint8Array(1_048_576));
        }
        if (end === "hang") return new Promise<void>(() => {});
        return end === "close" ? controller.close() : controller.error(new Error("aborted"));
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}
afterEach(() => void vi.useRealTimers());

test("a refused body is heard out to its end", async () => {
  const { body, seen } = bodyOf(11);
  await drainBody({ body });
  expect(seen).toEqual({ pieces: 11, isCancelled: false });
});

test("what somebody read the beginning of is heard out too; what is gone already is let be", async () => {
  const { body, seen } = bodyOf(5);
  const reader = body.getReader();
  await reader.read();
  reader.releaseLock();
  await drainBody({ body });
  expect(seen.pieces).toBe(5);
  await drainBody({ body });
  await drainBody({ body: null });
});

test("a body without end is cut off", async () => {
  const { body, seen } = bodyOf(1_000_000);
  await drainBody({ body });
  expect(seen.isCancelled).toBe(true);
  expect(seen.pieces).toBeLessThan(40);
});

test("one that breaks or falls silent keeps nobody waiting for long", async () => {
  await drainBody({ body: bodyOf(1, "error").body });
  vi.useFakeTimers();
  const { body, seen } = bodyOf(1, "hang");
  const work = drainBody({ body });
  await vi.advanceTimersByTimeAsync(21_000);
  await work;
  expect(seen.isCancelled).toBe(true);
});
