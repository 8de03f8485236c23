import { rename } from "node:fs/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { customerImages } from "@/db/schema/customer-images";
import { syncOps, syncRuns } from "@/db/schema/image-sync";
import { faultyStorage } from "@/scripts/testing/faulty-storage";
import { executeAll, planAndApprove, SCRIPT, undoAll } from "@/scripts/testing/sync-drive";
import { syncRig } from "@/scripts/testing/sync-rig";
import { approveStage } from "./approve-stage";
import { driveRuns } from "./drive-runs";
import { executeRun } from "./execute-run";
import { claimRun, releaseRun } from "./lease";
import { pauseRun } from "./pause-run";

const { t, rt } = syncRig();
const tools = () => t.w.tools;
const reasonOf = async (work: () => Promise<unknown>) => (await t.refusal(work)).detail.reason;

/** A customer with a picture that is well, two ghosts, and a picture that is there twice. */
async function plantSome(over: Parameters<ReturnType<typeof tools>["plantRun"]>[0] = {}) {
  const run = await tools().plantRun(over);
  const customer = await tools().plantCustomer();
  const well = await tools().plantImage(customer, "멀쩡한 사진");
  const ghosts = [await tools().plantImage(customer, null), await tools().plantImage(customer, null)];
  for (const ghost of ghosts) await tools().ghost(run, ghost);
  const twins = [await tools().plantImage(customer, "귤"), await tools().plantImage(customer, "귤")];
  await tools().twin(run, twins[0]!, twins[1]!);
  return { run, customer, well, ghosts, twins };
}
/** The store of the test with its faults; files are the same. */
const faulty = () => faultyStorage(() => ({ storage: tools().storage, quarantine: tools().quarantine }));

describe("a run stops", () => {
  test("where somebody pauses it, at once, and goes on from there (S4-30)", async () => {
    const { run } = await plantSome();
    await planAndApprove(rt(), tools(), run);
    const { cursor } = await executeRun(rt(), SCRIPT, { id: run }, { budgetMs: 0 });
    expect(await pauseRun(rt(), t.w.admin, { id: run })).toMatchObject({ state: "paused", cursor: null });
    expect((await pauseRun(rt(), t.w.admin, { id: run })).state).toBe("paused");
    const stopped = await tools().opsOf(run);
    // Whoever was driving it stops; the tick leaves it alone.
    expect(await executeRun(rt(), SCRIPT, { id: run, cursor })).toMatchObject({ state: "paused", cursor: null });
    await driveRuns(rt(), () => false);
    expect(await tools().opsOf(run)).toEqual(stopped);
    expect(await executeAll(rt(), run)).toMatchObject({ state: "done", ops: { done: 4 } });
    expect(await reasonOf(() => pauseRun(rt(), t.w.admin, { id: run }))).toBe("wrong_state");
  }, 60_000);

  test("before the next step where it is paused in the middle of one", async () => {
    const { run } = await plantSome();
    const store = faulty();
    await planAndApprove(rt(), tools(), run);
    let asked = 0;
    store.faults.before = async (call) => {
      if (call === "head" && ++asked === 4) await pauseRun(rt(), t.w.admin, { id: run });
    };
    const done = await executeRun({ ...rt(), ...store }, SCRIPT, { id: run });
    expect(done.state).toBe("paused");
    expect((await tools().opsOf(run)).some(({ state }) => state === "planned")).toBe(true);
  }, 60_000);

  test("for nobody else: while one works on it others do nothing (ST-13)", async () => {
    const { run } = await plantSome();
    await planAndApprove(rt(), tools(), run);
    await executeRun(rt(), SCRIPT, { id: run }, { budgetMs: 0 });
    const lease = (await claimRun(t.db, run))!;
    const before = [await tools().opsOf(run), await tools().asTheyAre()];
    expect((await executeRun(rt(), SCRIPT, { id: run })).cursor).not.toBeNull();
    await driveRuns(rt(), () => false);
    expect([await tools().opsOf(run), await tools().asTheyAre()]).toEqual(before);
    await releaseRun(t.db, lease);
    await driveRuns(rt(), () => false);
    expect((await tools().runOf(run)).state).toBe("done");
  }, 60_000);

  test("for whoever slept over its lease: what another did meanwhile stays, nothing is done twice (ST-13)", async () => {
    const { run } = await plantSome();
    const before = await tools().asTheyAre();
    await planAndApprove(rt(), tools(), run);
    const store = faulty();
    let slept = 0;
    store.faults.before = async (call) => {
      // In the middle of a step, at every question it asks: time passes, and somebody else does all there is to do.
      if (call !== "head" || ++slept !== 3) return;
      await t.db
        .update(syncRuns)
        .set({ leaseUntil: sql`utc_timestamp(3) - interval 1 second` })
        .where(eq(syncRuns.id, run));
      expect((await executeAll(rt(), run)).state).toBe("done");
    };
    const answer = await executeRun({ ...rt(), ...store }, SCRIPT, { id: run });
    expect(slept).toBeGreaterThanOrEqual(3);
    expect(answer).toMatchObject({ state: "done", ops: { done: 4, skipped: 0, failed: 0 } });
    expect(await tools().backupsOf(run)).toHaveLength(4);
    await undoAll(rt(), run);
    expect(await tools().asTheyAre()).toEqual(before);
  }, 60_000);

  test("for whoever lost its lease: while another holds the run it does nothing more (ST-13)", async () => {
    const { run } = await plantSome();
    await planAndApprove(rt(), tools(), run);
    const store = faulty();
    let asked = 0;
    let standing: unknown;
    store.faults.before = async (call) => {
      if (call !== "head" || ++asked !== 3) return;
      await t.db
        .update(syncRuns)
        .set({ leaseUntil: sql`utc_timestamp(3) - interval 1 second` })
        .where(eq(syncRuns.id, run));
      expect(await claimRun(t.db, run)).not.toBeNull();
      standing = [await tools().opsOf(run), await tools().asTheyAre()];
    };
    expect((await executeRun({ ...rt(), ...store }, SCRIPT, { id: run })).state).toBe("executing");
    expect([await tools().opsOf(run), await tools().asTheyAre()]).toEqual(standing);
  }, 60_000);

  test("when nothing more fits in quarantine; nothing is lost, and with room it goes on", async () => {
    const { run, twins } = await plantSome();
    await planAndApprove(rt(), tools(), run);
    const store = faulty();
    store.faults.isFull = true;
    const full = await executeAll({ ...rt(), ...store }, run);
    expect(full).toMatchObject({ state: "paused", error: "too_many_errors", ops: { failed: 1, done: 3 } });
    expect((await tools().opsOf(run)).at(-1)).toMatchObject({ state: "failed", why: "disk_full" });
    expect((await tools().asTheyAre()).files[twins[0]!.filePath]).toBeDefined();
    store.faults.isFull = false;
    expect(await executeAll({ ...rt(), ...store }, run)).toMatchObject({ state: "done", ops: { failed: 0, done: 4 } });
  }, 60_000);

  test.each(["forbidden", "broken", "timeout"] as const)(
    "when storage answers %s: that is no absence, and no row goes (ST-06)",
    async (kind) => {
      const { run, well } = await plantSome();
      const before = await tools().asTheyAre();
      await planAndApprove(rt(), tools(), run);
      const store = faulty();
      store.faults.head = () => kind;
      expect(await executeAll({ ...rt(), ...store }, run)).toMatchObject({ state: "paused", error: "canary_failed" });
      store.faults.head = (key) => (key === well.filePath ? null : kind);
      const failed = await executeAll({ ...rt(), ...store }, run);
      expect(failed).toMatchObject({ state: "paused", error: "too_many_errors", ops: { done: 0 } });
      expect((await tools().asTheyAre()).rows).toEqual(before.rows);
    },
    60_000,
  );

  test("when the disk isn't the one that was scanned: every file looks absent there (ST-07)", async () => {
    const { run } = await plantSome();
    await planAndApprove(rt(), tools(), run);
    await rename(`${t.w.folder}/customers`, `${t.w.folder}/elsewhere`);
    expect(await executeAll(rt(), run)).toMatchObject({ state: "paused", error: "canary_failed", ops: { done: 0 } });
    await rename(`${t.w.folder}/elsewhere`, `${t.w.folder}/customers`);
    expect(await executeAll(rt(), run)).toMatchObject({ state: "done", ops: { done: 4 } });
  }, 60_000);

  test("when more is skipped than a working day explains, and goes on when somebody has looked", async () => {
    const run = await tools().plantRun();
    const customer = await tools().plantCustomer();
    await tools().plantImage(customer, "멀쩡한 사진");
    const ghosts = [];
    for (let i = 0; i < 6; i++) ghosts.push(await tools().plantImage(customer, null));
    for (const ghost of ghosts) await tools().ghost(run, ghost);
    await planAndApprove(rt(), tools(), run);
    for (const ghost of ghosts.slice(1))
      await t.db.update(customerImages).set({ ver: 9 }).where(eq(customerImages.id, ghost.id));
    expect(await executeAll(rt(), run)).toMatchObject({
      state: "paused",
      error: "too_many_skips",
      ops: { skipped: 5 },
    });
    t.now = new Date(t.now.getTime() + 1_000);
    // Those five are ghosts still: only another scan can make them certain again.
    expect(await executeAll(rt(), run)).toMatchObject({ state: "paused", error: "verify_found", ops: { skipped: 5 } });
  }, 60_000);
});

describe("a run doesn't begin", () => {
  test("with more ghosts than a working storage explains, whatever was approved (ST-15)", async () => {
    const counts = { ...(await tools().runOf(await tools().plantRun())).counts!, rows: 40 };
    const run = await tools().plantRun({ counts });
    const customer = await tools().plantCustomer();
    for (let i = 0; i < 24; i++) await tools().ghost(run, await tools().plantImage(customer, null));
    const before = await tools().asTheyAre();
    await planAndApprove(rt(), tools(), run);
    expect(await executeRun(rt(), SCRIPT, { id: run })).toMatchObject({
      state: "aborted",
      error: "too_many_ghosts",
      cursor: null,
    });
    expect(await tools().asTheyAre()).toEqual(before);
    expect((await tools().opsOf(run)).every(({ state }) => state === "planned")).toBe(true);
    expect(await reasonOf(() => executeRun(rt(), SCRIPT, { id: run }))).toBe("wrong_state");
  }, 60_000);

  test("when its steps aren't those that were approved (ST-14)", async () => {
    const { run, customer } = await plantSome();
    await planAndApprove(rt(), tools(), run);
    const victim = await tools().plantImage(customer, "아무 잘못 없는 사진");
    await t.db.update(syncOps).set({ imageId: victim.id, filePath: victim.filePath }).where(eq(syncOps.seq, 0));
    expect(await reasonOf(() => executeRun(rt(), SCRIPT, { id: run }))).toBe("stale_plan");
    const planned = await tools().plantRun();
    await tools().plan(planned);
    expect(await reasonOf(() => executeRun(rt(), SCRIPT, { id: planned }))).toBe("wrong_state");
  }, 60_000);

  test("before a ghost could be looked for a second time, with some time in between", async () => {
    const { run } = await plantSome({ scannedAt: new Date(t.now.getTime() - 9 * 60_000) });
    await planAndApprove(rt(), tools(), run);
    const waiting = await executeRun(rt(), SCRIPT, { id: run });
    expect(waiting).toMatchObject({ state: "executing", waitUntil: "2026-11-20T05:01:00.000Z", ops: { done: 0 } });
    expect(waiting.cursor).not.toBeNull();
    t.now = new Date(t.now.getTime() + 60_000);
    expect(await executeAll(rt(), run)).toMatchObject({ state: "done", ops: { done: 4 }, waitUntil: null });
  }, 60_000);
});

describe("the gates", () => {
  test("open one after the other, each by a scan that found nothing (S4-21…S4-23, ST-14)", async () => {
    const run = await tools().plantRun();
    const customers: number[] = [];
    for (let i = 0; i < 12; i++) {
      const customer = await tools().plantCustomer();
      customers.push(customer);
      await tools().plantImage(customer, `멀쩡한 사진 ${i}`);
      await tools().ghost(run, await tools().plantImage(customer, null));
    }
    const planHash = await planAndApprove(rt(), tools(), run);
    const approve = (stage: number) => approveStage(rt(), t.w.admin, { id: run, planHash, stage });
    expect(await reasonOf(() => approve(2))).toBe("wrong_state");
    // Lost since the scan: the look afterwards finds it, and the next gate stays shut.
    const lost = await tools().plantImage(customers[0]!, null);
    const first = await executeAll(rt(), run);
    expect(first).toMatchObject({ state: "paused", error: "verify_found", ops: { done: 10 } });
    expect(first.stages.map(({ state, leftover }) => [state, leftover])).toEqual([
      ["failed", 1],
      ["locked", null],
      ["passed", null],
    ]);
    expect(await reasonOf(() => approve(2))).toBe("wrong_state");
    await t.db.delete(customerImages).where(eq(customerImages.id, lost.id));
    const passed = await executeAll(rt(), run);
    expect(passed).toMatchObject({ state: "stage_done", stage: 1, cursor: null });
    expect(passed.stages.map(({ state }) => state)).toEqual(["passed", "open", "passed"]);
    expect(await executeRun(rt(), SCRIPT, { id: run })).toMatchObject({ state: "stage_done", ops: { done: 10 } });
    await approve(2);
    const done = await executeAll(rt(), run);
    expect(done).toMatchObject({
      state: "done",
      ops: { done: 12, planned: 12 },
      purgeAfter: "2026-12-20T05:00:00.000Z",
    });
    expect(done.stages.map(({ state, leftover }) => [state, leftover])).toEqual([
      ["passed", 0],
      ["passed", 0],
      ["passed", null],
    ]);
    const scans = await t.db.select().from(syncRuns).where(eq(syncRuns.parentId, run));
    expect(scans.map(({ scope }) => scope.customerIds?.length)).toEqual([10, 10, 2]);
  }, 120_000);
});
