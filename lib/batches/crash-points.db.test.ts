import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { createDb } from "@/db/client";
import { sendBatches } from "@/db/schema/messages";
import { createMysqlQueue } from "@/lib/queue/mysql";
import { watchBatchBoundaries } from "@/scripts/testing/batch-boundaries";
import { batchOf, groupsOf, plantMessage, rowsOf } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { serveBatches } from "./serve-batches";

const w = batchWorld();

/** Takes what is due as far as it gets before its moment `at`, and dies there; the moments it came to. */
async function dieAt(at: number): Promise<string[]> {
  const db = createDb(w.databaseUrl, 8);
  const moments: string[] = [];
  let die = () => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const phone = watchBatchBoundaries(db, w.rt.phone, (name) => {
    moments.push(name);
    if (moments.length < at) return true;
    die();
    return false;
  });
  const rt = { ...w.rt, db, phone, queue: createMysqlQueue(db, w.rt.clock) };
  const isOver = await Promise.race([
    serveBatches(rt, { deadlineMs: performance.now() + 60_000, owner: "mortal" }).then(() => true),
    died.then(() => false),
  ]);
  if (isOver) await db.close();
  return moments;
}

/** Dies at every moment of a batch, one after the other, and sees each time that others bring it to the right end. */
async function dieEverywhere(prepare: (batchId: number) => Promise<unknown>, end: { phase: string; arrived: number }) {
  const moments: string[] = [];
  for (let at = 1; ; at++) {
    const batch = { sendBefore: new Date("2100-01-01T00:00:00Z") };
    const { batchId, rowIds } = await plantMessage(w.db, w.rt.env, w.payer, { batch });
    await prepare(batchId);
    const named = await dieAt(at);
    const isOver = named.length < at;
    const when = isOver ? "at its end" : `${at}: ${named.at(-1)}`;
    await w.expectSound();
    // Whoever is left takes over when the lease of the dead has run out.
    for (let pass = 0; pass < 3; pass++) {
      w.time.shiftMs += 61_000;
      await w.serve();
    }
    const { left, arrivals } = await groupsOf(w.url, w.payer);
    const mine = left.filter(({ customFields }) => customFields.batchId === String(batchId));
    expect([when, mine.length]).toEqual([when, end.arrived]);
    expect([when, ...rowIds.map((id) => arrivals.get(id) ?? 0)]).toEqual([when, ...rowIds.map(() => end.arrived)]);
    expect([when, (await batchOf(w.db, batchId)).phase]).toEqual([when, end.phase]);
    const wanted = end.arrived === 1 ? "sent" : "failed";
    expect([when, ...(await rowsOf(w.db, batchId)).map(({ status }) => status)]).toEqual([
      when,
      ...rowIds.map(() => wanted),
    ]);
    await w.expectSound();
    if (isOver) return moments.join("\n");
    moments.push(when);
  }
}

test("a process that dies at any moment of a batch leaves nothing sent twice, nothing lost and no won astray", async () => {
  const moments = await dieEverywhere(async () => {}, { phase: "sent", arrived: 1 });
  for (const name of ["before build", "after build", "before commit", "after commit", "before fire", "after fire"])
    expect(moments).toContain(name);
}, 240_000);

test("so does one that dies while it takes a batch back whose time is over", async () => {
  const expire = async (batchId: number) => {
    await w.fault("send", "http_500", { when: "before" });
    await w.serve();
    const past = new Date("2026-01-01T00:00:00Z");
    const isIt = eq(sendBatches.id, batchId);
    await w.db.update(sendBatches).set({ sendBefore: past, availableAt: past }).where(isIt);
  };
  const moments = await dieEverywhere(expire, { phase: "expired", arrived: 0 });
  for (const name of ["before remove", "after remove", "before commit"]) expect(moments).toContain(name);
}, 240_000);
