import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { messages, sendBatches } from "@/db/schema/messages";
import { type PlantedPayer, plantMessage } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { explain, rowsRead } from "@/scripts/testing/read-plan";
import { heldBatches, openMessages, readBatches, reportedSince } from "./batch-facts";

const w = batchWorld();
const MINUTE = 60_000;
let now: Date;
beforeEach(async () => {
  now = await w.rt.clock();
});
const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE);

type Batch = Partial<typeof sendBatches.$inferInsert>;
async function plant(batch: Batch, { count = 3, open = 0, payer = w.payer as PlantedPayer } = {}) {
  const { batchId, messageId } = await plantMessage(w.db, w.rt.env, payer, { count, batch });
  const moved = { queuedCount: 0, sentCount: open, deliveredCount: count - open };
  if (batch.phase !== "held") await w.db.update(messages).set(moved).where(eq(messages.id, messageId));
  return batchId;
}
/** Held, and due so many minutes ago. */
const held = (heldReason: string, dueAgo: number): Batch => ({
  phase: "held",
  heldReason,
  availableAt: null,
  sendBefore: new Date(ago(dueAgo).getTime() + 24 * 60 * MINUTE),
});
const sent = (minutes: number, phase: "sent" | "done" = "sent"): Batch => ({
  phase,
  sentAt: ago(minutes),
  availableAt: null,
});

test("a batch for a person is told at once, one its set-up holds after a quarter of an hour, a parked tenant's not here", async () => {
  expect(await readBatches(w.db, now)).toEqual({ held: [], late: [] });
  await plant(held("group_failed", 1));
  await plant(held("template_refused", 16));
  await plant(held("messaging_inactive", 14));
  await plant(held("auth_failed", 600));
  await plant(held("cancel_requested", 600));
  await plant({ availableAt: ago(600) });
  expect((await readBatches(w.db, now)).held).toEqual([
    {
      ...{ id: w.payer.id, orgName: w.payer.org.name, batches: 2, recipients: 6, forPerson: 1 },
      ...{ reason: "group_failed", reasons: 2 },
    },
  ]);
  // What a person has to decide comes before what holds more, and of that whatever holds most.
  await plant(held("template_refused", 17));
  await plant(held("build_lost", 1), { count: 4 });
  expect((await readBatches(w.db, now)).held).toMatchObject([
    { batches: 4, recipients: 13, forPerson: 2, reason: "build_lost", reasons: 3 },
  ]);
});

test("reports that stay away are counted against all that went since, and by who pays", async () => {
  const other = await w.newPayer();
  await plant(sent(29), { count: 50, open: 50 });
  await plant(sent(40, "done"), { count: 500, payer: other });
  await plant(sent(25 * 60), { count: 50, open: 50, payer: other });
  expect((await readBatches(w.db, now)).late).toEqual([]);
  await plant(sent(31), { count: 40, open: 10 });
  await plant(sent(90, "done"), { count: 60 });
  await plant(sent(45), { count: 9, open: 9, payer: other });
  await plant(sent(10, "done"), { count: 30 });
  expect((await readBatches(w.db, now)).late).toEqual([
    { id: w.payer.id, orgName: w.payer.org.name, open: 10, went: 100, oldestAt: ago(31) },
  ]);
});

test("the looks step into their index and touch what is held or open, whatever the history", async () => {
  const done = await plant(sent(3_000, "done"));
  for (let n = 0; n < 9; n++)
    await w.db.execute(sql`insert into send_batches (message_id, tenant_id, channel, size, phase, sent_at, created_at)
      select message_id, tenant_id, channel, size, phase, sent_at, created_at from send_batches where id >= ${done}`);
  const heldId = await plant(held("group_lost", 1));
  const openId = await plant(sent(40), { count: 20, open: 20 });
  await plant(sent(35, "done"), { count: 20 });
  await w.db.execute(sql`analyze table send_batches`);
  const looks = [
    [heldBatches(w.db, now), "ix_batches_phase"],
    [openMessages(w.db, now), "ix_batches_phase"],
    [reportedSince(w.db, now, [{ id: w.payer.id, fromBatchId: openId }]), "ix_batches_tenant"],
  ] as const;
  for (const [look, key] of looks) {
    const plans = await explain(w.db, sql`${look}`);
    expect(plans.find(({ table }) => table === "send_batches")).toMatchObject({ key });
    expect(await look).toHaveLength(1);
    expect(await rowsRead(w.db, sql`${look}`)).toBeLessThanOrEqual(16);
  }
  // Nothing held and nothing open: nothing is read.
  await w.db.update(sendBatches).set({ phase: "done" }).where(eq(sendBatches.id, heldId));
  await w.db.update(sendBatches).set({ phase: "done" }).where(eq(sendBatches.id, openId));
  for (const look of [heldBatches(w.db, now), openMessages(w.db, now)])
    expect(await rowsRead(w.db, sql`${look}`)).toBeLessThanOrEqual(4);
});
