import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { counterProblems } from "@/scripts/testing/counter-problems";
import { bringIn, logFile, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { plantMessageWorld } from "@/scripts/testing/message-rig";
import { ALL, applyAll, ledger, SCRIPT, undoAll, withoutIds } from "@/scripts/testing/recovery-rig";
import { bundleChild, startChild } from "@/scripts/testing/start-child";
import { testRig } from "@/scripts/testing/test-rig";
import { planRecovery } from "./plan-recovery";

const rig = testRig(plantMessageWorld, ledger);
let file: string;
const directory = mkdtempSync(join(process.cwd(), "node_modules", ".recovery-"));
beforeAll(async () => {
  file = await bundleChild("scripts/testing/recovery-child.ts", directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const MESSAGES = 24;
async function plant(): Promise<void> {
  const lines = Array.from({ length: MESSAGES }, (_, id) => ({
    ...{ id, status: ["sent", "failed", "partial"][id % 3]! },
    numbers: Array.from({ length: 10 + (id % 7) }, (_, i) => oldNumber(id * 20 + i)),
  }));
  await bringIn(rig.rt, messageFile(lines));
  await bringIn(rig.rt, logFile(lines.map(({ id }) => ({ id, phone: oldNumber(id * 20 + (id % 9)) }))), {
    fileName: "l",
  });
}

/** Lets a process work for some steps and kills it in the middle of the next. */
async function killAfter(steps: number, env: Record<string, string>): Promise<void> {
  const child = startChild(file, { DATABASE_URL: rig.url, CHUNK: "3", ...env });
  let seen = 0;
  await new Promise<void>((resolve) => {
    child.stdout?.on("data", (piece: Buffer) => {
      seen += String(piece).split("step").length - 1;
      if (seen >= steps) setTimeout(resolve, Math.random() * 12);
    });
    child.once("exit", () => resolve());
  });
  child.kill("SIGKILL");
  await child.ended;
}

test("killed at any moment, an application goes on to what it would have been, and an undo to what was before", async () => {
  await plant();
  const before = await ledger(rig.db);
  const reference = await planRecovery(rig.rt, SCRIPT, ALL);
  await applyAll(rig.rt, reference.planHash);
  const whole = withoutIds(await ledger(rig.db));
  await undoAll(rig.rt, reference.runId);
  expect(await ledger(rig.db)).toEqual(before);

  const plan = await planRecovery(rig.rt, SCRIPT, ALL);
  for (const steps of [3, 9, 1, 14]) {
    await killAfter(steps, { PLAN_HASH: plan.planHash });
    // However it ended, what stands is a whole number of stretches with its counters.
    expect(await counterProblems(rig.db)).toEqual([]);
  }
  const done = await applyAll(rig.rt, plan.planHash);
  expect(done).toMatchObject({ state: "done", applied: plan.rows, evidence: { ok: true } });
  expect(withoutIds(await ledger(rig.db))).toEqual(whole);
  expect((await planRecovery(rig.rt, SCRIPT, ALL)).rows).toBe(0);

  for (const steps of [2, 11, 5]) {
    await killAfter(steps, { UNDO_RUN: String(plan.runId) });
    expect(await counterProblems(rig.db)).toEqual([]);
  }
  expect(await undoAll(rig.rt, plan.runId)).toMatchObject({ state: "undone", undone: plan.rows, conflicts: 0 });
  expect(await ledger(rig.db)).toEqual(before);
}, 180_000);
