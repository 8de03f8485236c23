import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { customerImageRefs, customerImages } from "@/db/schema/customer-images";
import { syncOps } from "@/db/schema/image-sync";
import { executeAll, planAndApprove, SCRIPT, undoAll } from "@/scripts/testing/sync-drive";
import { syncRig } from "@/scripts/testing/sync-rig";
import { executeRun } from "./execute-run";

const { t, rt } = syncRig();
const tools = () => t.w.tools;
const whysOf = async (run: number) =>
  (await tools().opsOf(run)).map(({ act, state, why }) => [act, state, why].filter(Boolean).join(" "));

/** One finding of every kind that is acted upon, of one customer, and a row that is well. */
async function plantOfEverything() {
  const run = await tools().plantRun();
  const customer = await tools().plantCustomer();
  const well = await tools().plantImage(customer, "멀쩡한 사진");
  const ghost = await tools().plantImage(customer, null);
  const used = await tools().plantImage(customer, null);
  await t.db.insert(customerImageRefs).values({ imageId: used.id, kind: "cover", refId: customer });
  const [older, newer] = [await tools().plantImage(customer, "귤"), await tools().plantImage(customer, "귤")];
  const same = await tools().plantImage(customer, "감");
  const again = await tools().plantImage(customer, null, {
    filePath: same.filePath,
    bytes: same.bytes,
    sha256: same.sha256,
  });
  const lost = await tools().plantImage(customer, null, { filePath: `customers/${customer}/봄%20사진.jpg` });
  await tools().plantFile(`customers/${customer}/봄 사진.jpg`, "봄");
  const pending = await tools().plantImage(customer, "반쯤", { status: "pending" });
  await tools().plantFile(`customers/${customer}/_thumb_${well.id}.jpg`, "작은");
  await tools().ghost(run, ghost);
  await tools().ghost(run, used, { action: "mark_missing" });
  await tools().twin(run, older, newer);
  const sameKey = { verdict: "duplicate_key", action: "delete_row", keepImageId: same.id } as const;
  await tools().plantFinding(run, again, sameKey);
  const mispath = {
    verdict: "mispath",
    action: "repoint_row",
    toPath: `customers/${customer}/봄 사진.jpg`,
    bytes: 3,
  } as const;
  await tools().plantFinding(run, lost, { ...mispath, sha256: null });
  await tools().plantFinding(run, pending, { verdict: "expired_pending", action: "delete_and_set_aside" });
  await tools().plantFinding(run, null, {
    ...{ verdict: "thumbnail", action: "set_aside", customerId: customer, keepImageId: well.id, bytes: 6 },
    ...{ filePath: `customers/${customer}/_thumb_${well.id}.jpg`, evidence: { original: well.filePath } },
  });
  return { run, customer, well, ghost, used, older, newer, same, again, lost, pending };
}

describe("a stage", () => {
  test("does what was approved, keeps every row it changes whole, and taken back everything is as it was (ST-12)", async () => {
    const planted = await plantOfEverything();
    const { run, customer } = planted;
    const before = await tools().asTheyAre();
    await planAndApprove(rt(), tools(), run);
    expect(await tools().asTheyAre()).toEqual(before);
    const done = await executeAll(rt(), run);
    expect(await whysOf(run)).toEqual([
      "set_aside done",
      "repoint_row done",
      "delete_row done",
      "mark_missing done",
      "delete_row done",
      "set_aside done",
      "delete_row done",
      "delete_row done",
      "set_aside done",
    ]);
    expect(done).toMatchObject({ state: "done", cursor: null, ops: { planned: 9, done: 9, skipped: 0, failed: 0 } });
    const { rows, files } = await tools().asTheyAre();
    const gone = [planted.ghost, planted.older, planted.again, planted.pending].map(({ id }) => id);
    expect(rows.filter(({ id }) => gone.includes(id))).toEqual([]);
    expect(rows.find(({ id }) => id === planted.used.id)).toMatchObject({ status: "missing", ver: 2 });
    expect(rows.find(({ id }) => id === planted.lost.id)).toMatchObject({
      filePath: `customers/${customer}/봄 사진.jpg`,
      ver: 2,
    });
    const aside = Object.keys(files).filter((path) => path.startsWith(`_quarantine/${run}/`));
    expect(aside.length).toBe(3);
    expect(Object.keys(files).length).toBe(Object.keys(before.files).length);
    expect(Object.values(files).sort()).toEqual(Object.values(before.files).sort());
    expect(Object.keys(files)).toContain(planted.same.filePath);
    expect((await tools().backupsOf(run)).filter(({ tbl }) => tbl === "customer_images")).toHaveLength(6);

    expect(await undoAll(rt(), run)).toMatchObject({
      state: "undone",
      ops: { done: 0, undone: 9, conflicts: 0 },
      cursor: null,
    });
    expect(await tools().asTheyAre()).toEqual(before);
  }, 60_000);

  test("leaves a line in the audit for every change and every way back, without a path (S4-37, ST-17)", async () => {
    const { run } = await plantOfEverything();
    await planAndApprove(rt(), tools(), run);
    await executeAll(rt(), run);
    await undoAll(rt(), run);
    const lines = await t.db.select().from(auditLog);
    const seqs = (action: string) =>
      lines.filter((line) => line.action.startsWith(action)).map(({ after }) => (after as { seq?: number }).seq);
    for (const act of ["delete_row", "mark_missing", "repoint_row", "set_aside"]) {
      const planned = (await tools().opsOf(run)).filter((op) => op.act === act).map(({ seq }) => seq);
      expect(seqs(`image_sync.${act}`)).toEqual(planned);
      expect(seqs(`image_sync.undo_${act}`).sort((a, b) => a! - b!)).toEqual(planned);
    }
    expect(JSON.stringify(lines)).not.toContain("customers/");
  }, 60_000);

  test("works slice by slice to the same end, and is a no-op once it is done (ST-18)", async () => {
    const { run } = await plantOfEverything();
    await planAndApprove(rt(), tools(), run);
    let calls = 0;
    for (let done = await executeRun(rt(), SCRIPT, { id: run }, { budgetMs: 0 }); done.cursor !== null; calls++)
      done = await executeRun(rt(), SCRIPT, { id: run, cursor: done.cursor }, { budgetMs: 0 });
    expect(calls).toBeGreaterThan(8);
    const after = await tools().asTheyAre();
    const journal = await tools().opsOf(run);
    expect(await executeRun(rt(), SCRIPT, { id: run })).toMatchObject({ state: "done", cursor: null });
    expect([await tools().asTheyAre(), await tools().opsOf(run)]).toEqual([after, journal]);
  }, 120_000);
});

describe("what isn't any more as it was planned is left alone, with the reason", () => {
  type Planted = Awaited<ReturnType<typeof plantOfEverything>>;
  const set = (id: number, values: Partial<typeof customerImages.$inferInsert>) =>
    t.db.update(customerImages).set(values).where(eq(customerImages.id, id));
  const cases: [string, (planted: Planted) => Promise<unknown>, string[]][] = [
    [
      "the file is there again",
      ({ ghost }) => tools().plantFile(ghost.filePath, "돌아왔다"),
      ["delete_row skipped file_is_back"],
    ],
    [
      "it lies there under another spelling by now",
      async ({ customer }) => tools().plantFile(`customers/${customer}/있다.jpg`.normalize("NFD"), "있다"),
      ["delete_row skipped alternate_appeared"],
    ],
    ["the row was edited", ({ ghost }) => set(ghost.id, { ver: 2 }), ["delete_row skipped row_changed"]],
    ["somebody deleted it", ({ ghost }) => set(ghost.id, { deletedAt: t.now }), ["delete_row skipped row_deleted"]],
    [
      "the row is gone",
      ({ ghost }) => t.db.delete(customerImages).where(eq(customerImages.id, ghost.id)),
      ["delete_row skipped row_gone"],
    ],
    [
      "something uses it by now",
      ({ ghost, customer }) =>
        t.db.insert(customerImageRefs).values({ imageId: ghost.id, kind: "message", refId: customer }),
      ["delete_row skipped in_use"],
    ],
    [
      "the row that was to stay was deleted",
      ({ newer }) => set(newer.id, { deletedAt: t.now }),
      ["delete_row skipped keeper_gone", "set_aside skipped row_stays"],
    ],
    [
      "the picture that was to stay is another",
      async ({ newer }) => {
        await tools().storage.quarantine(newer.filePath as never);
        await tools().plantFile(newer.filePath, "딸");
      },
      ["delete_row skipped keeper_changed", "set_aside skipped row_stays"],
    ],
    [
      "another row claims the file",
      ({ customer, older }) => tools().plantImage(customer, null, { filePath: older.filePath }),
      ["set_aside skipped claimed"],
    ],
    [
      "the file was written again",
      async ({ older }) => {
        await tools().storage.quarantine(older.filePath as never);
        await tools().storage.put(older.filePath as never, Buffer.from("귤"), "image/jpeg");
      },
      ["set_aside skipped file_changed"],
    ],
    [
      "the place a row was to point to is taken",
      ({ customer }) => tools().plantImage(customer, null, { filePath: `customers/${customer}/봄 사진.jpg` }),
      ["repoint_row skipped target_taken"],
    ],
    [
      "the file it was to point to is another",
      async ({ customer }) => {
        await tools().storage.quarantine(`customers/${customer}/봄 사진.jpg` as never);
        await tools().plantFile(`customers/${customer}/봄 사진.jpg`, "여름이다");
      },
      ["repoint_row skipped target_changed"],
    ],
    [
      "the original of a small picture is gone",
      ({ well }) => tools().storage.quarantine(well.filePath as never),
      ["set_aside skipped original_gone"],
    ],
    [
      "the upload that hung came to its end",
      ({ pending }) => set(pending.id, { status: "ready", ver: 2 }),
      ["delete_row skipped row_changed", "set_aside skipped row_stays"],
    ],
  ];

  test.each(cases)("%s", { timeout: 60_000 }, async (_, meanwhile, expected) => {
    const planted = await plantOfEverything();
    const before = await tools().asTheyAre();
    if (expected[0]?.includes("alternate")) {
      const path = `customers/${planted.customer}/있다.jpg`.normalize("NFC");
      await set(planted.ghost.id, { filePath: path, pathKey: Buffer.from(path) });
      await tools().repath(planted.run, planted.ghost.id, path);
    }
    await planAndApprove(rt(), tools(), planted.run);
    await meanwhile(planted);
    const changed = await tools().asTheyAre();
    await executeAll(rt(), planted.run);
    const skipped = (await whysOf(planted.run)).filter((line) => line.includes("skipped"));
    expect(skipped).toEqual(expected);
    expect((await tools().opsOf(planted.run)).filter(({ state }) => state === "done").length).toBe(9 - expected.length);
    // Whatever somebody did meanwhile is there, and taken back there is nothing but that.
    await undoAll(rt(), planted.run);
    expect(await tools().asTheyAre()).toEqual(changed);
    expect(changed).not.toEqual(before);
  });

  test("and an upload in the middle of it is never touched (ST-08)", async () => {
    const planted = await plantOfEverything();
    await planAndApprove(rt(), tools(), planted.run);
    const uploads: number[] = [];
    for (let done = await executeRun(rt(), SCRIPT, { id: planted.run }, { budgetMs: 0 }); done.cursor !== null; ) {
      uploads.push((await tools().plantImage(planted.customer, `새 사진 ${uploads.length}`, { updatedAt: t.now })).id);
      done = await executeRun(rt(), SCRIPT, { id: planted.run }, { budgetMs: 0 });
    }
    const { rows, files } = await tools().asTheyAre();
    expect(uploads.length).toBeGreaterThan(8);
    const mine = rows.filter(({ id }) => uploads.includes(id));
    expect(mine.map(({ filePath }) => files[filePath] !== undefined)).toEqual(uploads.map(() => true));
    expect((await t.db.select().from(syncOps)).every(({ state }) => state === "done")).toBe(true);
  }, 120_000);
});
