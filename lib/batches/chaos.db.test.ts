import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type BatchChaosOptions, runBatchChaos } from "@/scripts/testing/batch-chaos";

let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  database = await openTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "dochak-batches-"));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await database.drop();
});
beforeEach(() => database.clear());

const run = (over: Pick<BatchChaosOptions, "engine" | "trials" | "kills" | "pauses">) =>
  runBatchChaos({
    ...{ db: database.db, url: database.url, directory, processes: 2, faultRate: 0.25, random: Math.random },
    ...over,
  });

test("a quarter of all calls goes wrong, senders are killed and sleep through their leases: nobody gets it twice, nobody goes without", async () => {
  const report = await run({ engine: "ours", trials: 20, kills: 4, pauses: 3 });
  expect(report.faults).toBeGreaterThan(10);
  expect(report).toMatchObject({ duplicates: 0, lost: 0, twoGroups: 0, untrue: 0, problems: [] });
}, 240_000);

test("the package's own send(), tried again, in the same weather: some get it twice", async () => {
  let duplicates = 0;
  // An answer has to be lost after the call did its work: most rounds one is, not every.
  for (let round = 0; round < 5 && duplicates === 0; round++) {
    await database.clear();
    duplicates = (await run({ engine: "naive", trials: 16, kills: 0, pauses: 0 })).duplicates;
  }
  expect(duplicates).toBeGreaterThan(0);
}, 400_000);
