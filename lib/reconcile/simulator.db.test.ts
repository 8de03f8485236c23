import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { providerWords } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { foreignSends } from "@/db/schema/reconcile";
import { scopeOf } from "@/lib/access/scope";
import { recoverLogs } from "@/lib/recovery/recover-logs";
import type { PlanDto } from "@/lib/recovery/run-dto";
import { DEMO_API_KEY, DEMO_API_SECRET, DEMO_SENDER } from "@/lib/simulator/account";
import type { PastInput } from "@/lib/simulator/past";
import { type Simulator, startSimulator } from "@/lib/simulator/start-simulator";
import { createSolapi } from "@/lib/transports/solapi";
import { simulate } from "@/scripts/testing/batch-rig";
import { counterProblems } from "@/scripts/testing/counter-problems";
import { bringIn, logFile, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { plantMessageWorld } from "@/scripts/testing/message-rig";
import { ALL, applyAll, ledger } from "@/scripts/testing/recovery-rig";
import { testEnv } from "@/scripts/testing/test-env";
import { testRig } from "@/scripts/testing/test-rig";
import { decideDifference } from "./decide-difference";
import { listDifferences } from "./queries";
import { reconcileNow } from "./reconcile-now";
import { reconcileRegularly } from "./reconcile-regularly";

const rig = testRig(plantMessageWorld, ledger);
const DAY_MS = 86_400_000;
const GROUP = "G4V20261101100000AAAAAAAAAAAAAAA";
const digits = (n: number) => oldNumber(n).replace(/\D/g, "");
const people = (count: number, from = 0) => Array.from({ length: count }, (_, i) => oldNumber(from + i));
const rows = () => rig.db.select().from(messageLogs).orderBy(asc(messageLogs.ordinal), asc(messageLogs.id));
const idOf = async (legacyId: string) =>
  (await rig.db.select({ id: messages.id }).from(messages).where(eq(messages.legacyId, legacyId)))[0]!.id;

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ port: 0, settings: { rateLimit: null } });
  // The stand-in goes by the real time, and what is past there must be past here.
  rig.now = new Date();
});
afterEach(() => simulator.close());

/** The whole way to the stand-in: signed calls on a socket, its pages, its words. */
const rt = () => ({
  ...rig.rt,
  phone: createSolapi({ baseUrl: simulator.url }),
  env: testEnv({
    ...{ SOLAPI_MODE: "simulator", SOLAPI_BASE_URL: simulator.url },
    ...{ SOLAPI_API_KEY: DEMO_API_KEY, SOLAPI_API_SECRET: DEMO_API_SECRET },
  }),
});
const before = (days: number) => new Date(rig.now.getTime() - days * DAY_MS);
const kst = (at: Date) => new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
/** A group Solapi has sent long ago, with what it says of each. */
const sent = (codes: Record<number, string>, over: Partial<PastInput> = {}) =>
  simulate(simulator.url, "POST", "past", {
    ...{ groupId: GROUP, sentAt: before(20).toISOString(), from: DEMO_SENDER },
    messages: Object.entries(codes).map(([n, statusCode]) => ({ to: digits(Number(n)), statusCode })),
    ...over,
  });
const never = () => false;

test("a lost list is rebuilt from the group, whole pages of it", async () => {
  await sent(Object.fromEntries(Array.from({ length: 603 }, (_, n) => [n, n % 7 === 3 ? "3040" : "4000"])));
  await bringIn(rig.rt, messageFile([{ id: 1, numbers: null, sent: 610, group: GROUP, at: kst(before(20)) }]));
  const id = await idOf("1");
  expect(await reconcileNow(rt(), rig.w.admin, { messageId: id })).toMatchObject({ read: 603, inserted: 603 });
  const [message] = await rig.db.select().from(messages).where(eq(messages.id, id));
  expect(message).toMatchObject({ expectedCount: 610, listedCount: 603, recordedCount: 603 });
  expect(message).toMatchObject({ confirmedCount: 603, failedCount: 86, gap: "unrecoverable" });
  expect(await counterProblems(rig.db)).toEqual([]);
});

test("what differs is told, what proves itself is applied, and a person decides the rest", async () => {
  await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(5), group: GROUP, at: kst(before(20)) }]));
  await bringIn(
    rig.rt,
    logFile([
      { id: 1, phone: oldNumber(0), status: "delivered", code: "4000" },
      { id: 1, phone: oldNumber(1), status: "sent" },
      { id: 1, phone: oldNumber(2), status: "sent" },
    ]),
    { fileName: "l" },
  );
  // The first failed there, of the second it knows nothing, somebody else's number stands among them, and one waits for ever.
  await sent({ 0: "3041", 2: "4000", 3: "4000", 4: "3000", 77: "4000" });
  const id = await idOf("1");
  const compared = await reconcileNow(rt(), rig.w.admin, { messageId: id });
  expect(compared).toMatchObject({ read: 5, applied: 1, inserted: 2, differing: 3 });
  expect((await rows()).map(({ status, providerCode }) => [status, providerCode])).toEqual([
    ["delivered", "4000"],
    ["sent", null],
    ["delivered", "4000"],
    ["delivered", "4000"],
    ["sent", "3000"],
  ]);
  const open = () => listDifferences(rig.db, scopeOf(rig.w.admin), { state: "open", limit: 10 });
  const { items } = await open();
  expect(items.map(({ kind, ours, theirs, phone }) => [kind, ours, theirs, phone.slice(-4)]).sort()).toEqual([
    ["missing_here", null, "delivered", "0077"],
    ["missing_there", "sent", null, "0001"],
    ["status_differs", "delivered", "failed", "0000"],
  ]);
  for (const { id: one, kind } of items)
    await decideDifference(rig.rt, rig.w.admin, { id: one, decision: kind === "status_differs" ? "theirs" : "ours" });
  expect((await open()).items).toEqual([]);
  expect((await rows())[0]).toMatchObject({ status: "failed", providerCode: "3041" });
  expect(await counterProblems(rig.db)).toEqual([]);
  // Asked once more it says nothing new.
  expect(await reconcileNow(rt(), rig.w.admin, { messageId: id })).toMatchObject({ applied: 0, inserted: 0 });
  expect((await open()).items).toEqual([]);
});

test("a plan asks the stand-in first, and after a fault of it asks again instead of making something up", async () => {
  const line = { id: 1, numbers: people(3), status: "partial", group: GROUP, at: kst(before(20)) };
  await bringIn(rig.rt, messageFile([line]));
  await sent({ 0: "4000", 1: "3104" });
  await simulate(simulator.url, "POST", "faults", { route: "group-messages", when: "before", kind: "http_503" });
  const plan = async () => (await recoverLogs(rt(), rig.w.admin, { scope: ALL })) as PlanDto;
  expect(await plan()).toMatchObject({ rows: 3, proven: 0, unasked: 1 });
  expect(await rig.db.select().from(providerWords)).toEqual([]);
  await simulate(simulator.url, "DELETE", "faults");
  const told = await plan();
  expect(told).toMatchObject({ rows: 3, proven: 2, inferred: 1, unasked: 0 });
  await applyAll(rig.rt, told.planHash, ALL, {}, rig.w.admin);
  expect((await rows()).map(({ status, isInferred }) => [status, isInferred])).toEqual([
    ["delivered", false],
    ["failed", false],
    ["unknown", true],
  ]);
});

test("what somebody sent from elsewhere is found by the regular look, whatever kind it is", async () => {
  const long = { type: "BMS_FREE", sentAt: before(0.5).toISOString(), groupId: `${GROUP.slice(0, -1)}B` };
  await sent({ 1: "4000", 2: "3032" }, long);
  // What was there before anybody looked is asked for by a person.
  await sent({ 3: "4000" });
  expect(await reconcileRegularly(rt(), never)).toMatchObject({ read: 2, foreign: 2 });
  const found = await rig.db.select().from(foreignSends).orderBy(asc(foreignSends.phoneLast4));
  expect(found.map(({ phoneLast4, type, status, providerCode }) => [phoneLast4, type, status, providerCode])).toEqual([
    ["0001", "BMS_FREE", "delivered", "4000"],
    ["0002", "BMS_FREE", "failed", "3032"],
  ]);
  const period = { from: before(30), to: rig.now };
  expect(await reconcileNow(rt(), rig.w.admin, period)).toMatchObject({ read: 3, foreign: 3, cursor: null });
});
