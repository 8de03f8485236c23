import fc from "fast-check";
import { expect, test } from "vitest";
import { compareRuns, type OpenRun, turnOf } from "./order-runs";

const at = (ms: number) => new Date(1_800_000_000_000 + ms);
const run: fc.Arbitrary<OpenRun> = fc.record({
  id: fc.integer({ min: 1, max: 1000 }),
  roomRef: fc.integer({ min: 1, max: 4 }),
  priority: fc.integer({ min: 1, max: 9 }),
  scheduledAt: fc.integer({ min: -100, max: 0 }).map(at),
  nextAttemptAt: fc.integer({ min: -50, max: 50 }).map(at),
  startedAt: fc.option(fc.integer({ min: -100, max: 0 }).map(at), { nil: null }),
});
const runs = fc.uniqueArray(run, { maxLength: 12, selector: (r) => r.id });

test("who goes is due, and nobody of its room stands before it", () => {
  fc.assert(
    fc.property(runs, (all) => {
      const { next, held } = turnOf(all, at(0));
      if (next) {
        expect(next.nextAttemptAt <= at(0)).toBe(true);
        const before = all.filter((r) => r.roomRef === next.roomRef && compareRuns(r, next) < 0);
        expect(before).toEqual([]);
      }
      for (const { roomRef, until } of held) {
        expect(until > at(0)).toBe(true);
        expect(roomRef).not.toBe(next?.roomRef);
      }
      if (!next)
        for (const r of all) if (r.nextAttemptAt <= at(0)) expect(held.map((h) => h.roomRef)).toContain(r.roomRef);
    }),
    { numRuns: 500 },
  );
});

test("a room that waits doesn't hold up another", () => {
  const base = { priority: 5, scheduledAt: at(-10), startedAt: null };
  const waiting = { ...base, id: 1, roomRef: 1, startedAt: at(-5), nextAttemptAt: at(30) };
  const behind = { ...base, id: 2, roomRef: 1, priority: 1, nextAttemptAt: at(-10) };
  const other = { ...base, id: 3, roomRef: 2, nextAttemptAt: at(-1) };
  expect(turnOf([waiting, behind, other], at(0))).toEqual({ next: other, held: [{ roomRef: 1, until: at(30) }] });
});

test("a started run goes before a more urgent one, and urgency before time", () => {
  const base = { roomRef: 1, nextAttemptAt: at(0) };
  const started = { ...base, id: 9, priority: 9, scheduledAt: at(-1), startedAt: at(-1) };
  const urgent = { ...base, id: 8, priority: 1, scheduledAt: at(-1), startedAt: null };
  const early = { ...base, id: 7, priority: 5, scheduledAt: at(-100), startedAt: null };
  expect([early, urgent, started].sort(compareRuns).map((r) => r.id)).toEqual([9, 8, 7]);
});
