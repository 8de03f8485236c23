import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { moneyOf } from "@/lib/tenants/money";
import { settleCredit } from "@/lib/tenants/settle-credit";
import {
  messageProblems,
  messageRows,
  numberOf,
  orderOf,
  plantMessageWorld,
  tenantRow,
} from "@/scripts/testing/message-rig";
import { codeOf, testRig } from "@/scripts/testing/test-rig";
import { cancelMessage } from "./cancel-message";
import { moveCounts } from "./move-counts";
import { resendFailed } from "./resend-failed";
import { sendMessage } from "./send-message";
import { isConfirmed } from "./status";

const rig = testRig(plantMessageWorld, messageRows);
const three = { recipients: [1, 2, 3].map((n) => ({ phone: numberOf(n), name: `손님${n}` })), raw_body: "#{이름}님" };
const send = async (body = {}) =>
  (await sendMessage(rig.rt, rig.w.operator, orderOf({ ...three, ...body }))).message_id;
const cancel = (id: number, actor = rig.w.operator) => cancelMessage(rig.rt, actor, { id });
const resend = (id: number, recipientIds?: number[]) =>
  resendFailed(rig.rt, rig.w.operator, { id, ...(recipientIds && { recipientIds }) });

/** What the worker does to a batch whose rows have all ended so. */
async function endAll(messageId: number, to: "failed" | "unknown", providerCode: string | null, reasonCode = "x") {
  const confirmed = (rows: number) => (isConfirmed(to, providerCode) ? rows : 0);
  await retryDeadlocks(rig.db, async (tx) => {
    for (const batch of await tx.select().from(sendBatches).where(eq(sendBatches.messageId, messageId))) {
      if (batch.phase === "done") continue;
      await settleCredit(tx, { batchId: batch.id, settle: 0n, release: moneyOf(batch.reservedAmount), at: rig.now });
      await tx.update(sendBatches).set({ phase: "done", availableAt: null }).where(eq(sendBatches.id, batch.id));
      const set = { status: to, providerCode, reasonCode, finalAt: rig.now };
      await tx.update(messageLogs).set(set).where(eq(messageLogs.batchId, batch.id));
      await moveCounts(tx, messageId, { queued: -batch.size, [to]: batch.size }, rig.now, confirmed(batch.size));
    }
  });
}

describe("cancelling", () => {
  test("ends what has no group here and now, with its money, also in a worker's hands", async () => {
    const id = await send();
    await rig.db
      .update(sendBatches)
      .set({ leaseToken: "w", leaseOwner: "w", leaseUntil: new Date(rig.now.getTime() + 60_000) });
    const after = await cancel(id);
    expect(after).toMatchObject({ status: "cancelled", canCancel: false, counts: { cancelled: 3, queued: 0 } });
    expect(after.amounts).toEqual({ reserved: "29.70", settled: "0.00", released: "29.70" });
    const [batch] = await rig.db.select().from(sendBatches);
    expect(batch).toMatchObject({ phase: "cancelled", leaseToken: null, availableAt: null });
    expect((await tenantRow(rig.db, rig.w.tenant.id)).creditReserved).toBe("0.00");
    expect(await messageProblems(rig.db)).toEqual([]);
    expect(await codeOf(cancel(id))).toBe("conflict");
  });

  test("asks the worker back for what has its group, and leaves what is sent", async () => {
    const id = await send();
    await rig.db.update(sendBatches).set({ phase: "committed", groupId: "G1", availableAt: null });
    expect((await cancel(id)).counts).toMatchObject({ queued: 3, cancelled: 0 });
    const [batch] = await rig.db.select().from(sendBatches);
    expect(batch).toMatchObject({ phase: "committed", heldReason: "cancel_requested", availableAt: rig.now });
    await rig.db.update(sendBatches).set({ phase: "sent" });
    expect(await codeOf(cancel(id))).toBe("conflict");
  });

  test("is for those who may send there", async () => {
    const id = await send();
    expect(await codeOf(cancel(id, rig.w.viewer))).toBe("forbidden");
    expect(await codeOf(cancel(id, rig.w.stranger))).toBe("not_found");
  });

  test("two at once end it once", async () => {
    const id = await send();
    const ends = await Promise.allSettled([cancel(id), cancel(id), cancel(id)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await messageProblems(rig.db)).toEqual([]);
  });
});

describe("sending again", () => {
  test("is a new row, a new batch and a new reservation; the old ones stay", async () => {
    const id = await send();
    await endAll(id, "failed", "3040");
    const after = await resend(id);
    expect(after).toMatchObject({ status: "queued", counts: { queued: 3, failed: 0 }, completedAt: null });
    const { logs, batches } = await messageRows(rig.db);
    expect(logs.map(({ attemptNo, status }) => [attemptNo, status])).toEqual([
      ...Array(3).fill([0, "failed"]),
      ...Array(3).fill([1, "queued"]),
    ]);
    expect(logs.slice(3).map(({ retryOf }) => retryOf)).toEqual(logs.slice(0, 3).map((row) => row.id));
    expect(logs[3]?.phone).toEqual(logs[0]?.phone);
    expect(batches.map(({ size, phase }) => [size, phase])).toEqual([
      [3, "done"],
      [3, "new"],
    ]);
    expect(await messageProblems(rig.db)).toEqual([]);
    expect(await codeOf(resend(id))).toBe("conflict");
    await endAll(id, "failed", "3040");
    expect((await resend(id, [logs[4]!.id])).counts).toMatchObject({ queued: 1, failed: 2 });
    expect(await messageProblems(rig.db)).toEqual([]);
  });

  test("never to who can't get it, and to the unknown only by name", async () => {
    const hopeless = await send();
    await endAll(hopeless, "failed", "3032");
    expect(await codeOf(resend(hopeless))).toBe("conflict");
    const unknown = await send();
    await endAll(unknown, "unknown", null, "no_report");
    expect(await codeOf(resend(unknown))).toBe("conflict");
    const [row] = await rig.db.select().from(messageLogs).where(eq(messageLogs.messageId, unknown));
    expect((await resend(unknown, [row!.id])).counts).toMatchObject({ queued: 1, unknown: 2 });
    expect(await messageProblems(rig.db)).toEqual([]);
  });

  test("after a charge, what failed for want of credit; without one, nothing is written", async () => {
    await rig.db.update(tenants).set({ basePrice: "99999.99" }).where(eq(tenants.id, rig.w.tenant.id));
    await send().catch(() => {});
    const [{ id } = { id: 0 }] = await rig.db.select({ id: messages.id }).from(messages);
    const error = await rig.refusal(() => resend(id));
    expect(error.detail.reason).toBe("insufficient_balance");
    await rig.db.update(tenants).set({ basePrice: "10.00" }).where(eq(tenants.id, rig.w.tenant.id));
    expect((await resend(id)).counts).toMatchObject({ queued: 3, failed: 0 });
    expect((await tenantRow(rig.db, rig.w.tenant.id)).creditReserved).toBe("30.00");
    expect(await messageProblems(rig.db)).toEqual([]);
  });

  test("two at once send it once more, not twice", async () => {
    const id = await send();
    await endAll(id, "failed", "3040");
    const ends = await Promise.allSettled([resend(id), resend(id)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await messageRows(rig.db)).logs).toHaveLength(6);
    expect(await messageProblems(rig.db)).toEqual([]);
  });
});
