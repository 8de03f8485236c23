import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { plainSql, transact } from "@/db/plain-sql";
import { deliveryEvents, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes, roomPace } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { intendParts, recordResults } from "@/scripts/testing/call-steps";
import { type CrashWorld, openCrashWorld, type PlantedRun, plantRun, runOf } from "@/scripts/testing/crash-rig";
import { engineRuntime, memoryStorage } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { newMeter, openBatches } from "./batches";
import { claimLanes } from "./claim-lanes";
import { commitCalls } from "./commit-calls";
import { decideLog } from "./decide-log";
import { deliverPart } from "./deliver-part";
import { keepLease } from "./keep-lease";
import { BEAT_MS, LEASE_MS, type Lease, SEND_BY_MS } from "./lane";
import { loadRuns } from "./load-runs";
import { materialiseDue } from "./materialise-due";
import { releaseLanes } from "./release-lanes";
import { renewLeases } from "./renew-leases";
import { wakeLanes } from "./wake-lanes";

let database: TestDatabase;
let phone: FakePhone;
let world: CrashWorld;
let engine: ReturnType<typeof engineRuntime>;
let planted: PlantedRun;
/** The same device in the hands of one process, then, its lease having run out, of another. */
let [first, second]: [Lease, Lease] = [] as never;

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
  const storage = memoryStorage();
  engine = engineRuntime(database.db, storage, 0);
  world = await openCrashWorld(database.db, database.url, phone, storage);
  planted = await plantRun(world);
  await materialiseDue(engine.rt, { lastTickAt: null, isOver: () => false });
  first = await claim("first");
  engine.time.shiftMs += 31_000;
  second = await claim("second");
});

const claim = async (owner: string) => (await claimLanes(plainSql(database.db), await engine.rt.clock(), owner, 1))[0]!;
const logId = async () => (await runOf(database.db, planted)).log!.id;
const partNow = async () => (await runOf(database.db, planted)).parts[0]!;
const intend = async (lease: Lease) => {
  const [run] = await loadRuns(database.db, [await logId()]);
  const [intent] = await intendParts(engine.rt, [{ lease, run: run!, part: run!.parts[0]!, mark: null }]);
  return { run: run!, intent: intent! };
};
const deliver = async (lease: Lease, batches = openBatches(engine.rt, newMeter())) => {
  const [run] = await loadRuns(database.db, [await logId()]);
  const pass = await deliverPart(engine.rt, batches, lease, run!, () => true);
  if (pass.kind === "recorded") await pass.result;
  return pass;
};

test("who has lost the lane calls nobody", async () => {
  expect((await intend(first)).intent.kind).toBe("lost");
  expect(await deliver(first)).toMatchObject({ kind: "lost" });
  expect(phone.calls).toHaveLength(0);
  expect(await partNow()).toMatchObject({ status: "pending", attempt: 0 });
});

test("who has lost the lane doesn't call the new holder's call orphaned", async () => {
  expect((await intend(second)).intent.kind).toBe("intended");
  await deliver(first);
  expect(await partNow()).toMatchObject({ status: "sending", fence: second.fence });
  expect(await database.db.$count(deliveryEvents)).toBe(0);
  expect(phone.calls).toHaveLength(0);
});

test("an orphaned call becomes unknown for the new holder, and a late answer of the former one still settles it", async () => {
  engine.time.shiftMs += 31_000;
  const former = await claim("former");
  const { run, intent } = await intend(former);
  if (intent.kind !== "intended") throw new Error(intent.kind);
  engine.time.shiftMs += 31_000;
  const heir = await claim("heir");
  await deliver(heir);
  expect(await partNow()).toMatchObject({ status: "unknown", errorCode: "interrupted" });
  const late = { kind: "accepted" as const, certainty: "delivered" as const, ref: "77" };
  await recordResults(engine.rt, [{ lease: former, run, part: intent.part, outcome: late, tookMs: 40_000 }]);
  expect(await partNow()).toMatchObject({ status: "sent", certainty: "delivered", providerRef: "77" });
  const events = await database.db
    .select()
    .from(deliveryEvents)
    .where(eq(deliveryEvents.subjectId, await logId()));
  expect(events.map((event) => event.event)).toEqual(["lost"]);
});

test("a late answer counts for its own call only, not for the next one of the same part", async () => {
  const { run, intent } = await intend(second);
  if (intent.kind !== "intended") throw new Error(intent.kind);
  engine.time.shiftMs += 31_000;
  const heir = await claim("heir");
  await deliver(heir);
  await decideLog(engine.rt, world.person, { id: await logId(), decision: "resend" });
  engine.time.shiftMs += 31_000;
  const again = await intend(await claim("again"));
  if (again.intent.kind !== "intended") throw new Error(again.intent.kind);
  const refused = { kind: "rejected" as const, retryable: false, configuration: false, detail: "" };
  const parking = { ...refused, reason: "auth_failed" as const, configuration: true };
  // Its bot is parked and the try given back: the same number of tries as the first call had.
  await recordResults(engine.rt, [
    { lease: heir, run: again.run, part: again.intent.part, outcome: parking, tookMs: 5 },
  ]);
  expect(await partNow()).toMatchObject({ status: "pending", attempt: intent.part.attempt });
  const late = { ...refused, reason: "room_unknown" as const };
  expect(
    await recordResults(engine.rt, [{ lease: second, run, part: intent.part, outcome: late, tookMs: 70_000 }]),
  ).toEqual([null]);
  expect(await partNow()).toMatchObject({ status: "pending", attempt: intent.part.attempt });
});

test("a call that lasts longer than a lease keeps its lane all the while", async () => {
  const repeat = globalThis.setInterval;
  const leftMs = async () => {
    const [lane] = await database.db.select().from(lanes);
    return lane!.leaseUntil!.getTime() - (await engine.rt.clock()).getTime();
  };
  // The beats come with the test's clock, not with the machine's.
  const beats = vi
    .spyOn(globalThis, "setInterval")
    .mockImplementation(((work: () => void, ms: number) => repeat(work, ms / 100)) as typeof setInterval);
  try {
    await keepLease(engine.rt, second, async () => {
      for (let beat = 0; beat < 15; beat++) {
        engine.time.shiftMs += BEAT_MS;
        // A busy machine may be late with a beat; it has to come.
        await vi.waitFor(async () => expect(await leftMs()).toBeGreaterThan(SEND_BY_MS), { timeout: 8_000 });
        expect(await claimLanes(plainSql(database.db), await engine.rt.clock(), "other", 1)).toEqual([]);
      }
    });
  } finally {
    beats.mockRestore();
  }
  engine.time.shiftMs += LEASE_MS;
  expect(await claim("after it")).toBeDefined();
});

test("work made while its lane is given back is seen by the one or the other", async () => {
  await database.db.update(kbScheduleLogs).set({ nextAttemptAt: null });
  const now = await engine.rt.clock();
  const [bot] = await database.db.select().from(kbBots);
  let released: Promise<unknown> = Promise.resolve();
  await database.db.transaction(async (tx) => {
    await wakeLanes(tx, [second.deviceId], now);
    released = releaseLanes(engine.rt, [{ lease: second, bots: [bot!], restUntil: null }]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await tx.update(kbScheduleLogs).set({ nextAttemptAt: now });
  });
  await released;
  const [lane] = await database.db.select().from(lanes);
  expect(lane).toMatchObject({ readyAt: now, leaseToken: null });
});

test("a transaction whose answer got lost is done again and changes nothing more", async () => {
  const [run] = await loadRuns(database.db, [await logId()]);
  const ask = { lease: second, run: run!, part: run!.parts[0]!, mark: null };
  const [once] = await intendParts(engine.rt, [ask]);
  const [twice] = await intendParts(engine.rt, [ask]);
  if (once?.kind !== "intended" || twice?.kind !== "intended") throw new Error("it may go");
  expect(twice.part).toMatchObject({ attempt: 1, fence: second.fence });
  const [pace] = await database.db.select().from(roomPace);
  expect(pace?.callTimes).toHaveLength(1);

  const outcome = { kind: "accepted" as const, certainty: "delivered" as const, ref: "1" };
  const result = { lease: second, run: run!, part: once.part, outcome, tookMs: 5 };
  expect(await recordResults(engine.rt, [result])).toMatchObject([{ status: "sending" }]);
  expect(await recordResults(engine.rt, [result])).toEqual([null]);
  const { log, parts } = await runOf(database.db, planted);
  expect(parts.map((part) => [part.status, part.attempt])).toEqual([
    ["sent", 1],
    ["pending", 0],
    ["pending", 0],
  ]);
  expect(log).toMatchObject({ status: "sending", apiResponse: { calls: [{ attempt: 1 }] } });
});

test("a result and the next intent are one transaction; the intent goes no further where the result isn't what was expected", async () => {
  const { run, intent } = await intend(second);
  if (intent.kind !== "intended") throw new Error(intent.kind);
  const outcome = { kind: "accepted" as const, certainty: "delivered" as const, ref: "1" };
  const result = { lease: second, run, part: intent.part, outcome, tookMs: 5, expects: "sending" as const };
  const next = { lease: second, run, part: run.parts[1]!, mark: null };
  const states = async () => (await runOf(database.db, planted)).parts.map((part) => part.status);
  // Its run's part before it is still in the gateway's hands.
  expect(await intendParts(engine.rt, [next])).toEqual([{ kind: "gone" }]);
  const other = { ...result, expects: "success" as const };
  const after = () => result;
  // Another result than the one it waits for.
  expect((await commitCalls(engine.rt, [other], [{ ...next, after }])).intents).toEqual([{ kind: "gone" }]);
  expect(await states()).toEqual(["sent", "pending", "pending"]);
  // The same result once more comes to nothing.
  expect(await commitCalls(engine.rt, [result], [{ ...next, after }])).toEqual({
    recorded: [null],
    intents: [{ kind: "gone" }],
  });
  const [begun] = await intendParts(engine.rt, [next]);
  if (begun?.kind !== "intended") throw new Error(begun?.kind);
  const answer = { ...result, part: begun.part };
  const third = { lease: second, run, part: run.parts[2]!, mark: null, after: () => answer };
  const both = await commitCalls(engine.rt, [answer], [third]);
  expect([both.recorded[0]?.status, both.intents[0]?.kind]).toEqual(["sending", "intended"]);
  expect(await states()).toEqual(["sent", "sent", "sending"]);
});

test("a call that starts as late as it may still has its lane until its lease is renewed", async () => {
  for (let leftMs = LEASE_MS; leftMs > 0; leftMs -= 1_000) {
    const now = await engine.rt.clock();
    await database.db.update(lanes).set({ leaseUntil: new Date(now.getTime() + leftMs) });
    await transact(database.db, (tx) => renewLeases(tx, [second], now));
    const [lane] = await database.db.select().from(lanes);
    expect(lane!.leaseUntil!.getTime() - now.getTime()).toBeGreaterThan(SEND_BY_MS + BEAT_MS + 2_000);
  }
});

describe("a process that slept between its intent and its call", () => {
  /** It wakes 16 s after its intent was asked for; meanwhile others did as `meanwhile` says. */
  async function oversleep(lease: Lease, meanwhile: () => Promise<void>) {
    const awakeNow = performance.now.bind(performance);
    let asleepMs = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => awakeNow() + asleepMs);
    try {
      const batches = openBatches(engine.rt, newMeter());
      const slept: typeof batches = {
        ...batches,
        intend: async (ask) => {
          const intent = await batches.intend(ask);
          asleepMs += 16_000;
          await meanwhile();
          return intent;
        },
      };
      return await deliver(lease, slept);
    } finally {
      clock.mockRestore();
    }
  }

  test("doesn't call any more, and the part is tried again", async () => {
    await oversleep(second, async () => {});
    expect(phone.calls).toHaveLength(0);
    expect(await partNow()).toMatchObject({ status: "pending", attempt: 1, errorCode: "sent_too_late" });
  });

  test("doesn't call either where another has taken over, and says that it certainly didn't", async () => {
    await oversleep(second, async () => {
      engine.time.shiftMs += 31_000;
      await deliver(await claim("third"));
      expect((await partNow()).status).toBe("unknown");
    });
    expect(phone.calls).toHaveLength(0);
    expect(await partNow()).toMatchObject({ status: "failed", errorCode: "sent_too_late" });
  });
});
