import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type ChaosOptions, runChaos } from "@/scripts/testing/chaos-run";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.clear();
  directory = await mkdtemp(join(tmpdir(), "dochak-chaos-"));
  return () => rm(directory, { recursive: true, force: true });
});

/** Numbers that look random and are the same every time. */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** KILLS=500 PAUSES=500 SENDS=20000 SEED=7 makes a long night of it. */
const asked = (name: string, usual: number) => Number(process.env[name] ?? usual);
const chaos = (engine: ChaosOptions["engine"], over: Partial<ChaosOptions>) =>
  runChaos({
    ...{ db: database.db, url: database.url, directory, engine, processes: 3 },
    ...{ kills: 0, pauses: 0, sends: 200, faults: 0, isSpread: true, random: seeded(asked("SEED", 20_261_120)) },
    ...over,
  });

test("three processes killed and put to sleep at random, a phone with every fault: nothing twice, nothing lost, nothing at once, nothing out of order", async () => {
  const report = await chaos("engine", {
    kills: asked("KILLS", 9),
    pauses: asked("PAUSES", 9),
    sends: asked("SENDS", 360),
    faults: asked("FAULTS", 22),
  });
  console.log("engine", JSON.stringify(report));
  expect(report).toMatchObject({ duplicates: 0, silentLosses: 0, overlaps: 0, reorderings: 0, open: 0 });
  expect(report.stragglers).toBeLessThanOrEqual(report.pauses);
  expect(report.unknown).toBeGreaterThan(0);
  expect(await ledgerProblems(database.db)).toEqual([]);
}, 3_600_000);

test("three processes nobody disturbs: every message arrives once, and everybody knows", async () => {
  const report = await chaos("engine", { sends: 90 });
  expect(report).toMatchObject({ calls: 90, arrived: 90, duplicates: 0, silentLosses: 0, overlaps: 0, reorderings: 0 });
  expect(report).toMatchObject({ unknown: 0, failed: 0, open: 0, stragglers: 0 });
}, 60_000);

test("the same harness catches a sender that checks, sends and then writes it down", async () => {
  let duplicates = 0;
  // A kill or a nap has to meet one of them between its check and its note: most rounds one does, not every.
  for (let round = 0; round < 5 && duplicates === 0; round++) {
    await database.clear();
    const own = await mkdtemp(join(directory, "round-"));
    const report = await chaos("naive", { kills: 6, pauses: 6, directory: own });
    console.log("naive", JSON.stringify(report));
    duplicates = report.duplicates;
  }
  expect(duplicates).toBeGreaterThan(0);
}, 400_000);
