import { expect, test } from "vitest";
import { syncRig } from "@/scripts/testing/sync-rig";
import { waitingRun } from "./waiting-run";

const { t } = syncRig();
const waiting = (actor = t.w.admin) => waitingRun(t.db, actor);

test("nothing waits where nothing was found, and nobody but the headquarters' admins is told", async () => {
  expect(await waiting()).toBeNull();
  await t.w.tools.plantRun({ opsPlanned: 0 });
  expect(await waiting()).toBeNull();
  const id = await t.w.tools.plantRun({ opsPlanned: 3 });
  expect(await waiting()).toMatchObject({ id, kind: "approve", ops: 3 });
  for (const actor of [t.w.operator, t.w.branchAdmin]) expect(await waiting(actor)).toBeNull();
});

test("of plans the newest counts; what was begun and not ended goes before it", async () => {
  await t.w.tools.plantRun({ opsPlanned: 3 });
  const clean = await t.w.tools.plantRun({ opsPlanned: 0 });
  expect(await waiting()).toBeNull();
  await t.w.tools.plantFinding(clean, null, { verdict: "orphan", action: "report", certainty: "doubtful" });
  expect(await waiting()).toBeNull();
  await t.w.tools.plantFinding(clean, null, { verdict: "thumbnail", action: "set_aside", certainty: "doubtful" });
  expect(await waiting()).toMatchObject({ id: clean, kind: "decide" });
  const held = await t.w.tools.plantRun({ state: "paused", opsPlanned: 9, opsDone: 2, stage: 1 });
  await t.w.tools.plantRun({ reason: "verify", opsPlanned: 1 });
  await t.w.tools.plantRun({ state: "undone", opsPlanned: 5 });
  expect(await waiting()).toMatchObject({ id: held, kind: "held" });
});

test("a clean-up that stopped by itself waits for somebody, one that ended doesn't", async () => {
  await t.w.tools.plantRun({ state: "done", opsPlanned: 4, opsDone: 4 });
  expect(await waiting()).toBeNull();
  const id = await t.w.tools.plantRun({ state: "aborted", error: "storage_empty" });
  expect(await waiting()).toMatchObject({ id, kind: "stopped" });
});
