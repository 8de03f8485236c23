import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { messageLogs, messages } from "@/db/schema/messages";
import { bringIn, logFile, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { plantMessageWorld } from "@/scripts/testing/message-rig";
import { ALL, ledger, recoverAll, SCRIPT, undoAll } from "@/scripts/testing/recovery-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { applyRecovery } from "./apply-recovery";
import { planRecovery } from "./plan-recovery";
import { listRunMessages } from "./queries";
import { undoRecovery } from "./undo-recovery";

const rig = testRig(plantMessageWorld, ledger);
const people = (count: number, from = 0) => Array.from({ length: count }, (_, i) => oldNumber(from + i));
const idOf = async (legacyId: string) =>
  (await rig.db.select({ id: messages.id }).from(messages).where(eq(messages.legacyId, legacyId)))[0]!.id;
const rowsOf = async (legacyId: string) =>
  rig.db
    .select()
    .from(messageLogs)
    .where(eq(messageLogs.messageId, await idOf(legacyId)))
    .orderBy(messageLogs.ordinal);

describe("an undo", () => {
  test("takes away exactly what the run has added, at any chunk, and the ledger is what it was", async () => {
    await bringIn(
      rig.rt,
      messageFile(
        Array.from({ length: 12 }, (_, i) => ({
          id: i,
          numbers: people(6, i),
          status: ["sent", "failed", "partial"][i % 3]!,
        })),
      ),
    );
    await bringIn(rig.rt, logFile(Array.from({ length: 12 }, (_, i) => ({ id: i, phone: oldNumber(i + (i % 6)) }))), {
      fileName: "l",
    });
    const before = await ledger(rig.db);
    const { planHash, runId } = await planRecovery(rig.rt, SCRIPT, ALL);
    for (let calls = 0; calls < 3; calls++)
      await applyRecovery(rig.rt, SCRIPT, { scope: ALL, planHash }, { chunk: 5, budgetMs: 0 });
    const half = await undoAll(rig.rt, runId, { chunk: 4, budgetMs: 0 });
    expect(half).toMatchObject({ state: "undone", conflicts: 0, after: half.before });
    expect(await ledger(rig.db)).toEqual(before);
    const again = await recoverAll(rig.rt, ALL, { chunk: 11 });
    expect(again.plan.planHash).toBe(planHash);
    expect(again.plan.runId).not.toBe(runId);
    await undoAll(rig.rt, again.plan.runId, { chunk: 1_000 });
    expect(await ledger(rig.db)).toEqual(before);
    expect(
      await rig.refusal(() => applyRecovery(rig.rt, SCRIPT, { scope: ALL, planHash: "1".repeat(64) })),
    ).toMatchObject({
      detail: { reason: "stale_plan" },
    });
  });

  test("leaves a row somebody has learnt more of, and says so", async () => {
    const lines = [
      { id: 1, numbers: people(2) },
      { id: 2, numbers: people(1, 5) },
    ];
    await bringIn(rig.rt, messageFile(lines));
    const { plan } = await recoverAll(rig.rt);
    const [row] = await rowsOf("1");
    await rig.db
      .update(messageLogs)
      .set({ status: "delivered", providerCode: "4000", source: "reconcile", isInferred: false })
      .where(eq(messageLogs.id, row!.id));
    const done = await undoAll(rig.rt, plan.runId, { chunk: 1 });
    expect(done).toMatchObject({ undone: 2, conflicts: 1 });
    const { items } = await listRunMessages(rig.db, SCRIPT, { id: plan.runId, limit: 10 });
    expect(items.map(({ legacyId, applied, conflicts }) => [legacyId, applied, conflicts])).toEqual([
      ["1", 1, 1],
      ["2", 0, 0],
    ]);
    expect(await rowsOf("1")).toMatchObject([{ id: row!.id, status: "delivered", source: "reconcile" }]);
  });

  test("of somebody else's run is the absent one's refusal", async () => {
    await bringIn(rig.rt, messageFile([{ id: 1, numbers: people(3) }]));
    const { plan } = await recoverAll(rig.rt);
    const refused = async (id: number) => rig.refusal(() => undoRecovery(rig.rt, rig.w.stranger, { id }));
    expect(await refused(plan.runId)).toEqual(await refused(999_999));
  });
});
