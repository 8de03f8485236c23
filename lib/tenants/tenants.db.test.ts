import { desc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { plantOrg } from "@/db/testing/plant";
import { plantBatches, plantSender } from "@/db/testing/plant-tenants";
import type { Actor } from "@/lib/access/actor";
import { sayError } from "@/lib/http/error-text";
import { fakeDesk, refusal } from "@/scripts/testing/fake-desk";
import { tenantRig } from "@/scripts/testing/tenant-rig";
import { codeOf, told } from "@/scripts/testing/test-rig";
import { accountOf } from "./account-of";
import { createTenant } from "./create-tenant";
import { TenantInput } from "./input-schema";
import { parkTenant } from "./park-tenant";
import { findTenant, getTenant, listTenants, tenantViewOf } from "./queries";
import { replaceKey } from "./replace-key";
import { resumeTenant } from "./resume-tenant";
import { TenantFilter, TenantUpdate } from "./schema";
import { updateTenant } from "./update-tenant";

const t = tenantRig();
const desk = fakeDesk();
const rt = () => ({ ...t.rt, phone: desk.phone });
const update = (id: number, over: object) => TenantUpdate.parse({ ...over, id: String(id) });
const seen = async (actor: Actor, id = t.w.tenant.id) => getTenant(t.db, await tenantViewOf(t.db, actor), id, t.now);
const listed = async (actor: Actor, query: object = {}) =>
  listTenants(t.db, await tenantViewOf(t.db, actor), TenantFilter.parse(query), t.now);
const lastAudit = async () => (await t.db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(1))[0];

test("everybody sees who pays for them: theirs, those below, and the one above", async () => {
  const { tenant, other, hqAdmin, admin, branchAdmin, stranger } = t.w;
  const ids = async (actor: Actor) => (await listed(actor)).items.map(({ id }) => id);
  expect(await ids(hqAdmin)).toEqual([tenant.id, other.id]);
  expect(await ids(admin)).toEqual([tenant.id]);
  expect(await ids(branchAdmin)).toEqual([tenant.id]);
  expect(await ids(stranger)).toEqual([other.id]);
  expect(await codeOf(seen(stranger))).toBe("not_found");
  expect(await seen(admin)).toMatchObject({
    creditAvailable: "100000.00",
    prices: { sms: "10.00", lms: "30.00", mms: "100.00", alimtalk: "8.00" },
    usesOwnKey: false,
    paused: null,
    isOwn: true,
    senders: [{ number: "0200000000", status: "verified" }],
  });
  expect((await seen(branchAdmin)).isOwn).toBe(false);
});

test("the list comes in pages that miss nobody", async () => {
  const first = await listed(t.w.hqAdmin, { limit: "1" });
  expect(first.items.map(({ id }) => id)).toEqual([t.w.tenant.id]);
  const second = await listed(t.w.hqAdmin, { limit: "1", cursor: first.nextCursor });
  expect(second).toMatchObject({ items: [{ id: t.w.other.id }], nextCursor: null });
});

test("headquarters lets an organisation pay for itself, once, without credit and without prices unless it says so", async () => {
  const input = (over: object = {}) => TenantInput.parse({ orgId: t.w.branch.id, code: "bundang", ...over });
  for (const actor of [t.w.admin, t.w.hqOperator])
    expect((await t.refusal(() => createTenant(t.rt, actor, input()))).code).toBe("forbidden");
  const made = await createTenant(t.rt, t.w.hqAdmin, input({ prices: { sms: "8.4" } }));
  expect(made).toMatchObject({
    creditBalance: "0.00",
    prices: { sms: "8.40", lms: null, mms: null, alimtalk: null },
    messagingSender: null,
    senders: [],
  });
  expect(told(await t.refusal(() => createTenant(t.rt, t.w.hqAdmin, input({ code: "other" }))))).toEqual([
    "invalid",
    "orgId",
    "tenantTaken",
  ]);
  const bare = await plantOrg(t.db, "branch", t.w.hq);
  expect(told(await t.refusal(() => createTenant(t.rt, t.w.hqAdmin, input({ orgId: bare.id }))))).toEqual([
    "invalid",
    "code",
    "tenantCodeTaken",
  ]);
  expect(told(await t.refusal(() => createTenant(t.rt, t.w.hqAdmin, input({ orgId: 999_999, code: "x1" }))))).toEqual([
    "invalid",
    "orgId",
    "noSuchOrg",
  ]);
  // From now on the branch pays for itself.
  expect((await listed(t.w.branchAdmin)).items.map(({ id }) => id)).toEqual([made.id]);
});

test("an admin changes what is theirs; prices and the code are for headquarters", async () => {
  const { admin, hqAdmin, tenant } = t.w;
  const changed = await updateTenant(
    t.rt,
    admin,
    update(tenant.id, {
      messagingIsActive: false,
      adSenderName: " 도착 상점 ",
      optOutNumber: "080-000-0000",
      kakaoPfId: "KA01PF1",
    }),
  );
  expect(changed).toMatchObject({
    messagingIsActive: false,
    adSenderName: "도착 상점",
    optOutNumber: "0800000000",
    kakaoPfId: "KA01PF1",
    version: 2,
  });
  const audit = await lastAudit();
  expect(audit).toMatchObject({ action: "tenant.update", orgId: t.w.agency.id });
  expect(JSON.stringify(audit)).not.toContain("0800000000");
  for (const change of [{ prices: { sms: "1" } }, { prices: { lms: null } }, { code: "mine" }])
    expect((await t.refusal(() => updateTenant(t.rt, admin, update(tenant.id, change)))).code).toBe("forbidden");
  const priced = await updateTenant(t.rt, hqAdmin, update(tenant.id, { prices: { sms: 0, lms: null } }));
  expect(priced.prices).toEqual({ sms: "0.00", lms: null, mms: "100.00", alimtalk: "8.00" });
});

test("the whole answer sent back is no change, also from who may not touch its prices", async () => {
  const answer = await seen(t.w.admin);
  const { id, ...rest } = answer;
  const before = await t.rows();
  expect(await updateTenant(t.rt, t.w.admin, update(id, rest))).toEqual(answer);
  expect(await t.rows()).toEqual(before);
});

test("who saw an older version gets the newer one instead of overwriting it", async () => {
  const { admin, tenant } = t.w;
  await updateTenant(t.rt, admin, update(tenant.id, { messagingIsActive: false, version: 1 }));
  const refusal = await t.refusal(() => updateTenant(t.rt, admin, update(tenant.id, { kakaoPfId: "KA", version: 1 })));
  expect(refusal.code).toBe("conflict");
  expect(refusal.detail.current).toMatchObject({ id: tenant.id, version: 2, messagingIsActive: false });
});

test("what a tenant sends from is one of its verified numbers, never another's and never one that has run out", async () => {
  const { admin, tenant, other } = t.w;
  await plantSender(t.db, tenant, { number: "0200000001" });
  await plantSender(t.db, tenant, { number: "0200000002", status: "pending" });
  await plantSender(t.db, tenant, { number: "0200000003", expiresAt: t.now });
  await plantSender(t.db, other, { number: "0200000004" });
  const choose = (number: string | null) => updateTenant(t.rt, admin, update(tenant.id, { messagingSender: number }));
  expect((await choose("02-0000-0001")).messagingSender).toBe("0200000001");
  for (const number of ["0200000002", "0200000003", "0200000004", "0200000005"])
    expect(told(await t.refusal(() => choose(number))), number).toEqual([
      "invalid",
      "messagingSender",
      "senderNotVerified",
    ]);
  expect((await choose(null)).messagingSender).toBeNull();
});

test("a foreign tenant is absent, one above is known but not theirs to change, a small role may not", async () => {
  const { tenant, stranger, branchAdmin, operator } = t.w;
  const change =
    (actor: Actor, id = tenant.id) =>
    () =>
      updateTenant(t.rt, actor, update(id, { messagingIsActive: false }));
  const foreign = await t.refusal(change(stranger));
  expect(foreign).toEqual(await t.refusal(change(stranger, 999_999)));
  expect(foreign.code).toBe("not_found");
  expect((await t.refusal(change(branchAdmin))).code).toBe("forbidden");
  expect((await t.refusal(change(operator))).code).toBe("forbidden");
});

test("a key is written and never read again: not by an answer, not by the audit, not in the table", async () => {
  const { hqAdmin, admin, tenant } = t.w;
  const key = { apiKey: "NCSFAKEKEY00AB12", apiSecret: "ASECRETNOBODYMAYSEE0123456789ABC" };
  expect((await t.refusal(() => replaceKey(rt(), admin, { id: tenant.id, key }))).code).toBe("forbidden");
  await parkTenant(t.db, tenant.id, "auth_failed", t.now);
  const answer = await replaceKey(rt(), hqAdmin, { id: tenant.id, key });
  expect(answer).toMatchObject({ usesOwnKey: true, solapiKeyHint: "AB12", paused: null });
  const [row] = await t.db.select().from(tenants).where(eq(tenants.id, tenant.id));
  const everything = JSON.stringify([answer, await lastAudit()]) + row!.solapiKey!.toString("latin1");
  expect(everything).not.toContain(key.apiSecret);
  expect(everything).not.toContain(key.apiKey);
  expect(accountOf(t.rt.env, row!)).toMatchObject({ ok: true, account: { ...key, owner: "tenant" } });
  // Whoever may only spend sees that there is one, not which.
  expect(await seen(t.w.branchAdmin)).toMatchObject({ usesOwnKey: true, solapiKeyHint: null });
  expect(await replaceKey(rt(), hqAdmin, { id: tenant.id, key: null })).toMatchObject({
    usesOwnKey: false,
    solapiKeyHint: null,
  });
});

test("while batches lie in an account only another of its keys is taken, unless somebody says it is gone", async () => {
  const { hqAdmin, tenant } = t.w;
  const key = { apiKey: "NCSFAKEKEY00AB12", apiSecret: "ASECRETNOBODYMAYSEE0123456789ABC" };
  const replace = (over: { key?: typeof key | null; evenSo?: boolean } = {}) =>
    replaceKey(rt(), hqAdmin, { id: tenant.id, key, ...over });
  const { batchIds } = await plantBatches(t.db, tenant, [1, 1, 1, 1]);
  const phases = ["committed", "sent", "sent", "done"] as const;
  for (const [i, phase] of phases.entries())
    await t.db
      .update(sendBatches)
      .set({ phase, groupId: `G${i}`, providerAccount: "10000001" })
      .where(eq(sendBatches.id, batchIds[i]!));
  desk.accountId = "20000002";
  const error = await t.refusal(() => replace());
  expect(error).toMatchObject({ code: "conflict", detail: { params: { unsent: 1, waiting: 2 } } });
  expect(sayError("ko", "keyOfAnotherAccount", error.detail.params)).toContain("묶음 1개, 결과를 기다리는 묶음 2개");
  expect((await t.refusal(() => replace({ key: null }))).code).toBe("conflict");
  desk.accountId = null;
  expect((await t.refusal(() => replace())).code).toBe("conflict");
  desk.refuses = refusal("auth_failed", "InvalidApiKey");
  expect((await t.refusal(() => replace())).code).toBe("conflict");
  desk.refuses = null;
  desk.accountId = "10000001";
  expect(await replace()).toMatchObject({ solapiKeyHint: "AB12" });
  desk.accountId = "20000002";
  expect(await replace({ key: null, evenSo: true })).toMatchObject({ usesOwnKey: false });
  expect((await lastAudit())?.after).toMatchObject({ leftBehind: 3 });
  await t.db.update(sendBatches).set({ phase: "done" });
  expect(await replace()).toMatchObject({ usesOwnKey: true });
});

test("a held tenant says why, and an admin lets it go on", async () => {
  const { admin, branchAdmin, tenant } = t.w;
  await parkTenant(t.db, tenant.id, "auth_failed", t.now);
  await parkTenant(t.db, tenant.id, "sender_unregistered", t.now);
  const { paused } = await seen(branchAdmin);
  expect(paused).toEqual({ reason: "sender_unregistered", probeAt: new Date(t.now.getTime() + 300_000).toISOString() });
  expect((await t.refusal(() => resumeTenant(t.rt, branchAdmin, { id: tenant.id }))).code).toBe("forbidden");
  expect((await resumeTenant(t.rt, admin, { id: tenant.id })).paused).toBeNull();
  const before = await t.rows();
  expect((await resumeTenant(t.rt, admin, { id: tenant.id })).paused).toBeNull();
  expect(await t.rows()).toEqual(before);
  expect(await findTenant(t.db, await tenantViewOf(t.db, t.w.stranger), tenant.id, t.now)).toBeNull();
});
