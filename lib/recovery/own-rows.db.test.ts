import { and, eq, inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { endOpenRows } from "@/lib/batches/apply-results";
import { proveCounters } from "@/lib/coverage/prove-counters";
import { resendFailed } from "@/lib/messages/resend-failed";
import { sendMessage } from "@/lib/messages/send-message";
import { applyWords } from "@/lib/reconcile/apply-words";
import type { ReportedMessage } from "@/lib/transports/phone-port";
import { counterProblems } from "@/scripts/testing/counter-problems";
import { numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { ALL, applyAll, ledger, SCRIPT, undoAll } from "@/scripts/testing/recovery-rig";
import { reported, scriptedProvider } from "@/scripts/testing/scripted-provider";
import { testEnv } from "@/scripts/testing/test-env";
import { testRig } from "@/scripts/testing/test-rig";
import { previewRecovery } from "./plan-recovery";
import { recoverLogs } from "./recover-logs";
import type { PlanDto } from "./run-dto";

const rig = testRig(
  plantMessageWorld,
  ledger,
  testEnv({ SOLAPI_API_KEY: "NCSTEST000000001", SOLAPI_API_SECRET: "S".repeat(32) }),
);
/** The group of a message that went in one batch, by the batch. */
const groupOf = (batchId: number) => `G4V20261120140000${String(batchId).padStart(15, "A")}`;
let group = "";
const LANDLINE = "02-000-0000";

type Recipient = { phone: string; name?: string };
/** A message that was sent and arrived, before anything happened to its rows. */
async function arrived(recipients: readonly Recipient[], rawBody = "안녕하세요"): Promise<number> {
  const order = orderOf({ recipients: [...recipients], raw_body: rawBody });
  const id = (await sendMessage(rig.rt, rig.w.operator, order)).message_id;
  for (const batch of await rig.db.select().from(sendBatches).where(eq(sendBatches.messageId, id))) {
    const rows = await rig.db.select().from(messageLogs).where(eq(messageLogs.batchId, batch.id));
    const end = { to: "delivered" as const, reasonCode: null, providerCode: "4000" };
    await endOpenRows(rig.rt, batch.id, new Map(rows.map((row) => [row.id, end])));
    group = groupOf(batch.id);
    await rig.db.update(sendBatches).set({ phase: "done", groupId: group }).where(eq(sendBatches.id, batch.id));
  }
  return id;
}

const people = (count: number): Recipient[] => Array.from({ length: count }, (_, n) => ({ phone: numberOf(n) }));
const rowsOf = (id: number) =>
  rig.db.select().from(messageLogs).where(eq(messageLogs.messageId, id)).orderBy(messageLogs.ordinal);
async function lose(id: number, ...ordinals: number[]): Promise<void> {
  await rig.db.delete(messageLogs).where(and(eq(messageLogs.messageId, id), inArray(messageLogs.ordinal, ordinals)));
  await proveCounters(rig.db);
}
const told = (n: number, over: Partial<ReportedMessage> = {}) =>
  reported({ messageId: `M4V${n}`, to: numberOf(n), groupId: group, ...over });
const planOf = async (messages: ReportedMessage[], env = rig.rt.env) =>
  (await recoverLogs({ ...rig.rt, env, ...scriptedProvider({ messages }) }, SCRIPT, { scope: ALL })) as PlanDto;

test("rows of our own that are gone come back as Solapi tells, else as unknown, and go again", async () => {
  const id = await arrived([...people(3), { phone: LANDLINE }]);
  const [, , kept] = await rowsOf(id);
  await lose(id, 0, 1, 3);
  const before = await ledger(rig.db);
  // Looked at before it is made, a plan leaves nothing of the list behind.
  expect(await previewRecovery(rig.rt, SCRIPT, ALL)).toMatchObject({ rows: 3, proven: 0, unrecoverable: 0 });
  expect(await ledger(rig.db)).toEqual(before);
  const plan = await planOf([told(0), told(2)]);
  expect(plan).toMatchObject({ messages: 1, rows: 3, proven: 1, inferred: 2, unrecoverable: 0 });
  expect(plan.items).toMatchObject([
    { messageId: id, missing: 3, rowStatus: "unknown", rowReason: "recovered_unknown" },
  ]);
  const { logs, rollups } = await ledger(rig.db);
  expect([logs, rollups]).toEqual([before.logs, before.rollups]);
  const done = await applyAll(rig.rt, plan.planHash);
  expect(done).toMatchObject({ state: "done", applied: 3, evidence: { ok: true, missing: 0 } });
  expect(await rowsOf(id)).toMatchObject([
    { status: "delivered", source: "recovery", isInferred: false, solapiMessageId: "M4V0", batchId: null },
    { status: "unknown", source: "recovery", isInferred: true, reasonCode: "recovered_unknown", phoneLast4: "0001" },
    { id: kept!.id, status: "delivered", source: "send" },
    { status: "unknown", source: "recovery", reasonCode: "phone_landline", phone: null },
  ]);
  expect(await counterProblems(rig.db)).toEqual([]);
  expect((await planOf([])).rows).toBe(0);
  await undoAll(rig.rt, plan.runId);
  const after = await ledger(rig.db);
  // What was learnt beside the ledger stays: who it was meant for, and what Solapi said.
  expect({ ...after, recipients: [], words: [], messages: [] }).toEqual({
    ...before,
    ...{ recipients: [], words: [], messages: [] },
  });
  expect(await counterProblems(rig.db)).toEqual([]);
});

test("what is put back without proof gives way to Solapi's word, and is never sent to again", async () => {
  const id = await arrived(people(2));
  await lose(id, 1);
  const plan = await planOf([]);
  await applyAll(rig.rt, plan.planHash);
  const row = (await rowsOf(id))[1]!;
  const again = await rig.refusal(() => resendFailed(rig.rt, rig.w.operator, { id, recipientIds: [row.id] }));
  expect(again.detail.message).toBe("nothingToResend");
  const word = { digits: numberOf(1), status: "failed" as const, code: "3040", solapiMessageId: "M4V1", at: rig.now };
  expect(await applyWords(rig.db, rig.rt.env, id, [word], rig.now)).toMatchObject({ applied: 1, differing: 0 });
  expect((await rowsOf(id))[1]).toMatchObject({ status: "failed", isInferred: false, providerCode: "3040" });
  expect(await counterProblems(rig.db)).toEqual([]);
});

test("nobody is named whom the list can't account for: another text of a number that has a row, a list that can't be opened", async () => {
  const twice = await arrived(
    [
      { phone: numberOf(5), name: "이봄" },
      { phone: numberOf(5), name: "김여름" },
    ],
    "#{이름}님, 들어왔어요",
  );
  await lose(twice, 1);
  expect(await planOf([])).toMatchObject({ rows: 0, unrecoverable: 1, before: { expected: 2, recorded: 1 } });
  const sealed = await arrived(people(2));
  await lose(sealed, 0);
  const other = { ...rig.rt.env, ENCRYPTION_KEYS: `k2:${Buffer.alloc(32, 9).toString("base64")}` };
  expect(await planOf([], other)).toMatchObject({ rows: 0, unrecoverable: 2 });
  expect(await planOf([])).toMatchObject({ rows: 1, unrecoverable: 1 });
  const all = await rig.db
    .select()
    .from(messages)
    .where(inArray(messages.id, [twice, sealed]));
  expect(all.map(({ gap }) => gap)).toEqual(["partial", "partial"]);
});
