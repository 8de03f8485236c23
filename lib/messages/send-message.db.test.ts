import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { deliveryEvents } from "@/db/schema/deliveries";
import { messageLogs, messages } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { unseal } from "@/lib/access/sealed";
import { phoneKey } from "@/lib/customers/phone-key";
import { openPhone } from "@/lib/customers/sealed-phone";
import {
  messageProblems,
  messageRows,
  numberOf,
  orderOf,
  plantAlimtalk,
  plantMessageWorld,
  plantOptOut,
  tenantRow,
} from "@/scripts/testing/message-rig";
import { plantCustomer } from "@/scripts/testing/plant-customer";
import { testRig } from "@/scripts/testing/test-rig";
import { sendMessage } from "./send-message";
import { numbersPlace } from "./write-message";

const rig = testRig(plantMessageWorld, messageRows);
const send = (body: Parameters<typeof orderOf>[0], key: string | null = null, actor = rig.w.operator) =>
  sendMessage(rig.rt, actor, orderOf(body, key));
const two = { recipients: [{ phone: numberOf(1) }, { phone: numberOf(2) }] };
const reasonOf = async (body: Parameters<typeof orderOf>[0]) => {
  const { code, detail } = await rig.refusal(() => send(body));
  return [code, detail.status ?? null, detail.reason ?? detail.issues?.[0]?.message];
};

describe("an accepted message", () => {
  test("has a row for everybody, a batch, a reservation, its trail and its audit", async () => {
    const asked = [
      { phone: "010-0000-0001", name: "홍길동" },
      { phone: "+82 10-0000-0001", name: "홍길동" },
      { phone: "01000000001", name: "동생" },
      { phone: "02-000-0000" },
      { phone: "010" },
      { phone: null },
    ];
    const answer = await send({ raw_body: "#{이름}님 안녕하세요", recipients: asked });
    expect(answer).toEqual({
      message_id: expect.any(Number),
      requested: 6,
      enqueued: 2,
      skipped: [
        { recipient: "010-****-0001", reason: "duplicate" },
        { recipient: "02-***-0000", reason: "phone_landline" },
        { recipient: "****", reason: "phone_short" },
        { recipient: "****", reason: "phone_missing" },
      ],
    });
    const { messages: all, logs, batches, ledger } = await messageRows(rig.db);
    const [message] = all;
    expect(message).toMatchObject({
      orgId: rig.w.branch.id,
      sender: "0200000000",
      recipientCount: 5,
      duplicateCount: 1,
      queuedCount: 2,
      skippedCount: 3,
      status: "queued",
      requestedBy: rig.w.operator.userId,
    });
    expect(logs.map(({ status, reasonCode, variant, variables }) => [status, reasonCode, variant, variables])).toEqual([
      ["queued", null, 0, { 이름: "홍길동" }],
      ["queued", null, 1, { 이름: "동생" }],
      ["skipped", "phone_landline", 0, { 이름: "" }],
      ["skipped", "phone_short", 0, { 이름: "" }],
      ["skipped", "phone_missing", 0, { 이름: "" }],
    ]);
    const [first] = logs;
    expect(first?.recipientKey).toEqual(phoneKey(rig.rt.env.LOOKUP_KEY, "01000000001"));
    expect(openPhone(rig.rt.env, { phoneKey: first!.recipientKey, phone: first!.phone! })).toBe("01000000001");
    expect(batches.map(({ size, phase, variant, reservedAmount }) => [size, phase, variant, reservedAmount])).toEqual([
      [1, "new", 0, "9.90"],
      [1, "new", 1, "9.90"],
    ]);
    expect(batches[0]?.availableAt).toEqual(rig.now);
    expect(ledger.slice(1).map(({ kind, amount }) => [kind, amount])).toEqual([
      ["reserve", "9.90"],
      ["reserve", "9.90"],
    ]);
    const trail = await rig.db.select().from(deliveryEvents);
    expect(trail.map(({ layer, event }) => `${layer} ${event}`).toSorted()).toEqual(
      ["api accepted", "api accepted", "queue queued", "queue queued"].toSorted(),
    );
    const kept = unseal(rig.rt.env.ENCRYPTION_KEYS, numbersPlace(message!.id), message!.recipientNumbers!);
    expect(JSON.parse(kept)).toEqual(asked.map(({ phone }) => phone ?? ""));
    expect(await messageProblems(rig.db)).toEqual([]);
  });

  test("goes to customers, whoever isn't there is told, and their numbers stay sealed as they were", async () => {
    const { db, rt, w } = rig;
    const known = await plantCustomer(db, w.branch, { digits: numberOf(1) });
    const gone = await plantCustomer(db, w.branch, { digits: numberOf(2), deletedAt: rig.now });
    const foreign = await plantCustomer(db, w.foreign, { digits: numberOf(3) });
    const answer = await send({ student_ids: [known.id, gone.id, foreign.id], raw_body: "#{이름}님" });
    expect(answer).toMatchObject({ requested: 3, enqueued: 1 });
    expect(answer.skipped.map(({ reason }) => reason)).toEqual(["customer_deleted", "customer_deleted"]);
    const { logs } = await messageRows(db);
    expect(logs.map(({ customerId }) => customerId)).toEqual([known.id, gone.id, null]);
    expect(openPhone(rt.env, { phoneKey: logs[0]!.recipientKey, phone: logs[0]!.phone! })).toBe(numberOf(1));
    expect(logs[0]?.variables).toEqual({ 이름: known.name });
    expect(await messageProblems(db)).toEqual([]);
  });

  test("is Alimtalk first with the dearer channel held (C-23)", async () => {
    const templateId = await plantAlimtalk(rig.db, rig.w.agency, "#{이름}님, 주문이 도착했어요.");
    await send({
      message_mode: "both",
      raw_body: null,
      template_id: templateId,
      recipients: [{ phone: numberOf(1), name: "홍" }],
    });
    const { messages: all, logs, batches } = await messageRows(rig.db);
    expect(all[0]).toMatchObject({
      rawBody: "#{이름}님, 주문이 도착했어요.",
      templateId,
      kakaoPfId: expect.any(String),
    });
    expect(logs[0]).toMatchObject({ channel: "alimtalk", amount: "7.50", reservedAmount: "9.90" });
    expect(batches[0]).toMatchObject({ channel: "alimtalk", reservedAmount: "9.90" });
    expect(await messageProblems(rig.db)).toEqual([]);
  });

  test("for later waits for its hour, and one that is free has its line in the ledger too", async () => {
    await rig.db.update(tenants).set({ basePrice: "0.00" }).where(eq(tenants.id, rig.w.tenant.id));
    await send({ ...two, send_at: "2026-11-21T09:00" });
    const { messages: all, batches, ledger } = await messageRows(rig.db);
    const at = new Date("2026-11-21T00:00:00Z");
    expect([all[0]?.sendAt, batches[0]?.availableAt]).toEqual([at, at]);
    expect(batches[0]?.sendBefore).toEqual(new Date(at.getTime() + 86_400_000));
    expect(ledger.at(-1)).toMatchObject({ kind: "reserve", amount: "0.00" });
    expect(await messageProblems(rig.db)).toEqual([]);
  });

  test("is an advertisement only to those who agreed, by night only to those who agreed to that", async () => {
    const { db, rt, w } = rig;
    await plantCustomer(db, w.branch, { digits: numberOf(1), adConsent: true });
    await plantCustomer(db, w.branch, { digits: numberOf(2), adConsent: true, nightConsent: true });
    await plantCustomer(db, w.branch, { digits: numberOf(3), adConsent: true, nightConsent: true });
    await plantOptOut(db, rt.env, w.tenant.id, numberOf(3));
    const recipients = [1, 2, 3, 4].map((n) => ({ phone: numberOf(n) }));
    const day = await send({ recipients, purpose: "ad", raw_body: "귤이 싸요" });
    expect(day.skipped.map(({ reason }) => reason)).toEqual(["opted_out", "ad_consent_missing"]);
    const night = await send({ recipients, purpose: "ad", raw_body: "귤이 싸요", send_at: "2026-11-20T22:00" });
    expect(night.skipped.map(({ reason }) => reason)).toEqual([
      "night_consent_missing",
      "opted_out",
      "ad_consent_missing",
    ]);
    const only = { recipients: recipients.slice(0, 1), purpose: "ad" as const, send_at: "2026-11-20T22:00" };
    expect(await reasonOf(only)).toEqual(["invalid", 400, "night_ban"]);
    const [message] = await db.select().from(messages);
    expect(message?.rawBody).toBe("(광고)귤가게\n귤이 싸요\n무료수신거부 080-000-0123");
  });

  test("is an advertisement to customers of the organisation it is for alone, whoever above acts for it", async () => {
    const { db, w } = rig;
    const agreed = { adConsent: true };
    const mine = await plantCustomer(db, w.branch, { digits: numberOf(1), ...agreed });
    const foreign = await plantCustomer(db, w.foreign, { digits: numberOf(2), ...agreed });
    await plantCustomer(db, w.foreign, { digits: numberOf(3), ...agreed });
    const sendAs = (purpose: "ad" | "info") => {
      const asked = { recipient_ids: [mine.id, foreign.id], recipients: [{ phone: numberOf(3) }], purpose };
      return sendMessage(rig.rt, w.admin, { ...orderOf({ ...asked, raw_body: "귤" }), tenantCode: w.tenant.code });
    };
    const ad = await sendAs("ad");
    expect([ad.enqueued, ad.skipped.map(({ reason }) => reason)]).toEqual([1, Array(2).fill("ad_consent_missing")]);
    expect(await sendAs("info")).toMatchObject({ enqueued: 3, skipped: [] });
  });
});

describe("too little credit", () => {
  test("is stored as failed, costs nothing and says which message it was (rulings 14)", async () => {
    await rig.db.update(tenants).set({ basePrice: "99999.99" }).where(eq(tenants.id, rig.w.tenant.id));
    const error = await send({ recipients: [...two.recipients, { phone: "02-000-0000" }] }).catch((e) => e);
    expect(error).toMatchObject({ code: "conflict", detail: { reason: "insufficient_balance" } });
    const { messages: all, logs, batches, ledger } = await messageRows(rig.db);
    expect(error.detail.messageId).toBe(all[0]?.id);
    expect(all[0]).toMatchObject({
      status: "failed",
      reasonCode: "insufficient_balance",
      failedCount: 2,
      skippedCount: 1,
    });
    expect(logs.map(({ status, amount, batchId }) => [status, amount, batchId])).toEqual([
      ["failed", "0.00", null],
      ["failed", "0.00", null],
      ["skipped", "0.00", null],
    ]);
    expect([batches.length, ledger.length]).toEqual([0, 1]);
    expect(await messageProblems(rig.db)).toEqual([]);
  });

  test("of two that race for the last of it one is refused", async () => {
    await rig.db.update(tenants).set({ basePrice: "30000.00" }).where(eq(tenants.id, rig.w.tenant.id));
    const ends = await Promise.allSettled([send(two), send(two), send(two)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await tenantRow(rig.db, rig.w.tenant.id)).creditReserved).toBe("60000.00");
    expect(await messageProblems(rig.db)).toEqual([]);
  });
});

describe("the same key again", () => {
  test("gets the first answer, word for word, whatever has changed since", async () => {
    const body = { recipients: [...two.recipients, { phone: "010" }] };
    const first = await send(body, "key-1");
    await rig.db.update(tenants).set({ messagingIsActive: false }).where(eq(tenants.id, rig.w.tenant.id));
    expect(JSON.stringify(await send(body, "key-1"))).toBe(JSON.stringify(first));
    expect((await messageRows(rig.db)).messages).toHaveLength(1);
  });
  test("with another body is refused", async () => {
    await send(two, "key-1");
    const error = await rig.refusal(() => send({ ...two, raw_body: "다른 글" }, "key-1"));
    expect([error.code, error.detail.reason]).toEqual(["conflict", "idempotency_mismatch"]);
  });
  test("repeats that there was too little credit, even once there is more", async () => {
    await rig.db.update(tenants).set({ basePrice: "99999.99" }).where(eq(tenants.id, rig.w.tenant.id));
    const first = await send(two, "key-1").catch((e) => e);
    await rig.db.update(tenants).set({ basePrice: "1.00" }).where(eq(tenants.id, rig.w.tenant.id));
    const second = await send(two, "key-1").catch((e) => e);
    expect(second.detail).toEqual(first.detail);
    expect(second.detail.messageId).toBeGreaterThan(0);
  });
  test("from another branch of the same payer is another message: nobody's goes missing", async () => {
    const beside = await plantUser(rig.db, await plantOrg(rig.db, "branch", rig.w.agency), "operator");
    const ours = await send(two, "2026-11-20");
    const theirs = await send(two, "2026-11-20", beside);
    expect(theirs.message_id).not.toBe(ours.message_id);
    expect((await send({ ...two, raw_body: "다른 글" }, "2026-11-21", beside)).enqueued).toBe(2);
    expect((await send(two, "2026-11-21")).enqueued).toBe(2);
    expect((await messageRows(rig.db)).messages).toHaveLength(4);
    expect(await messageProblems(rig.db)).toEqual([]);
  });
  test("ten times at once is one message and ten equal answers", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(two, "key-1")));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await messageRows(rig.db)).messages).toHaveLength(1);
    expect(await messageProblems(rig.db)).toEqual([]);
  });
});

test("no number is in any column in the clear, nor in an answer or a refusal", async () => {
  const canary = "01000007777";
  const answer = await send({ recipients: [{ phone: canary }, { phone: canary }, { phone: "010-0000-7777-1" }] }, "k");
  const error = await rig.refusal(() => send({ recipients: [{ phone: canary }], raw_body: "🍊" }));
  const rows = await rig.db.select().from(messageLogs);
  const all = JSON.stringify([answer, error, error.detail, rows, await messageRows(rig.db)], (_key, value) =>
    value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
  );
  for (const form of [canary, "010-0000-7777", "1000007777"]) expect(all).not.toContain(form);
});
