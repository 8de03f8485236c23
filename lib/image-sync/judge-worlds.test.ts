import fc from "fast-check";
import { expect, test } from "vitest";
import { type Plan, worldOf, worlds } from "@/scripts/testing/image-oracle";
import type { Expected, World } from "@/scripts/testing/image-truth";
import { scanInMemory } from "@/scripts/testing/memory-eyes";

const RUNS = 12_000;
const PREFIX = "customers/";
const HOMES = ["customers/1/1/", "customers/1/2/", "customers/2/3/"];
const SHARED = "customers/공유/";

const lineOf = ({ verdict, doubt, action, customer, row, keep, path, toPath }: Expected) =>
  [verdict, doubt, action, customer, row, keep, path, toPath].join(" | ");

const worldIn = (plan: Plan): World => worldOf(plan, PREFIX, HOMES, SHARED);

test("every world of planted faults is judged as it was made, and counted", async () => {
  let situations = 0;
  await fc.assert(
    fc.asyncProperty(worlds(6), fc.integer({ min: 1, max: 9 }), async (plan, pageSize) => {
      const world = worldIn(plan);
      situations += plan.length;
      const { found, tally } = await scanInMemory(world, pageSize, pageSize * 2);
      const said = found.map(({ customerId, imageId, keepImageId, path, ...one }) => {
        expect(one.certainty).toBe(one.doubt === null ? "certain" : "doubtful");
        const minus = (id: number | null) => (id === null ? null : id - 1);
        const [customer, row, keep] = [customerId, imageId, keepImageId].map(minus);
        return lineOf({ ...one, customer: customer!, row: row!, keep: keep!, path: path.toString() });
      });
      expect(said.sort()).toEqual(world.expected.map(lineOf).sort());
      expect(tally).toEqual({
        rows: world.rows.filter(({ isDeleted }) => !isDeleted).length,
        files: world.files.filter(({ key }) => key.startsWith(PREFIX)).length,
        ...{ valid: world.valid, fresh: world.fresh, unreadable: 0 },
      });
    }),
    { numRuns: RUNS },
  );
  // The generator still makes something of what it is asked for.
  expect(situations).toBeGreaterThan(RUNS * 2);
}, 300_000);
