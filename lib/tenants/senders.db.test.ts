import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { tenantSenders } from "@/db/schema/tenants";
import { plantSender, plantTenant } from "@/db/testing/plant-tenants";
import { tenantRig } from "@/scripts/testing/tenant-rig";
import { told } from "@/scripts/testing/test-rig";
import { decideSender } from "./decide-sender";
import { expireSenders } from "./expire-senders";
import { requestSender } from "./request-sender";
import { SenderDecision, SenderRequest } from "./schema";

const t = tenantRig();
const request = (number: string, actor = t.w.admin) =>
  requestSender(t.rt, actor, SenderRequest.parse({ id: String(t.w.tenant.id), number, label: "상담" }));
const decide = (senderId: number, over: object, actor = t.w.hqAdmin) =>
  decideSender(t.rt, actor, SenderDecision.parse({ id: String(t.w.tenant.id), senderId: String(senderId), ...over }));
const row = async (id: number) => (await t.db.select().from(tenantSenders).where(eq(tenantSenders.id, id)))[0]!;
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(t.now.getTime() + days * DAY_MS);

test("an admin asks for a number however it is written, and headquarters verifies it", async () => {
  const { senders } = await request("031-000-0001");
  const sender = senders.find(({ number }) => number === "0310000001")!;
  expect(sender).toMatchObject({ label: "상담", status: "pending", providerStatus: null });
  expect((await t.refusal(() => decide(sender.id, { status: "verified" }, t.w.admin))).code).toBe("forbidden");
  const after = await decide(sender.id, { status: "verified", expiresAt: inDays(180).toISOString() });
  expect(after.senders.find(({ id }) => id === sender.id)).toMatchObject({
    status: "verified",
    expiresAt: inDays(180).toISOString(),
  });
  // It had one already.
  expect(after.messagingSender).toBe("0200000000");
  expect(await row(sender.id)).toMatchObject({ requestedBy: t.w.admin.userId, decidedBy: t.w.hqAdmin.userId });
  const audits = await t.db.select().from(auditLog);
  expect(audits.map(({ action }) => action)).toEqual(["sender.request", "sender.verified"]);
  expect(JSON.stringify(audits)).not.toContain("0310000001");
});

test.each(["010", "112", "15880000000", "1234", "번호", ""])("%j is no number a text may come from", (number) => {
  expect(SenderRequest.safeParse({ id: "1", number }).success).toBe(false);
});

test("a number that waits or works is not asked for twice; a refused or expired one may be", async () => {
  expect(told(await t.refusal(() => request("0200000000")))).toEqual(["invalid", "number", "senderTaken"]);
  const pending = await plantSender(t.db, t.w.tenant, { number: "0200000001", status: "pending" });
  expect(told(await t.refusal(() => request("0200000001")))).toEqual(["invalid", "number", "senderTaken"]);
  await decide(pending, { status: "rejected", reason: "증명원이 없어요" });
  expect((await request("0200000001")).senders.find(({ id }) => id === pending)).toMatchObject({
    status: "pending",
    reason: null,
  });
  const over = await plantSender(t.db, t.w.tenant, { number: "0200000002", expiresAt: t.now });
  expect((await request("0200000002")).senders.find(({ id }) => id === over)).toMatchObject({
    status: "pending",
    expiresAt: null,
  });
});

test("the first number that works is what the tenant sends from, and one taken back no longer is", async () => {
  const bare = await plantTenant(t.db, t.w.branch, { messagingSender: null });
  const first = await plantSender(t.db, bare, { number: "0200000007", status: "pending" });
  const as = (over: object) =>
    decideSender(t.rt, t.w.hqAdmin, SenderDecision.parse({ id: String(bare.id), senderId: String(first), ...over }));
  expect((await as({ status: "verified" })).messagingSender).toBe("0200000007");
  const revoked = await as({ status: "revoked", reason: "해지된 번호예요" });
  expect(revoked).toMatchObject({ messagingSender: null, senders: [{ status: "revoked", reason: "해지된 번호예요" }] });
});

test("no step that makes no sense, no refusal without a reason, no verification that is over already", async () => {
  const id = await plantSender(t.db, t.w.tenant, { number: "0200000001", status: "pending" });
  const cases: [object, string, string][] = [
    [{ status: "revoked", reason: "x" }, "status", "senderStatusStep"],
    [{ status: "expired" }, "status", "senderStatusStep"],
    [{ status: "rejected" }, "reason", "senderReasonRequired"],
    [{ status: "rejected", reason: "  " }, "reason", "senderReasonRequired"],
    [{ status: "verified", expiresAt: t.now.toISOString() }, "expiresAt", "senderExpiresPast"],
  ];
  for (const [over, path, message] of cases)
    expect(told(await t.refusal(() => decide(id, over)))).toEqual(["invalid", path, message]);
  const foreign = await plantSender(t.db, t.w.other, { number: "0200000001", status: "pending" });
  expect((await t.refusal(() => decide(foreign, { status: "verified" }))).code).toBe("not_found");
});

test("who may ask: an admin of the tenant; for others it is forbidden or absent", async () => {
  for (const [actor, code] of [
    [t.w.operator, "forbidden"],
    [t.w.branchAdmin, "forbidden"],
    [t.w.stranger, "not_found"],
  ] as const)
    expect((await t.refusal(() => request("0200000009", actor))).code).toBe(code);
});

test("numbers run out by themselves: the tenant no longer sends from them, and it is written down once", async () => {
  await t.db.update(tenantSenders).set({ expiresAt: t.now });
  expect(await expireSenders(t.db, new Date(t.now.getTime() - 1))).toBe(0);
  const both = await Promise.all([expireSenders(t.db, t.now), expireSenders(t.db, t.now)]);
  expect(both.reduce((sum, n) => sum + n, 0)).toBe(2);
  const rows = (await t.rows()) as { tenants: { messagingSender: string | null }[]; senders: { status: string }[] };
  expect(rows.tenants.map(({ messagingSender }) => messagingSender)).toEqual([null, null]);
  expect(rows.senders.map(({ status }) => status)).toEqual(["expired", "expired"]);
  expect(await t.db.$count(auditLog)).toBe(2);
});
