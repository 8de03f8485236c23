import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { coverageRollups } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { sendMessage } from "@/lib/messages/send-message";
import { counterProblems } from "@/scripts/testing/counter-problems";
import { messageRows, numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { proveCounters } from "./prove-counters";

const rig = testRig(plantMessageWorld, messageRows);
const people = (count: number) => ({ recipients: Array.from({ length: count }, (_, i) => ({ phone: numberOf(i) })) });
const send = async (count: number) => (await sendMessage(rig.rt, rig.w.operator, orderOf(people(count)))).message_id;

describe("the nightly proof", () => {
  test("finds nothing where all is well", async () => {
    await send(3);
    await send(2);
    expect(await counterProblems(rig.db)).toEqual([]);
    expect(await proveCounters(rig.db)).toMatchObject({
      messages: 2,
      drifted: [],
      rollups: 0,
      shortfall: [],
      isWhole: true,
    });
  });

  test("tells a row that is gone as a shortfall, and puts the counters right with it", async () => {
    const id = await send(4);
    const [row] = await rig.db.select({ id: messageLogs.id }).from(messageLogs).where(eq(messageLogs.messageId, id));
    await rig.db.delete(messageLogs).where(eq(messageLogs.id, row!.id));
    const proof = await proveCounters(rig.db);
    expect(proof.shortfall).toEqual([{ messageId: id, missing: 1 }]);
    expect(proof.drifted).toContainEqual({ messageId: id, counter: "recordedCount", said: 4, counted: 3 });
    expect(await counterProblems(rig.db)).toEqual([]);
    const [message] = await rig.db.select().from(messages).where(eq(messages.id, id));
    expect(message).toMatchObject({ expectedCount: 4, recordedCount: 3, gap: "partial" });
    expect((await proveCounters(rig.db)).drifted).toEqual([]);
  });

  test("puts a day's sum right that says something else than its messages", async () => {
    await send(3);
    await rig.db.update(coverageRollups).set({ recordedCount: 1, messages: 7 });
    expect(await proveCounters(rig.db)).toMatchObject({ rollups: 1, drifted: [] });
    expect(await counterProblems(rig.db)).toEqual([]);
  });

  test("goes on where it was cut short", async () => {
    const id = await send(1);
    expect(await proveCounters(rig.db, { isOver: () => true })).toMatchObject({
      messages: 0,
      isWhole: false,
      after: 0,
    });
    expect(await proveCounters(rig.db, { after: id })).toMatchObject({ messages: 0, isWhole: true });
  });
});
