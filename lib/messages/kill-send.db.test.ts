import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { deliveryEvents } from "@/db/schema/deliveries";
import { messageProblems, messageRows, numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { mortalDb } from "@/scripts/testing/mortal-db";
import { testRig } from "@/scripts/testing/test-rig";
import { sendMessage } from "./send-message";

const rig = testRig(plantMessageWorld, messageRows);

/** Two texts of one number, one number that can't be used and one duplicate: every kind of row, and two batches. */
const body = {
  raw_body: "#{이름}님",
  recipients: [
    { phone: numberOf(1), name: "가" },
    { phone: numberOf(1), name: "나" },
    { phone: numberOf(1), name: "나" },
    { phone: "02-000-0000", name: "다" },
  ],
};

/** What of a message is written elsewhere than with its rows. */
const traces = async () => ({
  audits: (await rig.db.select().from(auditLog).where(eq(auditLog.action, "message.send"))).length,
  trail: (await rig.db.select().from(deliveryEvents)).length,
});

test("killed before and after every statement, a message is there whole or not at all, and the same key makes it one", async () => {
  const moments: string[] = [];
  for (let at = 1; ; at++) {
    const { db, died } = mortalDb(rig.url, at);
    const before = await messageRows(rig.db);
    const order = orderOf(body, `key-${at}`);
    const end = await Promise.race([sendMessage({ ...rig.rt, db }, rig.w.operator, order).then(() => null), died]);
    const after = await messageRows(rig.db);
    const made = after.messages.length - before.messages.length;
    const when = `${at}: ${end}`;
    expect([0, 1], when).toContain(made);
    expect(after.logs.length - before.logs.length, when).toBe(made * 3);
    expect(after.batches.length - before.batches.length, when).toBe(made * 2);
    expect(after.ledger.length - before.ledger.length, when).toBe(made * 2);
    expect(await traces(), when).toEqual({ audits: after.messages.length, trail: after.batches.length * 2 });
    expect(await messageProblems(rig.db), when).toEqual([]);
    const answer = await sendMessage(rig.rt, rig.w.operator, order);
    expect([when, answer.requested, answer.enqueued]).toEqual([when, 4, 2]);
    expect((await messageRows(rig.db)).messages.length, when).toBe(before.messages.length + 1);
    if (end === null) {
      await db.close();
      break;
    }
    moments.push(end);
  }
  expect(moments.filter((moment) => moment.includes("insert into")).length).toBeGreaterThanOrEqual(12);
  expect(moments.some((moment) => moment.startsWith("after commit"))).toBe(true);
}, 240_000);
