import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot } from "@/db/testing/plant";
import { type CrashWorld, openCrashWorld, plantRun, runOf } from "@/scripts/testing/crash-rig";
import { engineRuntime, memoryStorage } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { askAgain } from "./ask-again";
import { runTick } from "./run-tick";

let database: TestDatabase;
let phone: FakePhone;
let world: CrashWorld;
let engine: ReturnType<typeof engineRuntime>;

beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
});
afterAll(async () => {
  await phone?.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.clear();
  phone.blind(false);
  const storage = memoryStorage();
  engine = engineRuntime(database.db, storage, 0);
  world = await openCrashWorld(database.db, database.url, phone, storage);
});

/** A run whose text arrived and whose answer was lost, with the phone's own log out of reach until now. */
async function plantUnknown() {
  const run = await plantRun(world);
  phone.blindAfter(1);
  phone.fail("reset_after", 1);
  await runTick(engine.rt, { budgetMs: 30_000 });
  phone.blind(false);
  engine.time.shiftMs += 11_000;
  expect((await runOf(database.db, run)).log?.status).toBe("unknown");
  return run;
}

/** As many older questions of phones that can't be reached any more: copies of a run, each sent and never proved. */
async function plantQuestions(of: Awaited<ReturnType<typeof plantUnknown>>, count: number, devices: number) {
  const { db } = database;
  const bots: number[] = [];
  for (let n = 0; n < devices; n++) bots.push((await plantBot(db, "http://127.0.0.1:9")).id);
  const { log, parts } = await runOf(db, of);
  const { id: _log, ...copy } = { ...log!, status: "success" as const, completedAt: log!.createdAt };
  const { id: _part, ...part } = { ...parts[0]!, status: "sent" as const, certainty: "accepted" as const };
  for (let n = 0; n < count; n++) {
    // Far enough apart that none could pass for another.
    const earlier = (at: Date) => new Date(at.getTime() - (n + 1) * 11 * 60_000);
    const scheduledAt = earlier(log!.scheduledAt);
    const row = { ...copy, scheduledAt, botId: bots[n % devices]! };
    const [made] = await db.insert(kbScheduleLogs).values(row).$returningId();
    const askAt = new Date(part.askAt!.getTime() - 5_000);
    const startedAt = earlier(part.startedAt!);
    await db.insert(kbScheduleLogParts).values({ ...part, logId: made!.id, mark: "0", startedAt, askAt });
  }
  return bots;
}

test("phones out of reach, with more questions than fit one look, don't keep the others' from being asked", async () => {
  const run = await plantUnknown();
  const bots = await plantQuestions(run, 120, 3);
  await askAgain(engine.rt, () => false);
  expect((await runOf(database.db, run)).parts[0]).toMatchObject({ status: "sent", certainty: "delivered" });
  const dead = await database.db
    .select({ asked: kbScheduleLogParts.asked, askAt: kbScheduleLogParts.askAt })
    .from(kbScheduleLogParts)
    .innerJoin(kbScheduleLogs, eq(kbScheduleLogs.id, kbScheduleLogParts.logId))
    .where(inArray(kbScheduleLogs.botId, bots));
  // One of each phone was tried; the others keep their turn for later.
  expect(dead.filter((part) => part.asked > 0)).toHaveLength(3);
  const now = await engine.rt.clock();
  expect(dead.every((part) => part.askAt! > now)).toBe(true);
});

test("phones that don't answer are waited for side by side", async () => {
  const run = await plantUnknown();
  const bots = await plantQuestions(run, 12, 12);
  await database.db.update(kbBots).set({ endpoint: phone.url }).where(inArray(kbBots.id, bots));
  const slow = {
    ...engine.rt,
    gateway: () => ({
      ...engine.rt.gateway("iris_plain")!,
      lookUp: () =>
        new Promise<{ kind: "unreachable"; detail: string }>((resolve) =>
          setTimeout(() => resolve({ kind: "unreachable", detail: "no answer" }), 500),
        ),
    }),
  };
  const startMs = performance.now();
  await askAgain(slow, () => false);
  expect(performance.now() - startMs).toBeLessThan(3_000);
  const [asked] = await database.db
    .select({ n: sql<number>`sum(${kbScheduleLogParts.asked} > 0)` })
    .from(kbScheduleLogParts);
  expect(Number(asked?.n)).toBe(13);
});
