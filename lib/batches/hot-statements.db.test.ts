import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { sendBatches } from "@/db/schema/messages";
import { dueBatches } from "@/lib/queue/mysql";
import { plantMessage } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { explain, rowsRead } from "@/scripts/testing/read-plan";
import { nextBatchAt, unpublishedBatches } from "./due-batches";
import { loadQueuedRows } from "./load-batch";
import { dueForResults } from "./poll-results";

const w = batchWorld();
const DONE = 400;
const DUE = 3;
const now = new Date("2027-01-01T00:00:00Z");

beforeEach(async () => {
  const { batchId } = await plantMessage(w.db, w.rt.env, w.payer, { count: 40 });
  // A long history with nothing left to do, and a few that wait.
  for (let n = 0; n < DONE; n++)
    await w.db.execute(sql`insert into send_batches (message_id, tenant_id, channel, variant, size, phase, created_at)
      select message_id, tenant_id, channel, 0, 1, 'done', created_at from send_batches where id = ${batchId}`);
  for (let n = 1; n < DUE; n++)
    await w.db.execute(sql`insert into send_batches (message_id, tenant_id, channel, variant, size, phase, available_at, poll_at, created_at)
      select message_id, tenant_id, channel, 0, 1, 'new', available_at, available_at, created_at from send_batches where id = ${batchId}`);
  await w.db.execute(sql`analyze table send_batches`);
  await nextBatchAt(w.db, now);
});

test("the looks for due work step into their index and touch what is due and nothing else", async () => {
  const looks = [
    [dueBatches(w.db, now, { max: 10 }), "ix_batches_available", DUE],
    [unpublishedBatches(w.db, now, now, [], 10), "ix_batches_available", DUE],
    [dueForResults(w.db, now), "ix_batches_poll", DUE - 1],
  ] as const;
  for (const [look, key, rows] of looks) {
    const plans = await explain(w.db, sql`${look}`);
    expect(plans.find(({ table }) => table === "send_batches")).toMatchObject({ key });
    expect(plans.some(({ Extra }) => Extra?.includes("filesort"))).toBe(false);
    expect(await look).toHaveLength(rows);
    // Of each row its own, its tenant and a step; the history costs nothing.
    expect(await rowsRead(w.db, sql`${look}`)).toBeLessThanOrEqual(4 * rows + 4);
  }
});

test("the recipients of one batch are read by its index", async () => {
  const [batch] = await w.db.select({ id: sendBatches.id }).from(sendBatches).limit(1);
  const [plan] = await explain(w.db, sql`${loadQueuedRows(w.db, batch!.id)}`);
  expect(plan).toMatchObject({ key: "ix_message_logs_batch" });
  expect(await rowsRead(w.db, sql`${loadQueuedRows(w.db, batch!.id)}`)).toBeLessThanOrEqual(2 * 40 + 4);
});
