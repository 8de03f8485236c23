import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Db } from "@/db/client";
import { recoveryRuns } from "@/db/schema/coverage";
import { messages } from "@/db/schema/messages";
import { bringIn, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { plantMessageWorld } from "@/scripts/testing/message-rig";
import { ALL, ledger, SCRIPT } from "@/scripts/testing/recovery-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { applyChunk } from "./apply-chunk";
import { planRecovery } from "./plan-recovery";

const rig = testRig(plantMessageWorld, ledger);
const LARGE = 2_000;
const SMALL = 150;
const CHUNK = 100;

/** Rows the server touched for each stretch of a run, in order, on one connection whose figures they are. */
async function readsOfStretches(runId: number): Promise<number[]> {
  await rig.db.update(recoveryRuns).set({ state: "applying" }).where(eq(recoveryRuns.id, runId));
  const reads: number[] = [];
  return rig.db.transaction(async (tx) => {
    const total = async () => {
      const [rows] = await tx.execute(sql`show session status like 'Handler_read%'`);
      return (rows as unknown as { Value: string }[]).reduce((sum, row) => sum + Number(row.Value), 0);
    };
    for (let state = "applying"; state === "applying"; ) {
      const before = await total();
      state = (await applyChunk(tx as unknown as Db, runId, CHUNK))!.state;
      reads.push((await total()) - before);
    }
    return reads;
  });
}

test("a stretch costs what it holds, in a message of thousands and among many", async () => {
  const people = (count: number, from: number) => Array.from({ length: count }, (_, i) => oldNumber(from + i));
  const small = Array.from({ length: SMALL }, (_, i) => ({ id: i + 1, numbers: people(20, 2_000 + i * 20) }));
  await bringIn(rig.rt, messageFile([{ id: 0, numbers: people(LARGE, 0) }, ...small]));
  expect(await rig.db.$count(messages)).toBe(SMALL + 1);
  const { runId, rows } = await planRecovery(rig.rt, SCRIPT, ALL);
  expect(rows).toBe(LARGE + SMALL * 20);
  const reads = await readsOfStretches(runId);
  expect(reads.length).toBeGreaterThanOrEqual(rows / CHUNK);
  // Each stretch adds a hundred rows and moves the counters of five messages, wherever it lies.
  expect(Math.max(...reads)).toBeLessThan(10 * CHUNK);
});
