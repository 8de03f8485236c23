import fc from "fast-check";
import { expect, test } from "vitest";
import { openLaneQueue } from "./lane-queue";
import { type OpenRun, turnOf } from "./order-runs";

const second = fc.integer({ min: 0, max: 12 });
const time = (s: number) => new Date(Date.UTC(2026, 10, 20) + s * 1000);
type Step =
  | { do: "add"; room: number; priority: number; scheduled: number; next: number }
  | { do: "start" | "put off" | "remove"; pick: number; at: number }
  | { do: "ask"; at: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("add" as const),
    room: fc.integer({ min: 1, max: 3 }),
    priority: fc.integer({ min: 1, max: 3 }),
    scheduled: second,
    next: second,
  }),
  fc.record({
    do: fc.constantFrom("start" as const, "put off" as const, "remove" as const),
    pick: fc.nat(),
    at: second,
  }),
  fc.record({ do: fc.constant("ask" as const), at: second }),
);

test("asked as time goes on, it names the very run turnOf names, and wakes when the first may go", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = openLaneQueue<OpenRun>();
      const runs: OpenRun[] = [];
      let now = 0;
      for (const [id, one] of steps.entries()) {
        const run = one.do === "add" || one.do === "ask" ? undefined : runs[one.pick % Math.max(1, runs.length)];
        if (one.do === "add") {
          const added = {
            id,
            roomRef: one.room,
            priority: one.priority,
            scheduledAt: time(one.scheduled),
            nextAttemptAt: time(one.next),
            startedAt: null,
          };
          runs.push(added);
          queue.add(added);
        } else if (one.do === "ask") {
          now = Math.max(now, one.at);
          const heads = [1, 2, 3].flatMap((room) => {
            const mine = runs.filter((open) => open.roomRef === room);
            // Long before and long after: only one of them is the head.
            const { next } = turnOf(mine, time(1e6));
            return next ? [next.nextAttemptAt.getTime()] : [];
          });
          const wakesAtMs = queue.wakesAtMs();
          if (wakesAtMs === Number.NEGATIVE_INFINITY)
            expect(Math.min(...heads)).toBeLessThanOrEqual(time(now).getTime());
          else expect(wakesAtMs).toBe(Math.min(...heads));
          expect(queue.next(time(now))).toBe(turnOf(runs, time(now)).next);
        } else if (run && one.do === "start") {
          Object.assign(run, { startedAt: run.startedAt ?? time(now), nextAttemptAt: time(now + one.at) });
          queue.moved(run);
        } else if (run && one.do === "put off") {
          run.nextAttemptAt = time(now + one.at);
          queue.moved(run);
        } else if (run) {
          runs.splice(runs.indexOf(run), 1);
          queue.remove(run);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
