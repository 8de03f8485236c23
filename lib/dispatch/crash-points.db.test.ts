import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createLocalDisk } from "@/lib/storage/local-disk";
import {
  type CrashWorld,
  dieEverywhere,
  expectSoundRun,
  openCrashWorld,
  plantRun,
  recover,
  runOf,
  sharedEngine,
} from "@/scripts/testing/crash-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { bundleChild, startChild } from "@/scripts/testing/start-child";
import { passTime } from "@/scripts/testing/test-time";
import { askAgain } from "./ask-again";
import { decideLog } from "./decide-log";
import { runTick } from "./run-tick";

let database: TestDatabase;
let phone: FakePhone;
let directory: string;
let world: CrashWorld;

beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
  directory = await mkdtemp(join(tmpdir(), "dochak-crash-"));
});
afterAll(async () => {
  await phone?.close();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.clear();
  phone.clear();
  phone.blind(false);
  world = await openCrashWorld(database.db, database.url, phone, createLocalDisk(directory));
});

const engine = () => sharedEngine(database.db, world.storage);
const pass = (rt = engine()) => runTick(rt, { budgetMs: 30_000 });
const decide = (id: number, decision: "resend" | "delivered", rt = engine()) =>
  decideLog(rt, world.person, { id, decision });

/** A person looks into the room and says what is there; after that everything has arrived once. */
async function letPersonFinish(run: Awaited<ReturnType<typeof plantRun>>, when: string) {
  const { log, parts, arrived } = await expectSoundRun(world, run, when);
  const unknown = parts.find((part) => part.status === "unknown");
  if (!unknown) return expect([when, log.status, arrived]).toEqual([when, "success", 3]);
  await decide(log.id, arrived > unknown.seq ? "delivered" : "resend");
  await pass();
  const after = await expectSoundRun(world, run, `${when}, decided`);
  expect([when, after.log.status, after.arrived]).toEqual([when, "success", 3]);
}

test("a process killed at each commit and each call of a run; the phone can be asked", async () => {
  const env = { DATABASE_URL: database.url, STORAGE_DIR: directory, PASSES: "1", WAIT: "1" };
  const program = await bundleChild("scripts/testing/engine-child.ts", directory);
  const start = (at: number) => startChild(program, { ...env, CRASH_AT: String(at) });
  const moments: string[] = [];
  const outcomes = new Map<string, number>();
  let next = start(1);
  for (let at = 1; ; at++) {
    const child = next;
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
    const run = await plantRun(world);
    await child.ready;
    next = start(at + 1);
    child.stdin?.write("go\n");
    const code = await child.ended;
    const names = said.split("\n").flatMap((line) => /^\d+ (.*)/.exec(line)?.[1] ?? []);
    if (code === 0) {
      next.kill("SIGKILL");
      // Whether a result is committed before the next part is opened or beside it differs from run to run; a process was
      // killed at each kind of moment, and at as many as a run has.
      expect(new Set(moments)).toEqual(new Set(names));
      expect(moments.length).toBeGreaterThanOrEqual(names.length - 4);
      break;
    }
    expect([at, child.signalCode]).toEqual([at, "SIGKILL"]);
    moments.push(names.at(-1) ?? "");
    const when = `${at}: ${names.at(-1)}`;
    await recover(world, run);
    const { log, parts, arrived } = await expectSoundRun(world, run, when);
    // The phone was asked: what it shows is sent, what it doesn't show nobody knows.
    const unknown = parts.find((part) => part.status === "unknown");
    expect([when, unknown?.seq ?? 3]).toEqual([when, arrived]);
    outcomes.set(log.status, (outcomes.get(log.status) ?? 0) + 1);
    await letPersonFinish(run, when);
  }
  console.log(`${moments.length} kills: ${JSON.stringify(Object.fromEntries(outcomes))}`);
  // Three parts, where a result shares its commit with the next intent, between planning the run and giving the lane back.
  expect(moments.filter((name) => name === "after commit").length).toBeGreaterThanOrEqual(6);
}, 240_000);

test("dead at each moment of a run while the phone can't be asked: what was under way stays unknown", async () => {
  phone.blind(true);
  const moments = await dieEverywhere(
    world,
    () => plantRun(world),
    (rt) => pass(rt),
    async (run, when, isOver) => {
      await recover(world, run);
      const { parts } = await expectSoundRun(world, run, when);
      if (isOver) expect(parts.map((part) => part.status)).toEqual(["sent", "sent", "sent"]);
      await letPersonFinish(run, when);
    },
  );
  // Three parts, where a result shares its commit with the next intent, between planning the run and giving the lane back.
  expect(moments.filter((name) => name === "after commit").length).toBeGreaterThanOrEqual(6);
}, 120_000);

/** A run whose text went out into silence: unknown, and the phone can be asked again. */
async function plantUnknown() {
  const run = await plantRun(world);
  phone.blindAfter(1);
  phone.fail("reset_after", 1);
  await pass();
  phone.blind(false);
  await passTime(database.db, 11_000);
  expect((await expectSoundRun(world, run, "planted")).log.status).toBe("unknown");
  return run;
}

test("dead at each moment of asking the phone again: what it proves is written whole or not at all", async () => {
  const moments = await dieEverywhere(
    world,
    plantUnknown,
    (rt) => askAgain(rt, () => false),
    async (run, when, isOver) => {
      const { log, parts } = await expectSoundRun(world, run, when);
      if (isOver) expect([log.status, parts[0]?.status]).toEqual(["sending", "sent"]);
      await recover(world, run);
      expect([when, (await runOf(database.db, run)).log?.status]).toEqual([when, "success"]);
      await letPersonFinish(run, when);
    },
  );
  expect(moments).toEqual(
    ["update kb_schedule_log_parts", "question", "commit"].flatMap((name) => [`before ${name}`, `after ${name}`]),
  );
}, 60_000);

test("dead at each moment of a person's answer: it counts whole or not at all, and once", async () => {
  phone.blind(true);
  const moments = await dieEverywhere(
    world,
    async () => {
      const run = await plantRun(world);
      phone.fail("reset_before", 1);
      await pass();
      return { run, id: (await runOf(database.db, run)).log?.id ?? 0 };
    },
    (rt, { id }) => decide(id, "resend", rt),
    async ({ run, id }, when) => {
      const again = await decide(id, "resend").then(
        () => "taken",
        (error: { code?: string }) => error.code,
      );
      expect([when, again]).toEqual([when, when.endsWith("before commit") ? "taken" : "conflict"]);
      await pass();
      const { log, arrived } = await expectSoundRun(world, run, when);
      expect([when, log.status, arrived]).toEqual([when, "success", 3]);
    },
  );
  expect(moments).toEqual(["before commit", "after commit"]);
}, 60_000);
