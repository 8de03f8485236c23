import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { customers } from "@/db/schema/customers";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import type { AppError } from "@/lib/errors";
import { plantCustomer, plantOptOut, plantTenant } from "@/scripts/testing/plant-customer";
import { testRig } from "@/scripts/testing/test-rig";
import { createCustomer } from "./create-customer";
import { deleteCustomer } from "./delete-customer";
import { CustomerListQuery } from "./filter-schema";
import { CustomerInput } from "./input-schema";
import { getCustomer, listCustomers } from "./queries";
import { restoreCustomer } from "./restore-customer";
import { revealNumber } from "./reveal-number";
import { CustomerUpdate, RevealInput } from "./schema";
import { updateCustomer } from "./update-customer";

async function plant(db: Db) {
  const hq = await plantOrg(db, "hq", null);
  const own = await plantOrg(db, "agency", hq);
  const below = await plantOrg(db, "branch", own);
  const foreign = await plantOrg(db, "agency", hq);
  const admin = await plantUser(db, own, "admin");
  const operator = await plantUser(db, own, "operator");
  const viewer = await plantUser(db, own, "viewer");
  const stranger = await plantUser(db, foreign, "admin");
  return { hq, own, below, foreign, admin, operator, viewer, stranger };
}
const t = testRig(plant, async (db) => [await db.select().from(customers), await db.$count(auditLog)]);

const input = (over: object = {}) =>
  CustomerInput.parse({ orgId: t.w.own.id, name: "김하늘", phone: "010-0000-0123", ...over });
const change = (id: number, over: object = {}) => CustomerUpdate.parse({ ...over, id: String(id) });
const issues = (error: AppError) => error.detail.issues?.map((issue) => [issue.path.join("."), issue.message]);
const list = async (query: object = {}, actor = t.w.admin) =>
  listCustomers(t.db, scopeOf(actor), t.rt.env.LOOKUP_KEY, CustomerListQuery.parse(query));
const ids = async (query: object = {}) => (await list(query)).items.map((item) => item.id);
const audits = () => t.db.select().from(auditLog).orderBy(auditLog.id);

describe("adding", () => {
  test("the answer masks the number, the table seals it, the audit knows nothing of it", async () => {
    const made = await createCustomer(t.rt, t.w.operator, input());
    expect(made).toMatchObject({ phone: "010-****-0123", phoneState: "usable", optedOut: false, version: 1 });
    const stored = JSON.stringify(await t.db.select().from(customers));
    const written = JSON.stringify(await audits());
    for (const text of [JSON.stringify(made), stored, written]) expect(text).not.toMatch(/0000-?0123/);
    expect(written).toContain("customer.create");
  });

  test("the same number without a code is the same person; with a code of its own it is another", async () => {
    await createCustomer(t.rt, t.w.operator, input());
    const error = await t.refusal(() => createCustomer(t.rt, t.w.operator, input({ name: "다른 이름" })));
    expect(issues(error)).toEqual([["phone", "customerPhoneTaken"]]);
    await createCustomer(t.rt, t.w.operator, input({ name: "가족", code: "F-1" }));
    const taken = await t.refusal(() => createCustomer(t.rt, t.w.operator, input({ code: "F-1" })));
    expect(issues(taken)).toEqual([["code", "customerCodeTaken"]]);
  });

  test("whoever may not, or names a foreign organisation, adds nobody", async () => {
    expect((await t.refusal(() => createCustomer(t.rt, t.w.viewer, input()))).code).toBe("forbidden");
    const foreign = await t.refusal(() => createCustomer(t.rt, t.w.admin, input({ orgId: t.w.foreign.id })));
    const absent = await t.refusal(() => createCustomer(t.rt, t.w.admin, input({ orgId: 999_999 })));
    expect(issues(foreign)).toEqual([["orgId", "ownerNotFound"]]);
    expect(foreign.detail).toEqual(absent.detail);
  });

  test("a consent needs its evidence, a night's consent the day's, and neither lies ahead", async () => {
    const refused = async (over: object) =>
      issues(await t.refusal(() => createCustomer(t.rt, t.w.operator, input(over))));
    expect(await refused({ adConsent: true })).toEqual([["adConsentVia", "consentViaRequired"]]);
    expect(await refused({ nightConsent: true })).toEqual([["nightConsent", "nightNeedsAd"]]);
    expect(await refused({ adConsent: true, adConsentVia: "매장", adConsentAt: "2027-01-01" })).toEqual([
      ["adConsentAt", "consentInFuture"],
    ]);
    const made = await createCustomer(
      t.rt,
      t.w.operator,
      input({ adConsent: true, adConsentVia: "매장 동의서", adConsentAt: "2026-10-04", nightConsent: true }),
    );
    expect(made).toMatchObject({
      adConsentAt: "2026-10-03T15:00:00.000Z",
      adConsentVia: "매장 동의서",
      nightConsentAt: t.now.toISOString(),
    });
  });
});

describe("changing", () => {
  test("what was echoed stays, the masked number included; a stale editor is told what stands now", async () => {
    const made = await createCustomer(t.rt, t.w.operator, input({ adConsent: true, adConsentVia: "매장" }));
    const saved = await updateCustomer(t.rt, t.w.operator, change(made.id, { ...made, name: "김하람" }));
    expect(saved).toMatchObject({ name: "김하람", phone: "010-****-0123", adConsent: true, version: 2 });
    const stale = await t.refusal(() => updateCustomer(t.rt, t.w.operator, change(made.id, { name: "X", version: 1 })));
    expect(stale).toMatchObject({ code: "conflict", detail: { current: { name: "김하람", version: 2 } } });
  });

  test("taking the consent back takes its evidence and the night's along; the audit keeps both", async () => {
    const made = await createCustomer(
      t.rt,
      t.w.operator,
      input({ adConsent: true, adConsentVia: "매장", nightConsent: true }),
    );
    const saved = await updateCustomer(t.rt, t.w.operator, change(made.id, { adConsent: false }));
    expect(saved).toMatchObject({ adConsent: false, adConsentAt: null, nightConsent: false, nightConsentAt: null });
    expect((await audits()).at(-1)).toMatchObject({ before: { adConsentVia: "매장" }, after: { adConsent: false } });
  });

  test("a made code follows the number, so the old number is free for someone else", async () => {
    const made = await createCustomer(t.rt, t.w.operator, input());
    const moved = await updateCustomer(t.rt, t.w.operator, change(made.id, { phone: "010-0000-0999" }));
    expect(moved.phone).toBe("010-****-0999");
    await createCustomer(t.rt, t.w.operator, input({ name: "새 사람" }));
    const taken = await t.refusal(() => updateCustomer(t.rt, t.w.operator, change(made.id, { phone: "01000000123" })));
    expect(issues(taken)).toEqual([["phone", "customerPhoneTaken"]]);
    expect(JSON.stringify(await audits())).not.toMatch(/0{4}0?(123|999)/);
  });

  test("a foreign, a deleted and an absent one are the same nobody", async () => {
    const theirs = await plantCustomer(t.db, t.w.foreign);
    const gone = await plantCustomer(t.db, t.w.own, { deletedAt: t.now });
    for (const id of [theirs.id, gone.id, 999_999]) {
      expect((await t.refusal(() => updateCustomer(t.rt, t.w.admin, change(id, { name: "X" })))).code).toBe(
        "not_found",
      );
      expect((await t.refusal(() => deleteCustomer(t.rt, t.w.admin, { id }))).code).toBe("not_found");
      expect((await t.refusal(() => revealNumber(t.rt, t.w.admin, { id, reason: "문의" }))).code).toBe("not_found");
      await expect(getCustomer(t.db, scopeOf(t.w.admin), id)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

test("a deleted customer can be brought back for a day, and comes back when added again", async () => {
  const made = await createCustomer(t.rt, t.w.operator, input());
  await deleteCustomer(t.rt, t.w.operator, { id: made.id, version: 1 });
  expect(await ids()).toEqual([]);
  expect(await restoreCustomer(t.rt, t.w.operator, { id: made.id })).toMatchObject({ name: "김하늘", version: 3 });
  await deleteCustomer(t.rt, t.w.operator, { id: made.id });
  t.now = new Date(t.now.getTime() + 25 * 3_600_000);
  expect((await t.refusal(() => restoreCustomer(t.rt, t.w.operator, { id: made.id }))).code).toBe("not_found");
  expect((await createCustomer(t.rt, t.w.operator, input({ name: "돌아온 사람" }))).id).toBe(made.id);
});

describe("a whole number", () => {
  test("is shown to an admin with a reason, and the audit keeps who, whose and why, never the number", async () => {
    const one = await plantCustomer(t.db, t.w.below, { digits: "01000000123" });
    const reason = "010-0000-0123 고객이 픽업 시간을 물었어요";
    expect(await revealNumber(t.rt, t.w.admin, RevealInput.parse({ id: one.id, reason }))).toEqual({
      phone: "010-0000-0123",
    });
    const [row] = await audits();
    expect(row).toMatchObject({
      action: "customer.reveal",
      subject: `customer:${one.id}`,
      actorUserId: t.w.admin.userId,
      after: { reason: "…0123 고객이 픽업 시간을 물었어요" },
    });
  });

  test("stays hidden without the role, without a reason, and where there is none", async () => {
    const one = await plantCustomer(t.db, t.w.own);
    const none = await plantCustomer(t.db, t.w.own, { digits: null });
    expect((await t.refusal(() => revealNumber(t.rt, t.w.operator, { id: one.id, reason: "문의" }))).code).toBe(
      "forbidden",
    );
    expect((await t.refusal(() => revealNumber(t.rt, t.w.admin, { id: none.id, reason: "문의" }))).code).toBe(
      "not_found",
    );
    expect(RevealInput.safeParse({ id: one.id, reason: "  " }).error?.issues[0]?.message).toBe("revealReasonRequired");
  });
});

describe("the list", () => {
  test("pages by name over all organisations in reach, each customer once, and no other's", async () => {
    const names = ["가을", "가을", "나무", "다람", "라일", "마루", "바다"];
    const made = [];
    for (const [i, name] of names.entries())
      made.push(await plantCustomer(t.db, i % 2 ? t.w.own : t.w.below, { name }));
    await plantCustomer(t.db, t.w.foreign, { name: "가가" });
    const seen: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list({ limit: "2", ...(cursor && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(made.map((customer) => customer.id));
  });

  test("pages by the last change, newest first", async () => {
    const made = [];
    for (const minute of [3, 1, 2])
      made.push(
        await plantCustomer(t.db, minute === 1 ? t.w.below : t.w.own, {
          updatedAt: new Date(`2026-11-20T00:0${minute}:00.500Z`),
        }),
      );
    const first = await list({ sort: "updated", limit: "2" });
    expect(first.items.map((item) => item.id)).toEqual([made[0]!.id, made[2]!.id]);
    expect(await ids({ sort: "updated", limit: "2", cursor: first.nextCursor! })).toEqual([made[1]!.id]);
  });

  test("finds by four digits, also in a code, by a whole number, by a name and a code", async () => {
    const a = await plantCustomer(t.db, t.w.own, { digits: "01000000123", name: "김하늘", code: "VIP-7" });
    const b = await plantCustomer(t.db, t.w.below, { digits: "01000009999", name: "김바다", code: "0123" });
    await plantCustomer(t.db, t.w.foreign, { digits: "01000000123", name: "김하늘" });
    for (const q of ["010-0000-0123", "01000000123", "+82 10-0000-0123", "하늘", "VIP"])
      expect(await ids({ q }), q).toEqual([a.id]);
    expect(await ids({ q: "0123" })).toEqual([b.id, a.id]);
    expect(await ids({ q: "김" })).toEqual([b.id, a.id]);
    expect(await ids({ q: "%" })).toEqual([]);
    expect(await ids({ q: "0123", sort: "updated" })).toHaveLength(2);
  });

  test("says who refused, for their own sender only, and narrows by consent and number", async () => {
    const tenant = await plantTenant(t.db, t.w.own);
    const other = await plantTenant(t.db, t.w.foreign);
    const a = await plantCustomer(t.db, t.w.below, { digits: "01000000001", adConsent: true, name: "가" });
    const b = await plantCustomer(t.db, t.w.own, { digits: "01000000002", name: "나" });
    const c = await plantCustomer(t.db, t.w.own, { digits: null, name: "다" });
    await plantOptOut(t.db, tenant, "01000000001");
    await plantOptOut(t.db, other, "01000000002");
    expect((await list()).items.map((item) => [item.id, item.optedOut])).toEqual([
      [a.id, true],
      [b.id, false],
      [c.id, false],
    ]);
    expect(await ids({ adConsent: "true" })).toEqual([a.id]);
    expect(await ids({ hasPhone: "false" })).toEqual([c.id]);
    expect(await ids({ orgId: String(t.w.below.id) })).toEqual([a.id]);
    expect(await ids({ orgId: String(t.w.foreign.id) })).toEqual([]);
  });

  test("holds no whole number anywhere in its answer", async () => {
    for (let i = 0; i < 5; i++) await plantCustomer(t.db, t.w.own, { digits: `0100000900${i}` });
    const json = JSON.stringify(await list());
    expect(json).not.toMatch(/0000-?900/);
    expect(json).not.toMatch(/phoneKey|v1\./);
    const [row] = await t.db.select().from(customers).where(eq(customers.orgId, t.w.own.id));
    expect(json).not.toContain(row!.phoneKey!.toString("hex"));
  });
});
