import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ticks } from "@/db/schema/dispatch";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { engineRuntime } from "@/scripts/testing/engine-rig";
import { runLoop } from "./run-loop";

let t: TestDatabase;
beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(() => t.clear());
afterAll(() => t.drop());

test.each([
  ["without a listener", undefined],
  ["with a listener", () => {}],
])("the loop passes at once and again when nudged, %s", async (_name, onPass) => {
  const { rt } = engineRuntime(t.db);
  const stop = new AbortController();
  let nudge = new AbortController();
  const errors: unknown[] = [];
  const loop = runLoop(rt, {
    pace: "steady",
    signal: stop.signal,
    onError: (error) => errors.push(error),
    wakeSignal: () => {
      nudge = new AbortController();
      return nudge.signal;
    },
    ...(onPass && { onPass }),
  });
  await expect.poll(() => t.db.$count(ticks), { timeout: 5_000 }).toBe(1);
  await expect
    .poll(
      async () => {
        nudge.abort();
        return t.db.$count(ticks);
      },
      { timeout: 5_000 },
    )
    .toBeGreaterThanOrEqual(2);
  stop.abort();
  nudge.abort();
  await loop;
  expect(errors).toEqual([]);
});
