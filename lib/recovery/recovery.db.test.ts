import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { coverageSnapshots, messageRecipients, providerWords, recoveryRuns } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { scopeOf } from "@/lib/access/scope";
import { phoneKey } from "@/lib/customers/phone-key";
import { historyOf } from "@/lib/messages/history-queries";
import { counterProblems } from "@/scripts/testing/counter-problems";
import { bringIn, logFile, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { plantMessageWorld } from "@/scripts/testing/message-rig";
import { ALL, applyAll, ledger, plantOldSystem, recoverAll, SCRIPT, withoutIds } from "@/scripts/testing/recovery-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { applyRecovery } from "./apply-recovery";
import { pauseRecovery } from "./pause-recovery";
import { planRecovery } from "./plan-recovery";
import { listRunMessages } from "./queries";

const rig = testRig(plantMessageWorld, ledger);
const people = (count: number, from = 0) => Array.from({ length: count }, (_, i) => oldNumber(from + i));
const keyOf = (n: number) => phoneKey(rig.rt.env.LOOKUP_KEY, oldNumber(n).replace(/\D/g, ""));
const idOf = async (legacyId: string) =>
  (await rig.db.select({ id: messages.id }).from(messages).where(eq(messages.legacyId, legacyId)))[0]!.id;
const rowsOf = async (legacyId: string) =>
  rig.db
    .select()
    .from(messageLogs)
    .where(eq(messageLogs.messageId, await idOf(legacyId)))
    .orderBy(messageLogs.ordinal);

describe("the old system's own figures", () => {
  test("come out before and after on one fixed set, and those it compared belong to two (C-02)", async () => {
    await plantOldSystem(rig.rt);
    const plan = await planRecovery(rig.rt, SCRIPT, ALL);
    expect(plan).toMatchObject({
      rows: 1_866,
      unrecoverable: 402,
      before: { expected: 2_870, recorded: 602, pct: 20.98 },
      after: { expected: 2_870, recorded: 2_468, pct: 85.99 },
    });
    const done = await applyAll(rig.rt, plan.planHash, ALL, { chunk: 500 });
    expect(done).toMatchObject({ state: "done", applied: 1_866, cursor: null, after: plan.after });
    expect(done.evidence).toMatchObject({ ok: true, rows: 1_866, missing: 0 });
    const snapshots = await rig.db.select().from(coverageSnapshots).where(eq(coverageSnapshots.runId, plan.runId));
    expect(snapshots.map(({ reason, recordedCount, expectedCount }) => [reason, recordedCount, expectedCount])).toEqual(
      [
        ["before", 602, 2_870],
        ["after", 2_468, 2_870],
      ],
    );
    expect(await counterProblems(rig.db)).toEqual([]);
  }, 60_000);
});

describe("a plan", () => {
  test("says of every message what it will write and why, and changes nothing (D-07)", async () => {
    await bringIn(
      rig.rt,
      messageFile([
        { id: 1, numbers: people(3), status: "sent" },
        { id: 2, numbers: people(2), status: "failed" },
        { id: 3, numbers: people(2), status: "partial" },
        { id: 4, numbers: null, sent: 9 },
        { id: 5, numbers: people(2), status: "cancelled" },
      ]),
    );
    await bringIn(rig.rt, logFile([{ id: 1, phone: oldNumber(1) }]), { fileName: "l" });
    const before = await ledger(rig.db);
    const plan = await planRecovery(rig.rt, SCRIPT, ALL);
    expect(await ledger(rig.db)).toEqual(before);
    expect(plan).toMatchObject({ messages: 3, rows: 6, proven: 0, inferred: 6, unrecoverable: 9, nextCursor: null });
    expect(
      plan.items.map((item) => [item.legacyId, item.missing, item.rowStatus, item.rowReason, item.unrecoverable]),
    ).toEqual([
      ["1", 2, "sent", "recovered_sent", 0],
      ["2", 2, "failed", "recovered_failed", 0],
      ["3", 2, "unknown", "recovered_unknown", 0],
      ["4", 0, "sent", "recovered_sent", 9],
    ]);
    expect((await planRecovery(rig.rt, SCRIPT, ALL)).runId).toBe(plan.runId);
    const page = await listRunMessages(rig.db, SCRIPT, { id: plan.runId, cursor: plan.items[0]!.messageId, limit: 1 });
    expect([page.items.map(({ legacyId }) => legacyId), page.nextCursor]).toEqual([
      ["2"],
      String(page.items[0]!.messageId),
    ]);
  });

  test("of one message, or of the messages to a number however it is written, leaves the others alone", async () => {
    await bringIn(
      rig.rt,
      messageFile([
        { id: 1, numbers: people(2) },
        { id: 2, numbers: people(2, 1) },
        { id: 3, numbers: people(2, 5) },
      ]),
    );
    const one = { kind: "messages" as const, ids: [await idOf("2")] };
    expect(await planRecovery(rig.rt, SCRIPT, one)).toMatchObject({ messages: 1, rows: 2, before: { expected: 2 } });
    const phone = { kind: "phone", phone: "+82 10 0000 0001" } as const;
    const { plan, done } = await recoverAll(rig.rt, phone);
    expect([plan.rows, done.applied]).toEqual([4, 4]);
    expect(await rowsOf("3")).toEqual([]);
    expect(JSON.stringify(await rig.db.select().from(recoveryRuns))).not.toContain("0000000001");
  });

  test("is refused for a message of others like for one that isn't there, and everything only to the headquarters", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(2) }]));
    const id = await idOf("1");
    const refused = async (scope: Parameters<typeof planRecovery>[2], actor = rig.w.stranger) => {
      const { code, detail } = await rig.refusal(() => planRecovery(rig.rt, actor, scope));
      return [code, detail];
    };
    expect(await refused({ kind: "messages", ids: [id] })).toEqual(await refused({ kind: "messages", ids: [999_999] }));
    expect((await refused({ kind: "messages", ids: [id] }))[0]).toBe("not_found");
    expect((await refused(ALL))[0]).toBe("forbidden");
    expect((await refused({ kind: "messages", ids: [id] }, rig.w.operator))[0]).toBe("forbidden");
    expect(await planRecovery(rig.rt, rig.w.admin, ALL)).toMatchObject({ rows: 2 });
  });
});

describe("an application", () => {
  test("writes what the rules say, marked as what it is, and a second plan is empty", async () => {
    const list = [...people(2), "02-000-0000"];
    await bringIn(
      rig.rt,
      messageFile([
        { id: 1, numbers: list },
        { id: 2, numbers: people(1), status: "failed" },
      ]),
    );
    await bringIn(rig.rt, logFile([{ id: 1, phone: oldNumber(0), status: "delivered", code: "4000" }]), {
      fileName: "l",
    });
    const [seen] = await rowsOf("1");
    const { done } = await recoverAll(rig.rt);
    const rows = await rowsOf("1");
    expect(rows.find(({ id }) => id === seen!.id)).toEqual(seen);
    expect(rows.filter(({ id }) => id !== seen!.id)).toMatchObject([
      { status: "sent", reasonCode: "recovered_sent", source: "recovery", isInferred: true, recoveryRunId: done.runId },
      {
        status: "unknown",
        reasonCode: "phone_landline",
        source: "recovery",
        isInferred: true,
        recoveryRunId: done.runId,
      },
    ]);
    expect(await rowsOf("2")).toMatchObject([{ status: "failed", reasonCode: "recovered_failed", isInferred: true }]);
    const [message] = await rig.db.select().from(messages).where(eq(messages.legacyId, "1"));
    expect(message).toMatchObject({
      recordedCount: 3,
      confirmedCount: 1,
      inferredCount: 1,
      unknownCount: 1,
      gap: "none",
    });
    expect(await planRecovery(rig.rt, SCRIPT, ALL)).toMatchObject({ messages: 0, rows: 0, items: [] });
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("a recovered failure shows as one in the customer's history (S0-27)", async () => {
    await bringIn(rig.rt, messageFile([{ id: 2, numbers: people(1), status: "failed" }]));
    await recoverAll(rig.rt);
    const { items } = await historyOf(rig.db, scopeOf(rig.w.admin), [keyOf(0)], { limit: 10 });
    expect(items).toMatchObject([{ status: "failed", isInferred: true, source: "recovery", origin: "imported" }]);
    expect((await historyOf(rig.db, scopeOf(rig.w.stranger), [keyOf(0)], { limit: 10 })).items).toEqual([]);
  });

  test("takes the provider's word where there is one, also of a message that went in part (C-05)", async () => {
    await bringIn(rig.rt, messageFile([{ id: 3, numbers: people(3), status: "partial" }]));
    const messageId = await idOf("3");
    const word = { messageId, seenAt: rig.now, at: rig.now };
    await rig.db.insert(providerWords).values([
      { ...word, recipientKey: keyOf(0), status: "delivered", providerCode: "4000", solapiMessageId: "M4V1" },
      { ...word, recipientKey: keyOf(1), status: "failed", providerCode: "3104", solapiMessageId: "M4V2" },
    ]);
    const { plan } = await recoverAll(rig.rt);
    expect(plan).toMatchObject({ rows: 3, proven: 2, inferred: 1 });
    expect(await rowsOf("3")).toMatchObject([
      {
        status: "delivered",
        isInferred: false,
        providerCode: "4000",
        solapiMessageId: "M4V1",
        reasonCode: "recovered_proven",
      },
      { status: "failed", isInferred: false, providerCode: "3104", reasonCode: "recovered_proven" },
      { status: "unknown", isInferred: true, providerCode: null },
    ]);
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("is refused with the new plan where the facts have changed, and writes nothing (rulings 24)", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(3) }]));
    const old = await planRecovery(rig.rt, SCRIPT, ALL);
    await bringIn(rig.rt, logFile([{ id: 1, phone: oldNumber(1) }]), { fileName: "l" });
    const { code, detail } = await rig.refusal(() =>
      applyRecovery(rig.rt, SCRIPT, { scope: ALL, planHash: old.planHash }),
    );
    expect([code, detail.reason]).toEqual(["conflict", "stale_plan"]);
    expect(detail.current).toMatchObject({ rows: 2, before: { recorded: 1 } });
    const fresh = (detail.current as typeof old).planHash;
    expect(await applyAll(rig.rt, fresh)).toMatchObject({ applied: 2, state: "done" });
    const unknown = await rig.refusal(() => applyRecovery(rig.rt, SCRIPT, { scope: ALL, planHash: "0".repeat(64) }));
    expect(unknown).toMatchObject({ code: "conflict", detail: { current: { rows: 0 } } });
  });

  test("goes on after a pause only when somebody says so, and two who drive it share the work", async () => {
    await bringIn(rig.rt, messageFile(Array.from({ length: 30 }, (_, i) => ({ id: i, numbers: people(4, i) }))));
    const { planHash, runId } = await planRecovery(rig.rt, SCRIPT, ALL);
    const step = { chunk: 9, budgetMs: 0 };
    const first = await applyRecovery(rig.rt, SCRIPT, { scope: ALL, planHash }, step);
    // Two messages as a whole: the third wouldn't fit any more.
    expect(first).toMatchObject({ state: "applying", applied: 8, after: { recorded: 8 } });
    await pauseRecovery(rig.rt, SCRIPT, { id: runId });
    const still = await applyRecovery(rig.rt, SCRIPT, { scope: ALL, planHash, cursor: first.cursor }, step);
    expect(still).toMatchObject({ state: "paused", applied: 8 });
    const drivers = Array.from({ length: 4 }, () => applyAll(rig.rt, planHash, ALL, { chunk: 7 }));
    for (const done of await Promise.all(drivers)) expect(done).toMatchObject({ state: "done", applied: 120 });
    expect(await counterProblems(rig.db)).toEqual([]);
    const audits = await rig.db
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(sql`${auditLog.action} like 'coverage.%'`);
    expect(audits.map(({ action }) => action)).toEqual(["coverage.recover", "coverage.recovered"]);
  });
});

test("whoever is written to meanwhile is never written over", async () => {
  await bringIn(rig.rt, messageFile(Array.from({ length: 20 }, (_, i) => ({ id: i, numbers: people(20, i) }))));
  const { planHash } = await planRecovery(rig.rt, SCRIPT, ALL);
  const real = Array.from({ length: 20 }, (_, i) => ({
    id: i,
    phone: oldNumber(i + 7),
    status: "delivered",
    code: "4000",
  }));
  await Promise.all([
    applyAll(rig.rt, planHash, ALL, { chunk: 13 }),
    ...real.map((line, i) => bringIn(rig.rt, logFile([line]), { fileName: `l${i}` })),
  ]);
  const { logs } = withoutIds(await ledger(rig.db));
  expect(logs).toHaveLength(400);
  for (const log of logs.filter(({ source }) => source === "import"))
    expect(log).toMatchObject({ status: "delivered", isInferred: false });
  expect((await rig.db.select().from(messageRecipients)).length).toBe(400);
  expect(await counterProblems(rig.db)).toEqual([]);
});
