import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kbScheduleLogParts } from "@/db/schema/deliveries";
import { lanes, roomPace } from "@/db/schema/dispatch";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Evidence, KakaoGateway } from "@/lib/transports/port";
import { type CrashWorld, openCrashWorld, plantRun, runOf } from "@/scripts/testing/crash-rig";
import { engineRuntime, memoryStorage } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { partSteps, type RunWorld } from "@/scripts/testing/part-commands";
import { openPartModel } from "@/scripts/testing/part-model";
import { materialiseDue } from "./materialise-due";

let database: TestDatabase;
let phone: FakePhone;
let world: CrashWorld;
const storage = memoryStorage();

beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
  world = await openCrashWorld(database.db, database.url, phone, storage);
});
afterAll(async () => {
  await phone?.close();
  await database?.drop();
});

/** A run nobody has touched yet, and three processes that may. */
async function openRun(): Promise<RunWorld> {
  const { db } = database;
  await db.delete(lanes);
  await db.delete(roomPace);
  // Earlier runs have had their day: nothing may wake their phones.
  await db.update(kbScheduleLogParts).set({ askAt: null });
  const run = await plantRun(world);
  const { rt, time } = engineRuntime(db, storage, 0);
  await materialiseDue(rt, { lastTickAt: null, isOver: () => false });
  const logId = (await runOf(db, run)).log!.id;
  const evidence: Evidence = { kind: "none", detail: "" };
  const real: RunWorld = {
    ...{ world, run, logId, rt, evidence, leases: [null, null, null], newest: null, calls: [], latest: new Map() },
    pass: (seconds) => {
      time.shiftMs += seconds * 1_000;
    },
  };
  const told = { lookUp: async () => real.evidence } as Pick<KakaoGateway, "lookUp"> as KakaoGateway;
  real.rt = { ...rt, gateway: () => told };
  return real;
}

test("whatever processes, people, proofs and late answers do to a run in whatever order: what is over stays over, what may have gone is never called again", async () => {
  const changes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(partSteps, async (commands) => {
      const real = await openRun();
      await fc.asyncModelRun(() => ({ model: openPartModel(changes), real }), commands);
      expect(await ledgerProblems(database.db)).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 40), endOnFailure: true },
  );
  console.log([...changes].map(([change, n]) => `${n} × ${change}`).join("\n"));
}, 3_600_000);
