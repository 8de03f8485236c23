import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { customerImages } from "@/db/schema/customer-images";
import { syncFindings, syncOps, syncStages } from "@/db/schema/image-sync";
import { syncRig } from "@/scripts/testing/sync-rig";
import { told } from "@/scripts/testing/test-rig";
import { approveStage } from "./approve-stage";
import { decideFinding } from "./decide-finding";
import { progressOf } from "./run-progress";

const { t, rt } = syncRig();
const tools = () => t.w.tools;
const progress = async (id: number) => progressOf(t.db, await tools().runOf(id), 10);

/** Twelve customers with a ghost each, the last with two. */
async function plantGhosts() {
  const run = await tools().plantRun();
  const findings: number[] = [];
  for (let i = 0; i < 12; i++) {
    const customer = await tools().plantCustomer();
    for (let n = 0; n < (i === 11 ? 2 : 1); n++)
      findings.push(await tools().ghost(run, await tools().plantImage(customer, null)));
  }
  return { run, findings, hash: await tools().plan(run) };
}

describe("a plan", () => {
  test("has its stages, the first one open, and says what they do; no row was touched", async () => {
    const before = await tools().asTheyAre();
    const { run, hash } = await plantGhosts();
    const { stages, ops, cursor } = await progress(run);
    expect(stages.map(({ state, customers, ops: n, acts }) => [state, customers, n, acts.delete_row])).toEqual([
      ["open", 10, 10, 10],
      ["locked", 2, 3, 3],
      ["passed", 0, 0, 0],
    ]);
    expect([ops.planned, cursor]).toEqual([13, null]);
    expect(await tools().plan(run)).toBe(hash);
    expect((await tools().asTheyAre()).files).toEqual(before.files);
  });

  test("of a scan that found nothing is empty", async () => {
    const run = await tools().plantRun();
    await tools().plan(run);
    expect((await progress(run)).stages.map(({ state, ops }) => [state, ops])).toEqual([
      ["passed", 0],
      ["passed", 0],
      ["passed", 0],
    ]);
    await expect(approve(run, (await hashOf(run))!, 1)).rejects.toMatchObject({ detail: { reason: "wrong_stage" } });
  });
});

const hashOf = async (run: number) => (await tools().runOf(run)).planHash?.toString("hex");
const approve = (id: number, planHash: string, stage: number, actor = t.w.admin) =>
  approveStage(rt(), actor, { id, planHash, stage });
const decide = (input: Parameters<typeof decideFinding>[2], actor = t.w.admin) => decideFinding(rt(), actor, input);

describe("an approval", () => {
  test("names the hash and the stage whose turn it is, is audited, and twice is once", async () => {
    const { run, hash } = await plantGhosts();
    await approve(run, hash, 1);
    await approve(run, hash, 1);
    expect(await tools().runOf(run)).toMatchObject({ state: "approved", stage: 1 });
    const [stage] = await tools().stagesOf(run);
    expect(stage).toMatchObject({ state: "approved", approvedBy: t.w.admin.userId, approvedAt: t.now });
    const audits = await t.db.select().from(auditLog).where(eq(auditLog.action, "image_sync.approve"));
    expect(
      audits.map(({ subject, actorUserId, after }) => [subject, actorUserId, (after as { ops: number }).ops]),
    ).toEqual([[`image_sync:${run}`, t.w.admin.userId, 10]]);
  });

  test("of another hash, stage, state, of too much or of steps that were tampered with is refused and changes nothing (ST-14)", async () => {
    const { run, hash } = await plantGhosts();
    const reason = async (work: () => Promise<unknown>) => {
      const { code, detail } = await t.refusal(work);
      return [code, detail.reason];
    };
    expect(await reason(() => approve(run, "0".repeat(64), 1))).toEqual(["conflict", "stale_plan"]);
    expect(await reason(() => approve(run, hash, 2))).toEqual(["conflict", "wrong_stage"]);
    expect(await reason(() => approve(run, hash, 3))).toEqual(["conflict", "wrong_stage"]);
    expect((await t.refusal(() => approve(run + 99, hash, 1))).code).toBe("not_found");
    const scanning = await tools().plantRun({ state: "scanning", scannedAt: null });
    await tools().plan(scanning);
    const half = (await hashOf(scanning))!;
    expect(await reason(() => approve(scanning, half, 1))).toEqual(["conflict", "wrong_state"]);

    await t.db.update(syncOps).set({ ver: 5 }).where(eq(syncOps.seq, 12));
    expect(await reason(() => approve(run, hash, 1))).toEqual(["conflict", "stale_plan"]);
    await t.db.update(syncOps).set({ ver: 1 }).where(eq(syncOps.seq, 12));
    const { caps } = await tools().runOf(run);
    const small = await tools().plantRun({ caps: { ...caps, stageOps: 1 } });
    const customer = await tools().plantCustomer();
    for (let n = 0; n < 2; n++) await tools().ghost(small, await tools().plantImage(customer, null));
    const smallHash = await tools().plan(small);
    const { detail } = await t.refusal(() => approve(small, smallHash, 1));
    expect(detail).toMatchObject({ reason: "stage_too_big", params: { ops: 2, most: 1 } });
  });

  test("and every word on a finding is the headquarters' admins' alone (ST-17)", async () => {
    const { run, hash, findings } = await plantGhosts();
    for (const actor of [t.w.operator, t.w.branchAdmin]) {
      expect(told(await t.refusal(() => approve(run, hash, 1, actor)))).toEqual(["forbidden", null]);
      const kept = { id: run, findingIds: [findings[0]!], decision: "kept" as const };
      expect(told(await t.refusal(() => decide(kept, actor)))).toEqual(["forbidden", null]);
    }
  });
});

describe("a person's word", () => {
  test("keeps a certain finding, lets a doubtful one be done, and the approved plan is none any more", async () => {
    const { run, findings, hash } = await plantGhosts();
    const doubtful = await tools().plantImage(await tools().plantCustomer(), null);
    const finding = await tools().ghost(run, doubtful, { certainty: "doubtful", doubt: "alternate" });
    expect(await tools().plan(run)).toBe(hash);
    await approve(run, hash, 1);
    expect(await decide({ id: run, findingIds: [findings[0]!], decision: "kept" })).toMatchObject({ changed: 1 });
    expect(await tools().runOf(run)).toMatchObject({ state: "planned", stage: 0, opsPlanned: 12 });
    await expect(approve(run, hash, 1)).rejects.toMatchObject({ detail: { reason: "stale_plan" } });
    await decide({ id: run, findingIds: [finding], decision: "approved" });
    expect(await tools().findingOf(finding)).toMatchObject({ decision: "approved", decidedBy: t.w.admin.userId });
    expect((await tools().opsOf(run)).some(({ imageId }) => imageId === doubtful.id)).toBe(true);
    await decide({ id: run, findingIds: [finding, findings[0]!], decision: "open" });
    expect(await hashOf(run)).toBe(hash);
    await approve(run, hash, 1);
  });

  test("on all of a verdict leaves what is only reported and what nobody could look at", async () => {
    const run = await tools().plantRun();
    const customer = await tools().plantCustomer();
    const plant = async (over: object) =>
      tools().ghost(run, await tools().plantImage(customer, null), { certainty: "doubtful", ...over });
    const ids = [
      await plant({ doubt: "alternate" }),
      await plant({ doubt: "scan_failed" }),
      await plant({ action: "report" }),
    ];
    await tools().plan(run);
    expect(await decide({ id: run, verdict: "ghost", decision: "approved" })).toMatchObject({ changed: 1 });
    for (const id of ids.slice(1)) {
      const { detail } = await t.refusal(() => decide({ id: run, findingIds: [id], decision: "approved" }));
      expect(detail.reason).toBe("report_only");
    }
    expect(await decide({ id: run, verdict: "ghost", decision: "kept" })).toMatchObject({ changed: 2 });
    expect(await decide({ id: run, verdict: "ghost", decision: "open" })).toMatchObject({ changed: 3 });
  });

  test("on findings of another run, or while a stage is under way, is refused", async () => {
    const { run, findings } = await plantGhosts();
    const other = await tools().plantRun();
    await tools().plan(other);
    const kept = { id: other, findingIds: [findings[0]!], decision: "kept" as const };
    expect((await t.refusal(() => decide(kept))).code).toBe("not_found");
    await t.db.update(syncStages).set({ state: "executing" }).where(eq(syncStages.stage, 1));
    const [first] = await tools().opsOf(run);
    const inFirst = { id: run, findingIds: [first!.findingId], decision: "kept" as const };
    expect((await t.refusal(() => decide(inFirst))).detail.reason).toBe("stage_begun");
  });

  test("chooses which of two rows stays, for the whole group, and takes it back", async () => {
    const run = await tools().plantRun();
    const customer = await tools().plantCustomer();
    const [one, two, three] = [
      await tools().plantImage(customer, "귤", { filename: "귤.jpg" }),
      await tools().plantImage(customer, "귤", { filename: "귤.jpg" }),
      await tools().plantImage(customer, "귤", { filename: "귤.jpg" }),
    ];
    const [first, second] = [await tools().twin(run, one, three), await tools().twin(run, two, three)];
    const hash = await tools().plan(run);
    const before = [await tools().findingOf(first), await tools().findingOf(second)];
    await decide({ id: run, findingIds: [first], decision: "approved", keepImageId: one.id });
    expect(await tools().findingOf(first)).toMatchObject({
      imageId: three.id,
      keepImageId: one.id,
      filePath: three.filePath,
    });
    expect(await tools().findingOf(second)).toMatchObject({ imageId: two.id, keepImageId: one.id });
    expect((await tools().opsOf(run)).map(({ imageId }) => imageId)).not.toContain(one.id);
    await decide({ id: run, findingIds: [first], decision: "open" });
    expect([await tools().findingOf(first), await tools().findingOf(second)]).toEqual(before);
    expect(await hashOf(run)).toBe(hash);
    const stranger = await tools().plantImage(customer, "딸기");
    const wrong = { id: run, findingIds: [first], decision: "approved" as const, keepImageId: stranger.id };
    expect(told(await t.refusal(() => decide(wrong)))).toEqual(["invalid", "keepImageId", "badValue"]);
  });

  test("is needed for two pictures of one name with other bytes: nothing is proposed of them", async () => {
    const run = await tools().plantRun();
    const customer = await tools().plantCustomer();
    const [old, young] = [await tools().plantImage(customer, "귤"), await tools().plantImage(customer, "감")];
    const over = { verdict: "same_name", action: "report", certainty: "doubtful", keepImageId: young.id } as const;
    const id = await tools().plantFinding(run, old, over);
    await tools().plan(run);
    expect((await t.refusal(() => decide({ id: run, findingIds: [id], decision: "approved" }))).detail.reason).toBe(
      "report_only",
    );
    await decide({ id: run, findingIds: [id], decision: "approved", keepImageId: old.id });
    expect(
      (await tools().opsOf(run)).map(({ act, imageId, sha256 }) => [act, imageId, sha256?.equals(young.sha256!)]),
    ).toEqual([
      ["delete_row", young.id, true],
      ["set_aside", young.id, true],
    ]);
    await decide({ id: run, findingIds: [id], decision: "open" });
    expect([(await tools().findingOf(id)).action, await tools().opsOf(run)]).toEqual(["report", []]);
  });

  test("changes findings and plans only", async () => {
    const { run, findings } = await plantGhosts();
    const before = await t.db.select().from(customerImages);
    await decide({ id: run, findingIds: findings.slice(0, 3), decision: "kept" });
    expect(await t.db.select().from(customerImages)).toEqual(before);
    expect((await t.db.select().from(syncFindings)).filter(({ decision }) => decision === "kept")).toHaveLength(3);
  });
});
