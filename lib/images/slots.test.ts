import fc from "fast-check";
import { expect, test } from "vitest";
import { createSlots } from "./slots";

test("never more at once than there are slots, everyone gets in, in order, also after failures", async () => {
  const jobs = fc.array(fc.record({ turns: fc.nat(4), fails: fc.boolean() }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), jobs, async (size, plan) => {
      const withSlot = createSlots(size);
      let running = 0;
      let most = 0;
      const started: number[] = [];
      const work = (job: (typeof plan)[number], i: number) => async () => {
        started.push(i);
        most = Math.max(most, ++running);
        for (let turn = 0; turn < job.turns; turn++) await null;
        running--;
        if (job.fails) throw new Error("failed");
        return i;
      };
      const done = await Promise.allSettled(plan.map((job, i) => withSlot(work(job, i))));
      expect(done.map((one) => one.status)).toEqual(plan.map((job) => (job.fails ? "rejected" : "fulfilled")));
      expect(started).toEqual(plan.map((_, i) => i));
      expect(most).toBeLessThanOrEqual(size);
    }),
  );
});
