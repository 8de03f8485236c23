import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { customerImages } from "@/db/schema/customer-images";
import { syncBackups } from "@/db/schema/image-sync";
import { explain } from "@/scripts/testing/read-plan";
import { executeAll, planAndApprove, SCRIPT, undoAll } from "@/scripts/testing/sync-drive";
import { syncRig } from "@/scripts/testing/sync-rig";
import { told } from "@/scripts/testing/test-rig";
import { approveStage } from "./approve-stage";
import { decideFinding } from "./decide-finding";
import { executeRun } from "./execute-run";
import { pauseRun } from "./pause-run";
import { purgeRun } from "./purge-run";
import { undoRun } from "./undo-run";

const { t, rt } = syncRig();
const tools = () => t.w.tools;
const DAY = 86_400_000;
const reasonOf = async (work: () => Promise<unknown>) => (await t.refusal(work)).detail.reason;

/** A clean-up that is done: a ghost, a row that was set right, and a picture twice. */
async function done() {
  const run = await tools().plantRun();
  const customer = await tools().plantCustomer();
  await tools().plantImage(customer, "멀쩡한 사진");
  const ghost = await tools().plantImage(customer, null);
  const [older, newer] = [await tools().plantImage(customer, "귤"), await tools().plantImage(customer, "귤")];
  const toPath = `customers/${customer}/봄 사진.jpg`;
  const lost = await tools().plantImage(customer, null, { filePath: `customers/${customer}/봄%20사진.jpg` });
  await tools().plantFile(toPath, "봄");
  await tools().ghost(run, ghost);
  await tools().twin(run, older, newer);
  await tools().plantFinding(run, lost, { verdict: "mispath", action: "repoint_row", toPath, bytes: 3, sha256: null });
  const before = await tools().asTheyAre();
  await planAndApprove(rt(), tools(), run);
  expect((await executeAll(rt(), run)).state).toBe("done");
  return { run, customer, ghost, older, newer, lost, before };
}

describe("what somebody did since stays, and is told (ST-12)", () => {
  const conflictsOf = async (run: number) =>
    (await tools().opsOf(run)).filter(({ state }) => state === "conflict").map(({ act, why }) => `${act} ${why}`);
  const cases: [string, (planted: Awaited<ReturnType<typeof done>>) => Promise<unknown>, string[]][] = [
    [
      "another row has the id",
      ({ ghost, customer }) => tools().plantImage(customer, null, { id: ghost.id }),
      ["delete_row row_taken"],
    ],
    [
      "the row was edited",
      ({ lost }) => t.db.update(customerImages).set({ ver: 3 }).where(eq(customerImages.id, lost.id)),
      ["repoint_row row_changed"],
    ],
    [
      "the row is gone",
      ({ lost }) => t.db.delete(customerImages).where(eq(customerImages.id, lost.id)),
      ["repoint_row row_gone"],
    ],
    ["another file lies there", ({ older }) => tools().plantFile(older.filePath, "딸기"), ["set_aside file_taken"]],
  ];
  test.each(cases)("%s", { timeout: 60_000 }, async (_, meanwhile, expected) => {
    const planted = await done();
    await meanwhile(planted);
    const since = await tools().asTheyAre();
    const undone = await undoAll(rt(), planted.run);
    expect(undone).toMatchObject({ state: "undone", ops: { done: 1, undone: 3, conflicts: 1 } });
    expect(await conflictsOf(planted.run)).toEqual(expected);
    // Nothing of what lay there was overwritten, and no bytes are gone.
    const { rows, files } = await tools().asTheyAre();
    for (const row of since.rows.filter(
      ({ id }) => !planted.before.rows.some((old) => old.id === id && old.ver === 1 && id === planted.lost.id),
    ))
      expect(rows).toContainEqual(row);
    expect(Object.values(files)).toEqual(expect.arrayContaining(Object.values(planted.before.files)));
    expect(await undoRun(rt(), SCRIPT, { id: planted.run })).toMatchObject({ state: "undone", cursor: null });
  });

  test("a backup that isn't what was written is never written back", async () => {
    const { run } = await done();
    await t.db.update(syncBackups).set({ rowJson: "{}" }).where(eq(syncBackups.tbl, "customer_images"));
    const before = await tools().asTheyAre();
    await expect(undoAll(rt(), run)).rejects.toThrow("isn't what was written");
    expect((await tools().asTheyAre()).rows).toEqual(before.rows);
  }, 60_000);

  test("of a run that did nothing there is nothing to take back; one half done is", async () => {
    const planned = await tools().plantRun();
    await tools().plan(planned);
    expect(await reasonOf(() => undoRun(rt(), SCRIPT, { id: planned }))).toBe("wrong_state");
    const aborted = await tools().plantRun({ state: "aborted", error: "too_many_ghosts" });
    expect(await reasonOf(() => undoRun(rt(), SCRIPT, { id: aborted }))).toBe("wrong_state");
    const run = await tools().plantRun();
    const customer = await tools().plantCustomer();
    await tools().plantImage(customer, "멀쩡한 사진");
    for (let i = 0; i < 3; i++) await tools().ghost(run, await tools().plantImage(customer, null));
    const before = await tools().asTheyAre();
    await planAndApprove(rt(), tools(), run);
    await executeRun(rt(), SCRIPT, { id: run }, { budgetMs: 0 });
    await pauseRun(rt(), t.w.admin, { id: run });
    expect(await undoAll(rt(), run)).toMatchObject({ state: "undone", ops: { done: 0, undone: 1 } });
    expect(await tools().asTheyAre()).toEqual(before);
    expect(await reasonOf(() => executeRun(rt(), SCRIPT, { id: run }))).toBe("wrong_state");
  }, 60_000);
});

describe("destroying what was set aside", () => {
  const purge = (id: number, confirm: string, actor = t.w.admin) => purgeRun(rt(), actor, { id, confirm });

  test("isn't possible before its 30 days, nor without its words, and then it is all that is gone (ST-16)", async () => {
    const { run, older, before } = await done();
    expect(await reasonOf(() => purge(run, `purge ${run}`))).toBe("not_yet");
    t.now = new Date(t.now.getTime() + 30 * DAY - 1);
    expect(await reasonOf(() => purge(run, `purge ${run}`))).toBe("not_yet");
    t.now = new Date(t.now.getTime() + 1);
    for (const words of ["", "purge", `purge ${run + 1}`, `PURGE ${run}`])
      expect(told(await t.refusal(() => purge(run, words)))).toEqual(["invalid", "confirm", "imageSyncConfirm"]);
    const place = `_quarantine/${(await tools().opsOf(run)).find(({ act }) => act === "set_aside")!.place}`;
    expect((await tools().asTheyAre()).files[place]).toBeDefined();
    const rows = (await tools().asTheyAre()).rows;
    expect(await purge(run, `purge ${run}`)).toMatchObject({ state: "purged", cursor: null });
    const after = await tools().asTheyAre();
    expect(after.rows).toEqual(rows);
    expect(Object.keys(before.files).filter((path) => !(path in after.files))).toEqual([older.filePath]);
    expect(await tools().backupsOf(run)).not.toEqual([]);
    expect(await reasonOf(() => undoRun(rt(), SCRIPT, { id: run }))).toBe("wrong_state");
    expect((await purge(run, `purge ${run}`)).state).toBe("purged");
    const lines = await t.db.select().from(auditLog).where(eq(auditLog.action, "image_sync.destroy"));
    expect(lines.map(({ actorUserId }) => actorUserId)).toEqual([t.w.admin.userId]);
  }, 60_000);

  test("is refused while a run is under way, was taken back, or never did anything", async () => {
    const { run } = await done();
    await undoAll(rt(), run);
    t.now = new Date(t.now.getTime() + 40 * DAY);
    expect(await reasonOf(() => purge(run, `purge ${run}`))).toBe("wrong_state");
    for (const state of ["planned", "executing", "verifying", "undoing", "scanning"] as const) {
      const other = await tools().plantRun({ state, stage: 1, purgeAfter: new Date(0) });
      expect(await reasonOf(() => purge(other, `purge ${other}`))).toBe("wrong_state");
    }
  }, 60_000);

  test("is the only way to a file's end: no other code of the clean-up can reach it (ST-16)", () => {
    const sources = readdirSync(join(process.cwd(), "lib"), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$/.test(path))
      .map((path) => ({ path: `lib/${path}`, text: readFileSync(join(process.cwd(), "lib", path), "utf8") }));
    const destroying = sources.filter(({ text }) => /\.destroy\(/.test(text) && /[qQ]uarantine/.test(text));
    // The scan's own canary is the other thing that is ever destroyed: it was put there a moment before.
    expect(
      destroying
        .map(({ path }) => path)
        .filter((path) => !path.startsWith("lib/storage/"))
        .sort(),
    ).toEqual(["lib/image-sync/preflight.ts", "lib/image-sync/purge-run.ts"]);
    const ofSteps = sources.filter(({ path }) => path.startsWith("lib/image-sync/"));
    const removing = ofSteps.filter(({ text }) =>
      /\b(unlink|rm|rmdir)\(|storage\.quarantine\(|DeleteObject/.test(text),
    );
    expect(removing.map(({ path }) => path)).toEqual([]);
  });
});

test("whoever isn't an admin of the headquarters may do nothing of it, and learns of no run (ST-17)", async () => {
  const { run } = await done();
  const findingId = (await tools().opsOf(run))[0]!.findingId;
  const planHash = "0".repeat(64);
  for (const actor of [t.w.operator, t.w.branchAdmin])
    for (const id of [run, 999_999]) {
      const tries = [
        () => approveStage(rt(), actor, { id, planHash, stage: 1 }),
        () => executeRun(rt(), actor, { id }),
        () => pauseRun(rt(), actor, { id }),
        () => undoRun(rt(), actor, { id }),
        () => decideFinding(rt(), actor, { id, findingIds: [findingId], decision: "kept" }),
        () => purgeRun(rt(), actor, { id, confirm: `purge ${id}` }),
      ];
      for (const work of tries) expect(told(await t.refusal(work))).toEqual(["forbidden", null]);
    }
  for (const work of [
    () => executeRun(rt(), t.w.admin, { id: 999_999 }),
    () => undoRun(rt(), t.w.admin, { id: 999_999 }),
    () => purgeRun(rt(), t.w.admin, { id: 999_999, confirm: "purge 999999" }),
  ])
    expect(told(await t.refusal(work))).toEqual(["not_found", null]);
}, 60_000);

test("what is asked for every step is found by an index", async () => {
  const { run, older } = await done();
  const asked = [
    sql`select * from sync_ops where run_id = ${run} and stage = 1 and seq > 0 and state in ('planned', 'intent') order by seq limit 1`,
    sql`select * from sync_ops where run_id = ${run} and state in ('done', 'intent', 'failed', 'undoing') order by seq desc limit 1`,
    sql`select * from sync_backups where run_id = ${run} and seq = 1 and tbl = 'object'`,
    sql`select id from customer_images where path_key = ${Buffer.from(older.filePath)}
      and (deleted_at is null or set_aside_at is null) limit 1`,
    sql`select id, state from sync_runs where state in ('executing', 'verifying', 'undoing') order by id limit 5`,
  ];
  for (const statement of asked)
    for (const { table, type, key } of await explain(t.db, statement))
      expect([table, key !== null, ["const", "ref", "range", "eq_ref", "index"].includes(type ?? "")]).toEqual([
        table,
        true,
        true,
      ]);
}, 60_000);
