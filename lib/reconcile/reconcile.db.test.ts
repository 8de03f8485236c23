import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { providerWords } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { differences, foreignSends, reconcileSync } from "@/db/schema/reconcile";
import { scopeOf } from "@/lib/access/scope";
import { phoneKey } from "@/lib/customers/phone-key";
import { historyOf } from "@/lib/messages/history-queries";
import { recoverLogs } from "@/lib/recovery/recover-logs";
import type { PlanDto } from "@/lib/recovery/run-dto";
import type { ReportedMessage } from "@/lib/transports/phone-port";
import { counterProblems } from "@/scripts/testing/counter-problems";
import { bringIn, logFile, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { plantMessageWorld } from "@/scripts/testing/message-rig";
import { ledger, recoverAll, SCRIPT } from "@/scripts/testing/recovery-rig";
import { reported, scriptedProvider } from "@/scripts/testing/scripted-provider";
import { testEnv } from "@/scripts/testing/test-env";
import { testRig } from "@/scripts/testing/test-rig";
import { decideDifference } from "./decide-difference";
import { listDifferences } from "./queries";
import { reconcileNow } from "./reconcile-now";
import { reconcileRegularly } from "./reconcile-regularly";

const all = async (db: Db) => ({
  ...(await ledger(db)),
  differences: await db.select().from(differences),
  foreign: await db.select().from(foreignSends),
});
const rig = testRig(
  plantMessageWorld,
  all,
  testEnv({ SOLAPI_API_KEY: "NCSTEST000000001", SOLAPI_API_SECRET: "S".repeat(32) }),
);
const GROUP = "G4V20261101100000AAAAAAAAAAAAAAA";
const AT = "2026-11-01 10:00:00";
const people = (count: number, from = 0) => Array.from({ length: count }, (_, i) => oldNumber(from + i));
const digits = (n: number) => oldNumber(n).replace(/\D/g, "");
const rows = () => rig.db.select().from(messageLogs).orderBy(asc(messageLogs.ordinal), asc(messageLogs.id));
const idOf = async (legacyId: string) =>
  (await rig.db.select({ id: messages.id }).from(messages).where(eq(messages.legacyId, legacyId)))[0]!.id;
const rt = (told: ReportedMessage[], over = {}) => ({ ...rig.rt, ...scriptedProvider({ messages: told, ...over }) });
const inGroup = (n: number, over: Partial<ReportedMessage> = {}) =>
  reported({ messageId: `M4V${n}`, to: digits(n), groupId: GROUP, ...over });
const never = () => false;

describe("a plan", () => {
  test("asks the provider first about what went in part, and writes only proof beside the ledger", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(3), status: "partial", group: GROUP, at: AT }]));
    const before = await ledger(rig.db);
    const told = [inGroup(0), inGroup(1, { statusCode: "3104" }), inGroup(2, { statusCode: "3014" })];
    const plan = (await recoverLogs(rt(told), SCRIPT, { scope: { kind: "all" } })) as PlanDto;
    expect(plan).toMatchObject({ rows: 3, proven: 2, inferred: 1, unasked: 0 });
    expect({ ...(await ledger(rig.db)), words: [], messages: [] }).toEqual({ ...before, words: [], messages: [] });
    await recoverAll(rig.rt);
    expect((await rows()).map(({ status, isInferred }) => [status, isInferred]).sort()).toEqual([
      ["delivered", false],
      ["failed", false],
      ["unknown", true],
    ]);
  });

  test("writes everybody of a group an old system knew under two messages, each id of the provider once", async () => {
    const line = { numbers: people(2), status: "partial", group: GROUP, at: AT };
    await bringIn(
      rig.rt,
      messageFile([
        { ...line, id: 1 },
        { ...line, id: 2 },
      ]),
    );
    const plan = (await recoverLogs(rt([inGroup(0), inGroup(1)]), SCRIPT, { scope: { kind: "all" } })) as PlanDto;
    expect(plan).toMatchObject({ rows: 4, proven: 4 });
    const { done } = await recoverAll(rig.rt);
    expect(done).toMatchObject({ applied: 4, evidence: { ok: true } });
    expect((await rows()).map(({ solapiMessageId }) => solapiMessageId).sort()).toEqual(["M4V0", "M4V1", null, null]);
  });

  test("keeps nothing of a group that couldn't be read to its end, and asks again (nothing invented)", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(4), status: "partial", group: GROUP, at: AT }]));
    const told = [0, 1, 2, 3].map((n) => inGroup(n));
    const silent = (await recoverLogs(rt(told, { pageSize: 2, silentAfter: 1 }), SCRIPT, {
      scope: { kind: "all" },
    })) as PlanDto;
    expect(silent).toMatchObject({ rows: 4, proven: 0, unasked: 1 });
    expect(await rig.db.select().from(providerWords)).toEqual([]);
    expect(await recoverLogs(rt(told, { pageSize: 2 }), SCRIPT, { scope: { kind: "all" } })).toMatchObject({
      proven: 4,
      unasked: 0,
    });
  });
});

describe("one message", () => {
  test("inferences give way to what happened, what somebody saw is a person's to decide, and what is missing there is told", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(4), group: GROUP, at: AT }]));
    await bringIn(rig.rt, logFile([{ id: 1, phone: oldNumber(0), status: "failed", code: "3032" }]), { fileName: "l" });
    await recoverAll(rig.rt);
    const told = [inGroup(0), inGroup(1), inGroup(2, { statusCode: "3104" })];
    const compared = await reconcileNow(rt(told), rig.w.admin, { messageId: await idOf("1") });
    expect(compared).toMatchObject({ read: 3, applied: 2, differing: 2, inserted: 0 });
    const [seen, first, second, absent] = await rows();
    expect([first, second]).toMatchObject([
      { status: "delivered", isInferred: false, source: "reconcile", providerCode: "4000", solapiMessageId: "M4V1" },
      { status: "failed", isInferred: false, source: "reconcile", providerCode: "3104" },
    ]);
    expect(seen).toMatchObject({ status: "failed", source: "import" });
    expect(absent).toMatchObject({ status: "sent", isInferred: true });
    const { items } = await listDifferences(rig.db, scopeOf(rig.w.admin), { state: "open", limit: 10 });
    expect(items.map(({ kind, ours, theirs }) => [kind, ours, theirs]).sort()).toEqual([
      ["missing_there", "sent", null],
      ["status_differs", "failed", "delivered"],
    ]);
    expect((await listDifferences(rig.db, scopeOf(rig.w.stranger), { state: "open", limit: 10 })).items).toEqual([]);
    const conflict = items.find(({ kind }) => kind === "status_differs")!;
    expect(
      (await rig.refusal(() => decideDifference(rig.rt, rig.w.stranger, { id: conflict.id, decision: "theirs" }))).code,
    ).toBe("not_found");
    await decideDifference(rig.rt, rig.w.admin, { id: conflict.id, decision: "theirs" });
    expect((await rows())[0]).toMatchObject({ status: "delivered", providerCode: "4000" });
    expect(
      (await rig.refusal(() => decideDifference(rig.rt, rig.w.admin, { id: conflict.id, decision: "ours" }))).code,
    ).toBe("conflict");
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("without a list gets everybody its group was sent to (C-06)", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: null, sent: 3, group: GROUP, at: AT }]));
    const id = await idOf("1");
    expect(await reconcileNow(rt([inGroup(0), inGroup(1)]), rig.w.admin, { messageId: id })).toMatchObject({
      inserted: 2,
    });
    const [message] = await rig.db.select().from(messages).where(eq(messages.id, id));
    expect(message).toMatchObject({
      expectedCount: 3,
      listedCount: 2,
      recordedCount: 2,
      confirmedCount: 2,
      gap: "unrecoverable",
    });
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("changes nothing where the provider is silent, has forgotten, or the message is somebody else's", async () => {
    await bringIn(
      rig.rt,
      messageFile([
        { id: 1, numbers: people(4), group: GROUP, at: AT },
        { id: 2, numbers: people(1), group: GROUP, at: "2024-01-01 00:00:00" },
      ]),
    );
    const told = [0, 1, 2, 3].map((n) => inGroup(n));
    const id = await idOf("1");
    const why = async (work: () => Promise<unknown>) => (await rig.refusal(work)).detail.message;
    expect(
      await why(() => reconcileNow(rt(told, { pageSize: 1, silentAfter: 2 }), rig.w.admin, { messageId: id })),
    ).toBe("providerSilent");
    expect(await why(() => reconcileNow(rt([]), rig.w.admin, { messageId: id }))).toBe("providerForgot");
    const old = await idOf("2");
    expect(await why(() => reconcileNow(rt(told), rig.w.admin, { messageId: old }))).toBe("providerForgot");
    expect((await rig.refusal(() => reconcileNow(rt(told), rig.w.stranger, { messageId: id }))).code).toBe("not_found");
  });
});

describe("the regular look", () => {
  test("writes what the provider proves, tells foreign sends, and goes on where it was cut", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(3), status: "partial", group: GROUP, at: AT }]));
    const told = [
      inGroup(0),
      reported({ messageId: "MX1", to: digits(1), type: "BMS_FREE", groupId: "G4VX" }),
      inGroup(1),
      inGroup(2, { status: "SENDING", statusCode: "3000" }),
    ];
    const world = { pageSize: 1, silentAfter: 2 };
    expect(await reconcileRegularly(rt(told, world), never)).toMatchObject({ inserted: 1, foreign: 1 });
    const [cut] = await rig.db.select().from(reconcileSync);
    expect(cut).toMatchObject({ startKey: "2", lastError: "unavailable", leaseUntil: null });
    rig.now = new Date(rig.now.getTime() + 10 * 60_000);
    expect(await reconcileRegularly(rt(told, { pageSize: 1 }), never)).toMatchObject({ inserted: 2, foreign: 0 });
    expect((await rig.db.select().from(reconcileSync))[0]).toMatchObject({
      startKey: null,
      windowTo: null,
      lastError: null,
    });
    expect((await rows()).map(({ status, source, isInferred }) => [status, source, isInferred])).toEqual([
      ["delivered", "reconcile", false],
      ["delivered", "reconcile", false],
      ["sent", "reconcile", false],
    ]);
    const { items } = await historyOf(rig.db, scopeOf(rig.w.admin), [phoneKey(rig.rt.env.LOOKUP_KEY, digits(1))], {
      limit: 10,
    });
    expect(items.map(({ source, channel, title }) => [source, channel, title === null])).toEqual([
      ["foreign", "BMS_FREE", true],
      ["reconcile", "sms", false],
    ]);
    rig.now = new Date(rig.now.getTime() + 10 * 60_000);
    expect(await reconcileRegularly(rt(told), never)).toMatchObject({ read: 0 });
    rig.now = new Date(rig.now.getTime() + 60 * 60_000);
    const before = await rows();
    expect(await reconcileRegularly(rt(told), never)).toMatchObject({ same: 3, inserted: 0, applied: 0, foreign: 1 });
    expect([await rows(), (await rig.db.select().from(foreignSends)).length]).toEqual([before, 1]);
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("two passes at once compare once", async () => {
    const told = [reported({ messageId: "MX1", to: digits(1), groupId: "G4VX" })];
    const both = await Promise.all([reconcileRegularly(rt(told), never), reconcileRegularly(rt(told), never)]);
    expect(both.filter((tally) => tally !== null)).toHaveLength(1);
  });
});
