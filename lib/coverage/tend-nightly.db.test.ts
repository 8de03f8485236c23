import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { coverageSnapshots, recoveryRuns } from "@/db/schema/coverage";
import { messageLogs } from "@/db/schema/messages";
import { sendMessage } from "@/lib/messages/send-message";
import { planRecovery } from "@/lib/recovery/plan-recovery";
import { bringIn, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { messageRows, numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { ALL, recoverAll, SCRIPT, undoAll } from "@/scripts/testing/recovery-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { coverageStanding } from "./standing-queries";
import { tendCoverageNightly } from "./tend-nightly";

const rig = testRig(plantMessageWorld, messageRows);
const never = () => false;
const nextNight = () => {
  rig.now = new Date(rig.now.getTime() + 24 * 3_600_000);
};
const send = async (count: number) => {
  const recipients = Array.from({ length: count }, (_, i) => ({ phone: numberOf(i) }));
  return (await sendMessage(rig.rt, rig.w.operator, orderOf({ recipients }))).message_id;
};

test("every night is counted once, and how it stood is kept", async () => {
  await send(2);
  expect(await tendCoverageNightly(rig.rt, never)).toMatchObject({ messages: 1, isWhole: true });
  expect(await tendCoverageNightly(rig.rt, never)).toBeNull();
  nextNight();
  await Promise.all([tendCoverageNightly(rig.rt, never), tendCoverageNightly(rig.rt, never)]);
  const kept = await rig.db.select().from(coverageSnapshots).where(eq(coverageSnapshots.reason, "nightly"));
  expect(kept.map(({ day, recordedCount }) => [day, recordedCount])).toEqual([
    ["2026-11-20", 2],
    ["2026-11-21", 2],
  ]);
});

test("a night that is cut short goes on where it ended", async () => {
  for (let i = 0; i < 3; i++) await send(1);
  let looks = 0;
  expect(await tendCoverageNightly(rig.rt, () => ++looks > 2)).toMatchObject({ messages: 3, isWhole: false });
  expect(await tendCoverageNightly(rig.rt, never)).toMatchObject({ messages: 0, isWhole: true });
  expect(await tendCoverageNightly(rig.rt, never)).toBeNull();
});

test("a row of our own that is gone is told until it is there again", async () => {
  const id = await send(3);
  const [row] = await rig.db.select().from(messageLogs).where(eq(messageLogs.messageId, id));
  await rig.db.delete(messageLogs).where(eq(messageLogs.id, row!.id));
  await tendCoverageNightly(rig.rt, never);
  expect((await coverageStanding(rig.db)).shortfall).toEqual({ messages: 1, missing: 1 });
  await rig.db.insert(messageLogs).values(row!);
  nextNight();
  await tendCoverageNightly(rig.rt, never);
  expect((await coverageStanding(rig.db)).shortfall).toEqual({ messages: 0, missing: 0 });
});

test("how imported history stands follows what is brought in, recovered and taken back", async () => {
  expect((await coverageStanding(rig.db)).imported).toBeNull();
  await bringIn(rig.rt, messageFile([{ id: 1, numbers: [oldNumber(1), oldNumber(2)] }]));
  expect((await coverageStanding(rig.db)).imported).toEqual({ expected: 2, recorded: 0 });
  const { plan } = await recoverAll(rig.rt);
  expect((await coverageStanding(rig.db)).imported).toEqual({ expected: 2, recorded: 2 });
  await undoAll(rig.rt, plan.runId);
  expect((await coverageStanding(rig.db)).imported).toEqual({ expected: 2, recorded: 0 });
});

test("plans nobody applied are forgotten after a week, runs never", async () => {
  await bringIn(rig.rt, messageFile([{ id: 1, numbers: [oldNumber(1)] }]));
  const { plan } = await recoverAll(rig.rt);
  await undoAll(rig.rt, plan.runId);
  await planRecovery(rig.rt, SCRIPT, ALL);
  for (const days of [6, 2]) {
    rig.now = new Date(rig.now.getTime() + days * 24 * 3_600_000);
    await tendCoverageNightly(rig.rt, never);
    const kept = await rig.db.select({ state: recoveryRuns.state }).from(recoveryRuns);
    expect(kept.map(({ state }) => state).sort()).toEqual(days === 6 ? ["planned", "undone"] : ["undone"]);
  }
});
