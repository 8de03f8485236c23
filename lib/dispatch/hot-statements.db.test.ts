import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db } from "@/db/client";
import { plainSql, transact } from "@/db/plain-sql";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { updateTexts } from "@/db/update-rows";
import type { Runtime } from "@/lib/runtime";
import type { KakaoGateway } from "@/lib/transports/port";
import { type BigLedger, plantBigLedger, readsOf } from "@/scripts/testing/big-ledger";
import { intendParts, recordResults } from "@/scripts/testing/call-steps";
import { engineRuntime } from "@/scripts/testing/engine-rig";
import { explain } from "@/scripts/testing/read-plan";
import { askAgain, dueQuestions } from "./ask-again";
import { claimLanes } from "./claim-lanes";
import type { Intent } from "./decide-intent";
import type { Lease } from "./lane";
import { dueRooms, type LaneRun, loadLaneWork, openRuns } from "./load-lane-work";
import { loadRuns, type Run } from "./load-runs";
import { dueSchedules, materialiseDue } from "./materialise-due";
import { nextDue } from "./next-due";
import { parkRuns } from "./park-runs";
import { putOff } from "./put-off";
import { releaseLanes } from "./release-lanes";
import { sendNow } from "./send-now";
import { settleSchedules } from "./settle-schedules";
import { sweepLanes } from "./sweep-lanes";

let database: TestDatabase;
let big: BigLedger;
/** A pool of one connection, so that its counters tell what the work cost. */
let one: Db;
let rt: Runtime;
let now: Date;
let leases: Lease[];
let runs: Run[];
let intents: Intent[];

beforeAll(async () => {
  database = await openTestDatabase();
  big = await plantBigLedger(database.db);
  one = createDb(database.url, 1);
  now = big.now;
  rt = { ...engineRuntime(one).rt, clock: async () => now };
}, 240_000);
afterAll(async () => {
  await one?.close();
  await database?.drop();
});

/** Does the work and sees that it touches no more rows than that. */
async function within<R>(most: number, work: () => Promise<R>): Promise<R> {
  const { reads, result } = await readsOf(one, work);
  expect(reads).toBeLessThanOrEqual(most);
  return result;
}
const leaseOf = (run: Run) => leases.find((lease) => lease.deviceId === run.bot.deviceId)!;

test("the due poll touches what is due and nothing else", async () => {
  expect(await within(110, async () => dueSchedules(one, now))).toHaveLength(100);
  const [plan] = await explain(one, sql`${dueSchedules(one, now)}`);
  expect(plan).toMatchObject({ key: "idx_schedule_due", type: "range" });
  expect(plan?.Extra).not.toContain("filesort");
});

test("when there will be something next: one step into each of six indexes", async () => {
  // Tables nobody looked into yet have their statistics read first.
  await nextDue(one, now);
  expect(await within(12, () => nextDue(one, now))).toBeInstanceOf(Date);
});

test("a sweep looks at each bot and its first open run, not at what has ended", async () => {
  await within(500, () => sweepLanes(one, new Date(0)));
});

test("the rooms of a device that have due runs, from the index of open runs only", async () => {
  const bot = big.bots[3]!;
  expect(await within(10, () => plainSql(one).rows(dueRooms(bot.id, now)))).toHaveLength(4);
  const [plan] = await explain(one, sql.raw(dueRooms(bot.id, now)));
  expect(plan).toMatchObject({ key: "ix_logs_bot_next", type: "range" });
  expect(plan?.Extra).not.toContain("filesort");
});

test("the open runs of fifty rooms among 130,000 ended ones", async () => {
  expect(await within(400, () => plainSql(one).rows(openRuns(big.rooms)))).toHaveLength(200);
  const [plan] = await explain(one, sql.raw(openRuns(big.rooms)));
  expect(plan).toMatchObject({ key: "ix_logs_room_next", type: "range" });
});

test("the work of fifty devices in two statements", async () => {
  const devices = big.bots.map((bot) => bot.deviceId);
  const work = await within(1_000, () => loadLaneWork(one, devices, now));
  expect(work.flatMap((device) => device.runs)).toHaveLength(200);
});

test("claiming fifty lanes of 130,000 walks over no sleeping one", async () => {
  leases = await within(400, () => claimLanes(plainSql(one), now, "me", 50));
  expect(leases).toHaveLength(50);
});

test("two hundred runs with all that decides about them", async () => {
  const ids = (await plainSql(one).rows<LaneRun>(openRuns(big.rooms))).map((run) => run.id);
  runs = (await within(2_000, () => loadRuns(one, ids))).filter((run) => run !== null);
  expect(runs).toHaveLength(200);
});

test("the transaction before two hundred calls locks its rows by their keys", async () => {
  const asks = () => runs.map((run) => ({ lease: leaseOf(run), run, part: run.parts[0]!, mark: "0" }));
  intents = await within(2_600, () => intendParts(rt, asks()));
  // One run to a room, the others by its gap.
  expect(intents.filter((intent) => intent.kind === "intended")).toHaveLength(50);
  expect(intents.filter((intent) => intent.kind === "deferred")).toHaveLength(150);
});

test("the transaction after fifty calls", async () => {
  const asks = runs.flatMap((run, i) => {
    const intent = intents[i];
    const outcome = { kind: "accepted" as const, certainty: "accepted" as const, ref: `r${i}` };
    return intent?.kind === "intended" ? [{ lease: leaseOf(run), run, part: intent.part, outcome, tookMs: 5 }] : [];
  });
  const recorded = await within(1_600, () => recordResults(rt, asks));
  expect(recorded.filter((result) => result?.status === "success")).toHaveLength(50);
});

test("two hundred rows each with its own values, by primary key", async () => {
  const rows = runs.map(({ log }) => ({ id: log.id, priority: 1 + (log.id % 9) }));
  // MySQL comes back to each row to write it.
  await within(2 * rows.length + 50, async () => {
    for (const text of updateTexts(kbScheduleLogs, rows)) await plainSql(one).run(text);
  });
});

test("fifty lanes given back with their next heads", async () => {
  const free = (lease: Lease) => big.bots.filter((bot) => bot.deviceId === lease.deviceId).map((bot) => bot.id);
  const asks = leases.map((lease) => ({
    lease,
    bots: free(lease).map((id) => ({ id, parkReason: null, breakerOpenUntil: null })),
    restUntil: null,
  }));
  const readyAt = await within(400, () => releaseLanes(rt, asks));
  expect(readyAt.filter((at) => at !== null)).toHaveLength(50);
});

test("a parked bot's due runs, and the runs behind a room's head, are put off where they stand", async () => {
  const later = new Date(now.getTime() + 40_000);
  const until = new Date(now.getTime() + 100_000);
  const standing = { failures: 3, parkReason: "bot_offline", probeAt: until };
  expect(await within(20, () => parkRuns(one, big.bots[3]!.id, standing, later))).toBe(3);
  await within(20, () => putOff(one, [{ roomRef: big.rooms[7]!, until }], later));
});

test("two hundred schedules are counted by their keys", async () => {
  const ends = runs.map(({ log }) => ({
    scheduleId: log.scheduleId,
    kind: "schedule" as const,
    status: "success" as const,
  }));
  await within(1_300, () => transact(one, (tx) => settleSchedules(tx, ends, now)));
});

test("sending once more looks at what is open of a schedule with a long history", async () => {
  const { reads } = await readsOf(one, () => sendNow(rt, big.user, { id: big.scheduleId, kind: "manual" }));
  const [server] = await plainSql(one).rows<{ version: string }>("select version() version");
  // The same statements; what counts as a row read differs.
  expect(reads).toBeLessThanOrEqual(server!.version.includes("MariaDB") ? 200 : 240);
  await expect(sendNow(rt, big.user, { id: big.scheduleId, kind: "manual" })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a hundred due schedules become occurrences", async () => {
  expect(await within(1_500, () => materialiseDue(rt, { lastTickAt: null, isOver: () => false }))).toEqual({
    planned: 100,
  });
});

test("what is asked again, and what else went to those rooms", async () => {
  const due = await within(250, async () => dueQuestions(one, now));
  expect(due).toHaveLength(50);
  const [plan] = await explain(one, sql`${dueQuestions(one, now)}`);
  expect(plan).toMatchObject({ key: "ix_parts_ask", type: "range" });
  const silent: Pick<KakaoGateway, "lookUp"> = { lookUp: async () => ({ kind: "none", detail: "" }) };
  let asked = 0;
  const asking = { ...rt, gateway: () => silent as KakaoGateway };
  // A day of a room that is written to every hour, once for each question.
  await within(10 * 150 + 250, () => askAgain(asking, () => asked++ >= 10));
});
