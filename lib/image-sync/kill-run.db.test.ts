import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { customerImageRefs } from "@/db/schema/customer-images";
import { syncRuns } from "@/db/schema/image-sync";
import { bundleChild, startChild } from "@/scripts/testing/start-child";
import { executeAll, planAndApprove, SCRIPT, undoAll } from "@/scripts/testing/sync-drive";
import { syncRig } from "@/scripts/testing/sync-rig";
import { executeRun } from "./execute-run";

const { t, rt } = syncRig();
const tools = () => t.w.tools;
let file: string;
const directory = mkdtempSync(join(process.cwd(), "node_modules", ".image-sync-"));
beforeAll(async () => {
  file = await bundleChild("scripts/testing/sync-child.ts", directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Pictures of which something of every act is to be done; the findings come with each run anew. */
async function plantPictures() {
  const customer = await tools().plantCustomer();
  await tools().plantImage(customer, "멀쩡한 사진");
  const [ghost, used] = [await tools().plantImage(customer, null), await tools().plantImage(customer, null)];
  await t.db.insert(customerImageRefs).values({ imageId: used.id, kind: "cover", refId: customer });
  const [older, newer] = [await tools().plantImage(customer, "귤"), await tools().plantImage(customer, "귤")];
  const toPath = `customers/${customer}/봄 사진.jpg`;
  const lost = await tools().plantImage(customer, null, { filePath: `customers/${customer}/봄%20사진.jpg` });
  await tools().plantFile(toPath, "봄");
  return async () => {
    const run = await tools().plantRun();
    await tools().ghost(run, ghost);
    await tools().ghost(run, used, { action: "mark_missing" });
    await tools().twin(run, older, newer);
    await tools().plantFinding(run, lost, {
      verdict: "mispath",
      action: "repoint_row",
      toPath,
      bytes: 3,
      sha256: null,
    });
    await planAndApprove(rt(), tools(), run);
    return { run };
  };
}

/** Lets a process work until it kills itself at one of its boundaries. @returns where that was; null where it came to its end */
async function killAt(n: number, run: number, more: Record<string, string> = {}): Promise<string | null> {
  const child = startChild(file, {
    DATABASE_URL: t.url,
    FOLDER: t.w.folder,
    RUN: String(run),
    DIE_AT: String(n),
    STEPS: "5",
    ...more,
  });
  let said = "";
  child.stdout?.on("data", (piece: Buffer) => {
    said += String(piece);
  });
  const code = await child.ended;
  if (code === 0) return null;
  expect(child.signalCode).toBe("SIGKILL");
  // Its lease runs out.
  await t.db
    .update(syncRuns)
    .set({ leaseUntil: sql`utc_timestamp(3) - interval 1 second` })
    .where(eq(syncRuns.id, run));
  return /dies at (.*)/.exec(said)?.[1] ?? "somewhere";
}

/** Takes the steps that are left, without looking again afterwards: that is a scan's and has its own tests. */
async function toTheLastStep(id: number) {
  const left = (await tools().opsOf(id)).filter(({ state }) => state === "planned" || state === "intent").length;
  let steps = 0;
  return executeRun(rt(), SCRIPT, { id }, { budgetMs: 60_000, isOver: () => ++steps >= left });
}

/** Rows, and files where people look for them. */
const endOf = async () => {
  const { rows, files } = await tools().asTheyAre();
  return { rows, files: Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith("customers/"))) };
};

test("killed at every boundary there is, an execution goes on to what it would have been, and is taken back to what was (ST-11)", async () => {
  const begin = await plantPictures();
  const before = await tools().asTheyAre();
  const reference = await begin();
  expect((await executeAll(rt(), reference.run)).state).toBe("done");
  const whole = await endOf();
  await undoAll(rt(), reference.run);
  expect(await tools().asTheyAre()).toEqual(before);

  const moments: string[] = [];
  for (let n = 1; ; n++) {
    const resumed = await begin();
    const moment = await killAt(n, resumed.run);
    const done = await executeAll(rt(), resumed.run);
    expect([n, moment, done.state, done.ops.done, done.ops.failed, done.ops.skipped]).toEqual([
      n,
      moment,
      "done",
      5,
      0,
      0,
    ]);
    expect(await endOf(), `${n}: ${moment}`).toEqual(whole);
    await undoAll(rt(), resumed.run);
    expect(await tools().asTheyAre(), `${n}: ${moment}`).toEqual(before);
    if (moment === null) break;
    moments.push(moment);
    const broken = await begin();
    await killAt(n, broken.run);
    const undone = await undoAll(rt(), broken.run);
    expect([n, moment, undone.state, undone.ops.conflicts]).toEqual([n, moment, "undone", 0]);
    expect(await tools().asTheyAre(), `${n}: ${moment}, taken back at once`).toEqual(before);
  }
  // It died around every commit, and in the middle of the file's move.
  expect(moments).toEqual(expect.arrayContaining(["before commit", "after commit", "copied", "removed"]));
  expect(moments.length).toBeGreaterThan(16);
}, 600_000);

test("killed at every boundary there is, an undo goes on to what was", async () => {
  const begin = await plantPictures();
  const before = await tools().asTheyAre();
  for (let m = 1; ; m++) {
    const { run } = await begin();
    await toTheLastStep(run);
    const moment = await killAt(m, run, { UNDO: "1" });
    const undone = await undoAll(rt(), run);
    expect([m, moment, undone.state, undone.ops.undone, undone.ops.conflicts]).toEqual([m, moment, "undone", 5, 0]);
    expect(await tools().asTheyAre(), `${m}: ${moment}`).toEqual(before);
    if (moment === null) break;
  }
}, 600_000);
