import fc from "fast-check";
import { expect, test } from "vitest";
import { compareRuns, type OpenRun } from "./order-runs";

const at = (ms: number) => new Date(1_800_000_000_000 + ms);

/** One room's runs in the order they have to go (rulings 4). */
const inOrder: OpenRun[] = (
  [
    [90, 9, -1, -20],
    [80, 1, -1, -10],
    [70, 1, -9, null],
    [20, 1, -5, null],
    [60, 1, -5, null],
    [10, 2, -99, null],
  ] as const
).map(([id, priority, scheduledMs, startedMs]) => ({
  ...{ id, priority, roomRef: 1, nextAttemptAt: at(0) },
  scheduledAt: at(scheduledMs),
  startedAt: startedMs === null ? null : at(startedMs),
}));

test("what has started goes first, longest ago before others; then urgency, then time, then who was written first", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (shuffled) => {
      expect(shuffled.sort(compareRuns).map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id));
    }),
  );
});
