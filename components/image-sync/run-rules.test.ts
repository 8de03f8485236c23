import { expect, test } from "vitest";
import { syncStates } from "@/db/enums";
import { sampleRun, sampleStage } from "@/scripts/testing/sample-sync-run";
import { canPurge, canUndo, mayDecide, progressOf, stageToApprove, wayOn } from "./run-rules";

test("an approval is for the first open stage with something to do, and only between stages", () => {
  const stages = [
    sampleStage(1, { state: "passed", ops: 0 }),
    sampleStage(2, { state: "open" }),
    sampleStage(3, { state: "locked" }),
  ];
  expect(stageToApprove(sampleRun({ stages }))?.stage).toBe(2);
  expect(stageToApprove(sampleRun({ stages, state: "stage_done" }))?.stage).toBe(2);
  expect(stageToApprove(sampleRun({ stages, planHash: null }))).toBeNull();
  for (const state of syncStates.filter((one) => one !== "planned" && one !== "stage_done"))
    expect(stageToApprove(sampleRun({ stages, state }))).toBeNull();
});

test("what was never done can't be undone, and what is undone not again", () => {
  const done = { planned: 9, done: 5, skipped: 0, failed: 0, undone: 0, conflicts: 0 };
  const can = syncStates.filter((state) => canUndo(sampleRun({ state, ops: done })));
  expect(can).toEqual(["executing", "paused", "verifying", "stage_done", "done", "aborted"]);
  expect(syncStates.some((state) => canUndo(sampleRun({ state })))).toBe(false);
});

test("decisions belong to what is still to be approved", () => {
  expect(syncStates.filter((state) => mayDecide(sampleRun({ state })))).toEqual([
    "planned",
    "approved",
    "stage_done",
    "done",
  ]);
});

test("nothing is erased before its time", () => {
  const ops = { planned: 9, done: 5, skipped: 0, failed: 0, undone: 0, conflicts: 0 };
  const run = sampleRun({ state: "done", ops, purgeAfter: "2026-12-30T00:00:00.000Z" });
  expect(canPurge(run, new Date("2026-12-29T23:59:59.999Z"))).toBe(false);
  expect(canPurge(run, new Date("2026-12-30T00:00:00.000Z"))).toBe(true);
  expect(canPurge({ ...run, state: "undone" }, new Date("2027-01-30T00:00:00.000Z"))).toBe(false);
});

test("progress is that of the stage under way, or of what is taken back", () => {
  const stages = [sampleStage(1, { state: "executing", done: 3, skipped: 1, failed: 1 }), sampleStage(2)];
  expect(progressOf(sampleRun({ state: "executing", stage: 1, stages }))).toEqual({ done: 5, all: 40 });
  const ops = { planned: 93, done: 6, skipped: 0, failed: 0, undone: 3, conflicts: 1 };
  expect(progressOf(sampleRun({ state: "undoing", ops }))).toEqual({ done: 4, all: 9 });
});

test("going on means taking back further only where it was being taken back", () => {
  expect(wayOn(sampleRun({ state: "paused", error: "undo_failed" }))).toBe("undo");
  expect(wayOn(sampleRun({ state: "undoing" }))).toBe("undo");
  expect(wayOn(sampleRun({ state: "paused", error: "verify_found" }))).toBe("execute");
  expect(wayOn(sampleRun({ state: "approved" }))).toBe("execute");
});
