import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { messages } from "@/db/schema/messages";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import { errorText } from "@/lib/http/error-text";
import {
  messageRows,
  numberOf,
  orderOf,
  plantAlimtalk,
  plantMessageWorld,
  plantSender,
} from "@/scripts/testing/message-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { sendMessage } from "./send-message";

const rig = testRig(plantMessageWorld, messageRows);
const send = (body: Parameters<typeof orderOf>[0], key: string | null = null, actor = rig.w.operator) =>
  sendMessage(rig.rt, actor, orderOf(body, key));
const two = { recipients: [{ phone: numberOf(1) }, { phone: numberOf(2) }] };
const reasonOf = async (body: Parameters<typeof orderOf>[0]) => {
  const { code, detail } = await rig.refusal(() => send(body));
  return [code, detail.status ?? null, detail.reason ?? detail.issues?.[0]?.message];
};

describe("a refused message writes nothing and says why", () => {
  test.each<[string, Parameters<typeof orderOf>[0], [string, number | null, string]]>([
    ["nobody", { recipients: [] }, ["invalid", 400, "no_valid_recipients"]],
    ["nobody who can get it", { recipients: [{ phone: "010" }] }, ["invalid", 400, "no_valid_recipients"]],
    ["absent customers", { recipient_ids: [999_999] }, ["invalid", 400, "no_valid_recipients"]],
    ["no text", { ...two, raw_body: "  " }, ["invalid", 400, "body_required"]],
    ["no template", { ...two, message_mode: "alimtalk" }, ["invalid", 400, "template_required"]],
    ["a sender of nobody", { ...two, sender: "02-111-1111" }, ["invalid", 400, "sender_not_verified"]],
    [
      "91 bytes by SMS",
      { ...two, message_mode: "sms", raw_body: `${"가".repeat(45)}a` },
      ["invalid", 400, "text_too_long"],
    ],
    ["2,001 bytes", { ...two, raw_body: `${"가".repeat(1000)}a` }, ["invalid", 400, "text_too_long"]],
    ["41 bytes of subject", { ...two, subject: `${"가".repeat(20)}a` }, ["invalid", 400, "subject_too_long"]],
    ["an emoji", { ...two, raw_body: "귤 🍊" }, ["invalid", 400, "unsupported_characters"]],
    ["an MMS without a picture", { ...two, message_mode: "mms" }, ["invalid", 400, "image_required"]],
    [
      "a picture of nobody",
      { ...two, message_mode: "mms", image_key: "img/a.jpg" },
      ["invalid", 400, "image_not_found"],
    ],
    ["a mark that is none", { ...two, purpose: "ad", raw_body: "[광고] 귤" }, ["invalid", 400, "ad_mark_variant"]],
    ["an advertisement in disguise", { ...two, raw_body: "(광고) 귤" }, ["invalid", 400, "ad_mark_on_info"]],
    ["yesterday", { ...two, send_at: "2026-11-19T09:00" }, ["invalid", 400, "sendAtPast"]],
    ["next year", { ...two, send_at: "2027-11-19T09:00" }, ["invalid", 400, "sendAtTooFar"]],
  ])("%s", async (_name, body, expected) => expect(await reasonOf(body)).toEqual(expected));

  test("a subject's own limit is named, and only a text that is too long is told so", async () => {
    const error = await rig.refusal(() => send({ ...two, subject: `${"가".repeat(20)}a` }));
    const sentence = (locale: "ko" | "en") => errorText(locale, error);
    expect([sentence("ko"), sentence("en")]).toEqual([
      "제목은 40바이트까지 쓸 수 있어요. 한글은 한 글자가 2바이트예요. 1바이트를 줄여 주세요.",
      "A subject holds 40 bytes. Take 1 bytes away.",
    ]);
    expect(error.detail.issues).toMatchObject([{ path: ["subject"], message: "subjectTooLong" }]);
    const short = { ...two, message_mode: "sms" as const, raw_body: "귤", subject: "제목" };
    expect((await reasonOf(short))[2]).toBe("subject_not_allowed");
  });

  test("what the tenant lacks", async () => {
    const change = (set: Partial<typeof tenants.$inferInsert>) =>
      rig.db.update(tenants).set(set).where(eq(tenants.id, rig.w.tenant.id));
    await change({ adSenderName: null });
    expect(await reasonOf({ ...two, purpose: "ad" })).toEqual(["invalid", 400, "ad_settings_missing"]);
    await change({ basePrice: null });
    expect(await reasonOf(two)).toEqual(["conflict", null, "price_not_configured"]);
    await change({ messagingSender: " " });
    expect(await reasonOf(two)).toEqual(["invalid", 400, "sender_required"]);
    await change({ messagingIsActive: false });
    expect(await reasonOf(two)).toEqual(["conflict", null, "messaging_inactive"]);
  });

  test("a sender that is verified no more, and a template that isn't approved or isn't the text", async () => {
    await rig.db.update(tenantSenders).set({ expiresAt: rig.now });
    expect(await reasonOf(two)).toEqual(["invalid", 400, "sender_required"]);
    await plantSender(rig.db, rig.w.tenant.id, "01000000999", { status: "pending" });
    expect(await reasonOf({ ...two, sender: "01000000999" })).toEqual(["invalid", 400, "sender_not_verified"]);
    await rig.db.update(tenantSenders).set({ expiresAt: null });
    const alimtalk = { ...two, message_mode: "alimtalk" as const };
    const waiting = await plantAlimtalk(rig.db, rig.w.agency, "안녕하세요", "PENDING");
    expect((await reasonOf({ ...alimtalk, template_id: waiting }))[2]).toBe("template_not_approved");
    const ready = await plantAlimtalk(rig.db, rig.w.agency, "안녕하세요!");
    expect((await reasonOf({ ...alimtalk, template_id: ready }))[2]).toBe("template_mismatch");
    const foreign = await plantAlimtalk(rig.db, rig.w.foreign, "안녕하세요");
    expect((await reasonOf({ ...alimtalk, template_id: foreign }))[2]).toBe("template_required");
    const fromAbove = await plantAlimtalk(rig.db, rig.w.hq, "안녕하세요 !");
    expect((await reasonOf({ ...alimtalk, template_id: fromAbove }))[2]).toBe("template_mismatch");
  });

  test("who may not", async () => {
    const as = async (actor: typeof rig.w.viewer, tenantCode: string | null) =>
      (await rig.refusal(() => sendMessage(rig.rt, actor, { ...orderOf(two), tenantCode }))).code;
    expect(await as(rig.w.viewer, null)).toBe("forbidden");
    expect(await as(rig.w.stranger, null)).toBe("not_found");
    expect(await as(rig.w.stranger, rig.w.tenant.code)).toBe("not_found");
    expect(await as(rig.w.operator, "nobody")).toBe("not_found");
    const answer = await sendMessage(rig.rt, rig.w.admin, { ...orderOf(two), tenantCode: rig.w.tenant.code });
    const [message] = await rig.db.select().from(messages).where(eq(messages.id, answer.message_id));
    expect(message?.orgId).toBe(rig.w.agency.id);
  });
});
