import { asc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { messageTemplates } from "@/db/schema/schedules";
import { tenants } from "@/db/schema/tenants";
import { plantSender } from "@/db/testing/plant-tenants";
import type { Actor } from "@/lib/access/actor";
import type { Template } from "@/lib/transports/phone-port";
import { fakeDesk, refusal } from "@/scripts/testing/fake-desk";
import { tenantRig } from "@/scripts/testing/tenant-rig";
import { testEnv } from "@/scripts/testing/test-env";
import { codeOf, told } from "@/scripts/testing/test-rig";
import { sealKey } from "./account-of";
import { checkConnection } from "./check-connection";
import { GONE, syncTemplates } from "./sync-templates";

const PLATFORM = { SOLAPI_API_KEY: "NCSTESTKEY000001", SOLAPI_API_SECRET: "S".repeat(32) };
const OWN = { apiKey: "NCSTESTKEY000002", apiSecret: "T".repeat(32) };
const t = tenantRig(testEnv(PLATFORM));
let desk: ReturnType<typeof fakeDesk>;
beforeEach(() => {
  desk = fakeDesk();
});
const rt = () => ({ ...t.rt, phone: desk.phone });
const check = (actor: Actor = t.w.admin) => checkConnection(rt(), actor, { id: t.w.tenant.id });
const sync = (actor: Actor = t.w.admin) => syncTemplates(rt(), actor, { tenantId: t.w.tenant.id });
const giveOwnKey = () =>
  t.db
    .update(tenants)
    .set({ solapiKey: sealKey(t.rt.env, t.w.tenant.id, OWN) })
    .where(eq(tenants.id, t.w.tenant.id));

test("the account is asked live, and what it says of each number is kept", async () => {
  await giveOwnKey();
  await plantSender(t.db, t.w.tenant, { number: "0200000001" });
  await plantSender(t.db, t.w.tenant, { number: "0200000002", status: "pending", providerStatus: "ACTIVE" });
  desk.senders = [
    { number: "02-0000-0000", status: "ACTIVE", expiresAt: null },
    { number: "0200000001", status: "EXPIRED", expiresAt: null },
  ];
  const answer = await check();
  expect(answer).toMatchObject({
    ok: true,
    owner: "tenant",
    balance: "12345.67",
    unregistered: ["0200000001"],
    skewMs: 120,
    tenant: {
      senders: [
        { number: "0200000000", providerStatus: "ACTIVE" },
        { number: "0200000001", providerStatus: "EXPIRED" },
        { number: "0200000002", providerStatus: null },
      ],
    },
  });
  expect(desk.asked.map(({ apiKey }) => apiKey)).toEqual([OWN.apiKey, OWN.apiKey]);
  expect(JSON.stringify(answer)).not.toContain(OWN.apiSecret);
});

test("what the platform's account holds is for headquarters", async () => {
  expect(await check()).toMatchObject({ ok: true, owner: "platform", balance: null });
  expect(await check(t.w.hqAdmin)).toMatchObject({ ok: true, owner: "platform", balance: "12345.67" });
  expect(desk.asked[0]?.apiKey).toBe(PLATFORM.SOLAPI_API_KEY);
});

test("a refusal is told by its reason, and what was known of the numbers stays", async () => {
  desk.refuses = refusal("auth_failed", "InvalidAPIKey");
  expect(await check()).toMatchObject({ ok: false, owner: "platform", reason: "auth_failed", code: "InvalidAPIKey" });
  await t.db.update(tenants).set({ solapiKey: Buffer.from("v1.gone.x.y.z") });
  desk.asked = [];
  expect(await check()).toMatchObject({ ok: false, owner: null, reason: "key_unreadable" });
  expect(desk.asked).toEqual([]);
});

test("nobody is asked anything for who may not ask", async () => {
  for (const [actor, code] of [
    [t.w.operator, "forbidden"],
    [t.w.branchAdmin, "forbidden"],
    [t.w.stranger, "not_found"],
  ] as const) {
    expect(await codeOf(check(actor))).toBe(code);
    expect(await codeOf(sync(actor))).toBe(code);
  }
  expect(desk.asked).toEqual([]);
});

const PF = "KA01PF000001";
const template = (n: number, over: Partial<Template> = {}): Template => ({
  templateId: `KA01TP00000000000${n}`,
  name: "배송 안내",
  channelId: PF,
  content: `#{이름}님 ${n}`,
  status: "APPROVED",
  variables: ["이름"],
  comment: null,
  ...over,
});
const stored = () =>
  t.db
    .select({
      orgId: messageTemplates.orgId,
      name: messageTemplates.name,
      body: messageTemplates.body,
      status: messageTemplates.solapiStatus,
      reason: messageTemplates.solapiReason,
    })
    .from(messageTemplates)
    .orderBy(asc(messageTemplates.id));

test("templates of the tenant's own channel come in with their review, page by page, and what is gone is marked", async () => {
  expect(told(await t.refusal(() => sync()))).toEqual(["conflict", "kakaoChannelMissing"]);
  await t.db.update(tenants).set({ kakaoPfId: PF }).where(eq(tenants.id, t.w.tenant.id));
  desk.templates = [
    template(1),
    template(2, { status: "REJECTED", comment: "변수가 너무 많아요" }),
    template(3, { channelId: "KA01PFsomebody" }),
    template(4, { name: "가입 인사", status: "INSPECTING", comment: "보고 있어요" }),
  ];
  expect(await sync()).toEqual({ added: 3, changed: 0, gone: 0, total: 3 });
  const orgId = t.w.agency.id;
  expect(await stored()).toEqual([
    { orgId, name: "배송 안내", body: "#{이름}님 1", status: "APPROVED", reason: null },
    { orgId, name: "배송 안내 (00000002)", body: "#{이름}님 2", status: "REJECTED", reason: "변수가 너무 많아요" },
    { orgId, name: "가입 인사", body: "#{이름}님 4", status: "INSPECTING", reason: null },
  ]);
  expect(await sync()).toEqual({ added: 0, changed: 0, gone: 0, total: 3 });
  expect(await t.db.$count(auditLog)).toBe(1);
  desk.templates = [template(2, { status: "APPROVED" }), template(4, { name: "가입 인사" })];
  expect(await sync()).toEqual({ added: 0, changed: 2, gone: 1, total: 2 });
  expect((await stored()).map(({ status, reason }) => [status, reason])).toEqual([
    [GONE, null],
    ["APPROVED", null],
    ["APPROVED", null],
  ]);
});

test("what Solapi refuses changes nothing", async () => {
  await t.db.update(tenants).set({ kakaoPfId: PF }).where(eq(tenants.id, t.w.tenant.id));
  desk.refuses = refusal("auth_failed", "InvalidAPIKey");
  expect(told(await t.refusal(() => sync()))).toEqual(["conflict", "solapiRefused"]);
});

test("what headquarters has of the same channel is brought up to date, not copied, and never marked as gone from below", async () => {
  await t.db.update(tenants).set({ kakaoPfId: PF }).where(eq(tenants.id, t.w.tenant.id));
  const values = { orgId: t.w.hq.id, kind: "alimtalk" as const, body: "옛 글", createdAt: t.now, updatedAt: t.now };
  await t.db.insert(messageTemplates).values([
    { ...values, name: "배송 안내", solapiTemplateId: template(1).templateId, solapiStatus: "INSPECTING" },
    { ...values, name: "본사 것", solapiTemplateId: "KA01TPelsewhere", solapiStatus: "APPROVED" },
  ]);
  desk.templates = [template(1)];
  expect(await sync()).toEqual({ added: 0, changed: 1, gone: 0, total: 1 });
  expect((await stored()).map(({ status, body }) => [status, body])).toEqual([
    ["APPROVED", "#{이름}님 1"],
    ["APPROVED", "옛 글"],
  ]);
});
