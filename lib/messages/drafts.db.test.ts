import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { messageDrafts } from "@/db/schema/drafts";
import { images } from "@/db/schema/images";
import { tenants } from "@/db/schema/tenants";
import { isUsed } from "@/lib/images/queries";
import { DAY_MS } from "@/lib/time/kst";
import { numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { codeOf, testRig } from "@/scripts/testing/test-rig";
import { deleteDraft } from "./delete-draft";
import { getDraft, listDrafts } from "./draft-queries";
import { DRAFT_DAYS, DRAFTS_MAX, type DraftContent, KeepDraftInput } from "./draft-schema";
import { forgetDrafts } from "./forget-drafts";
import { keepDraft } from "./keep-draft";
import { restoreDraft } from "./restore-draft";
import { sendMessage } from "./send-message";

const rig = testRig(plantMessageWorld, (db) => db.select().from(messageDrafts));
const keyOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const contentOf = (over: Partial<DraftContent> = {}): DraftContent => ({
  ...{ tenantCode: "t", kind: "text", sender: "0200000000", sendAt: null, purpose: "info", subject: "" },
  ...{ text: "\n 귤이 왔어요, 010-0000-7788로 답해 주세요", templateId: null, picture: null, lists: [], customers: [] },
  rows: [{ phone: "010-0000-4321", name: "가온", variables: { 품목: "귤" } }],
  ...over,
});
const keep = (n: number, over: Partial<DraftContent> = {}, actor = rig.w.operator) => {
  rig.now = new Date(rig.now.getTime() + 1000);
  return keepDraft(rig.rt, actor, KeepDraftInput.parse({ key: keyOf(n), ...contentOf(over) }));
};
const keysOf = async (actor = rig.w.operator) => (await listDrafts(rig.rt, actor)).items.map(({ key }) => key);

test("what is kept comes back whole, under its own key, and is listed by its first words", async () => {
  await keep(1);
  const again = await keep(1, { text: "귤이 다 나갔어요" });
  await keep(2, { kind: "alimtalk", templateId: 7, lists: [{ id: 3, name: "단골", size: 40 }] });
  expect((await listDrafts(rig.rt, rig.w.operator)).items).toEqual([
    { key: keyOf(2), kind: "alimtalk", firstLine: "", recipients: 41, updatedAt: rig.now.toISOString() },
    { key: keyOf(1), kind: "text", firstLine: "귤이 다 나갔어요", recipients: 1, updatedAt: again.updatedAt },
  ]);
  expect((await getDraft(rig.rt, rig.w.operator, { key: keyOf(1) })).draft).toEqual(
    contentOf({ text: "귤이 다 나갔어요" }),
  );
});

test("no number, name or word of a draft lies open in the database", async () => {
  await keep(1);
  const [row] = await rig.db.select().from(messageDrafts);
  const bytes = Object.values(row!)
    .map((value) => (Buffer.isBuffer(value) ? value.toString("utf8") : String(value)))
    .join("\n");
  for (const secret of ["4321", "7788", "가온", "귤"]) {
    expect(bytes).not.toContain(secret);
    expect(bytes).not.toContain(Buffer.from(secret).toString("base64url").slice(0, 4));
  }
});

test("a message that is accepted takes its draft with it, and nobody else's; one that isn't leaves it", async () => {
  const { operator, admin, tenant } = rig.w;
  await keep(1);
  await keep(1, {}, admin);
  const sent = (draftKey: string) =>
    sendMessage(rig.rt, operator, { ...orderOf({ recipients: [{ phone: numberOf(1) }] }), draftKey });
  await sent(keyOf(9));
  await rig.db.update(tenants).set({ basePrice: "99999999.00" }).where(eq(tenants.id, tenant.id));
  expect(await codeOf(sent(keyOf(1)))).toBe("conflict");
  expect(await keysOf()).toEqual([keyOf(1)]);
  await rig.db.update(tenants).set({ basePrice: "9.90" }).where(eq(tenants.id, tenant.id));
  await sent(keyOf(1));
  expect([await keysOf(), await keysOf(admin)]).toEqual([[], [keyOf(1)]]);
});

test("a draft is its writer's alone: nobody else reads, deletes or overwrites it, whatever their role", async () => {
  await keep(1);
  const { admin, viewer } = rig.w;
  expect(await keysOf(admin)).toEqual([]);
  const at = { key: keyOf(1) };
  expect((await rig.refusal(() => deleteDraft(rig.rt, admin, at))).code).toBe("not_found");
  expect(await codeOf(getDraft(rig.rt, admin, at))).toBe("not_found");
  expect(await codeOf(keep(3, {}, viewer))).toBe("forbidden");
  // Who lost the right to send has lost the numbers in their drafts with it.
  expect(await codeOf(getDraft(rig.rt, { ...rig.w.operator, role: "viewer" }, at))).toBe("forbidden");
  await keep(1, { text: "다른 사람의 글" }, admin);
  expect((await getDraft(rig.rt, rig.w.operator, at)).draft).toEqual(contentOf());
  // Its bytes in another's row open nothing.
  const [mine, theirs] = await rig.db.select().from(messageDrafts).orderBy(messageDrafts.id);
  await rig.db.update(messageDrafts).set({ content: mine!.content }).where(eq(messageDrafts.id, theirs!.id));
  expect(await codeOf(getDraft(rig.rt, admin, at))).toBe("not_found");
});

test("deleting can be undone for a day and is for good afterwards", async () => {
  await keep(1);
  const at = { key: keyOf(1) };
  await deleteDraft(rig.rt, rig.w.operator, at);
  expect(await keysOf()).toEqual([]);
  expect(await codeOf(deleteDraft(rig.rt, rig.w.operator, at))).toBe("not_found");
  expect((await rig.refusal(() => restoreDraft(rig.rt, rig.w.admin, at))).code).toBe("not_found");
  await restoreDraft(rig.rt, rig.w.operator, at);
  expect(await keysOf()).toEqual([keyOf(1)]);
  await deleteDraft(rig.rt, rig.w.operator, at);
  rig.now = new Date(rig.now.getTime() + DAY_MS + 1);
  expect(await codeOf(restoreDraft(rig.rt, rig.w.operator, at))).toBe("not_found");
  expect(await forgetDrafts(rig.db, rig.now)).toBe(1);
  expect(await rig.rows()).toEqual([]);
});

test("no more than twenty are kept, and none for longer than a month", async () => {
  await keep(999, {}, rig.w.admin);
  for (let n = 1; n <= DRAFTS_MAX + 2; n++) await keep(n);
  const wanted = Array.from({ length: DRAFTS_MAX }, (_, i) => keyOf(DRAFTS_MAX + 2 - i));
  expect(await keysOf()).toEqual(wanted);
  expect(await rig.rows()).toHaveLength(DRAFTS_MAX + 1);
  for (let n = 100; n < 100 + DRAFTS_MAX + 3; n++) {
    await keep(n);
    await deleteDraft(rig.rt, rig.w.operator, { key: keyOf(n) });
  }
  expect(((await rig.rows()) as unknown[]).length).toBeLessThanOrEqual(DRAFTS_MAX * 2 + 2);
  rig.now = new Date(rig.now.getTime() + (DRAFT_DAYS - 1) * DAY_MS);
  await keep(500);
  rig.now = new Date(rig.now.getTime() + DAY_MS);
  expect(await keysOf()).toEqual([keyOf(500)]);
  await forgetDrafts(rig.db, rig.now);
  expect(await rig.rows()).toHaveLength(1);
});

test("the picture of a draft stays as long as the draft", async () => {
  const values = { orgId: rig.w.branch.id, objectKey: "img/a.jpg", mime: "image/jpeg" as const, bytes: 1 };
  await rig.db.insert(images).values({ ...values, createdAt: rig.now, originalName: "a.jpg", status: "ready" });
  const used = () => rig.db.select({ id: images.id }).from(images).where(isUsed(rig.db));
  expect(await used()).toHaveLength(0);
  await keep(1, { picture: { key: "img/a.jpg", name: "a.jpg" } });
  expect(await used()).toHaveLength(1);
  await rig.db.delete(messageDrafts);
  expect(await used()).toHaveLength(0);
});

test("a draft of another shape and a key that is none are refused", () => {
  const bad = [{ rows: [{ phone: "1", more: 1 }] }, { key: "../../x" }, { kind: "fax" }, { text: "가".repeat(20_001) }];
  for (const over of bad)
    expect(KeepDraftInput.safeParse({ key: keyOf(1), ...contentOf(), ...over }).success).toBe(false);
});
