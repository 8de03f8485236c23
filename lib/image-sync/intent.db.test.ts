import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { syncRuns } from "@/db/schema/image-sync";
import type { Quarantine } from "@/lib/storage/quarantine-port";
import { executeAll, planAndApprove, SCRIPT, undoAll } from "@/scripts/testing/sync-drive";
import { syncRig } from "@/scripts/testing/sync-rig";
import { executeRun } from "./execute-run";

const { t, rt } = syncRig();
const tools = () => t.w.tools;

/** A run of one picture too many whose worker is gone around the move of its file: nothing it does from then on counts. */
async function brokenOff(when: "before" | "after") {
  const run = await tools().plantRun();
  const customer = await tools().plantCustomer();
  const [goes, stays] = [await tools().plantImage(customer, "귤"), await tools().plantImage(customer, "귤")];
  await tools().twin(run, goes, stays);
  const before = await tools().asTheyAre();
  await planAndApprove(rt(), tools(), run);
  const gone = () =>
    t.db
      .update(syncRuns)
      .set({ leaseUntil: sql`utc_timestamp(3) - interval 1 second`, fence: sql`${syncRuns.fence} + 1` })
      .where(eq(syncRuns.id, run));
  const { quarantine } = tools();
  const dying: Quarantine = {
    ...quarantine,
    async setAside(...ends) {
      if (when === "before") await gone();
      const moved = when === "before" ? "moved" : await quarantine.setAside(...ends);
      if (when === "after") await gone();
      return moved;
    },
  };
  await executeRun({ ...rt(), quarantine: dying }, SCRIPT, { id: run });
  expect((await tools().opsOf(run)).map(({ state }) => state)).toEqual(["done", "intent"]);
  expect((await tools().runOf(run)).state).toBe("executing");
  return { run, customer, goes, before };
}

test.each(["before", "after"] as const)(
  "broken off %s the move of a file, it goes on, or is taken back at once (ST-11)",
  async (when) => {
    const resumed = await brokenOff(when);
    expect(await executeAll(rt(), resumed.run)).toMatchObject({
      state: "done",
      ops: { done: 2, skipped: 0, failed: 0 },
    });
    const { files } = await tools().asTheyAre();
    expect([
      files[resumed.goes.filePath],
      Object.keys(files).filter((path) => path.includes(resumed.goes.filePath)),
    ]).toEqual([undefined, [`_quarantine/${resumed.run}/1/${resumed.goes.filePath}`]]);
    await undoAll(rt(), resumed.run);
    expect(await tools().asTheyAre()).toEqual(resumed.before);

    const broken = await brokenOff(when);
    expect(await undoAll(rt(), broken.run)).toMatchObject({ state: "undone", ops: { conflicts: 0 } });
    expect(await tools().asTheyAre()).toEqual(broken.before);
  },
  60_000,
);

test("broken off after the move of a file that somebody claims meanwhile: it lies where they look for it", async () => {
  const { run, customer, goes } = await brokenOff("after");
  const claimed = await tools().plantImage(customer, null, { filePath: goes.filePath });
  await executeAll(rt(), run);
  expect((await tools().opsOf(run)).map(({ state, why }) => [state, why])).toEqual([
    ["done", null],
    ["skipped", "claimed"],
  ]);
  expect((await tools().asTheyAre()).files[claimed.filePath]).toBeDefined();
}, 60_000);
