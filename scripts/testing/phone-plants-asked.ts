import { plantUser } from "@/db/testing/plant";
import { AppError } from "@/lib/errors";
import type { SendBody } from "@/lib/messages/schema";
import { sendMessage } from "@/lib/messages/send-message";
import type { BatchWorld } from "./batch-world";
import { orderOf, plantAlimtalk } from "./message-rig";
import {
  accept,
  at,
  daytime,
  ended,
  type PhonePlant,
  rowsOfMessage,
  sickOn,
  someNumber,
  tenantSet,
} from "./phone-plant";
import { plantCustomer, plantOptOut } from "./plant-customer";

const good = () => ({ phone: someNumber(), name: "이봄" });
/** Beside somebody it can go to, since a message to nobody is refused as a whole. */
const beside = async (w: BatchWorld, other: { phone: string; variables?: Record<string, string> }, body = {}) =>
  at(await accept(w, { recipients: [good(), other], ...body }), 1);

const AD = { purpose: "ad", raw_body: "귤이 싸요" } as const;

async function advertiser(w: BatchWorld) {
  daytime(w);
  await tenantSet(w, { adSenderName: "귤가게", optOutNumber: "0800000123" });
  return plantCustomer(w.db, w.payer.org, { adConsent: true, nightConsent: true });
}

/** What nobody can get, decided as the message was accepted. */
export const askedPlants: readonly PhonePlant[] = sickOn("api", [
  ["a number too short", "phone_unusable", "fix_number", (w) => beside(w, { phone: "010-000" }), ended],
  ["no number at all", "phone_unusable", "fix_number", (w) => beside(w, { phone: "" }), ended],
  ["a landline", "phone_not_mobile", "fix_number", (w) => beside(w, { phone: "02-000-0000" }), ended],
  [
    "who opted out of advertisements",
    "opted_out",
    "respect_refusal",
    async (w) => {
      const [willing, gone] = [await advertiser(w), await advertiser(w)];
      await plantOptOut(w.db, w.payer, gone.digits!);
      return at(await accept(w, { ...AD, recipient_ids: [willing.id, gone.id] }), 1);
    },
    ended,
  ],
  [
    "who never agreed to advertisements",
    "consent_missing",
    "get_consent",
    async (w) => {
      const willing = await advertiser(w);
      const other = await plantCustomer(w.db, w.payer.org, { adConsent: false });
      return at(await accept(w, { ...AD, recipient_ids: [willing.id, other.id] }), 1);
    },
    ended,
  ],
  [
    "a customer who is deleted",
    "customer_deleted",
    "fix_number",
    async (w) => {
      const here = await plantCustomer(w.db, w.payer.org);
      const gone = await plantCustomer(w.db, w.payer.org, { deletedAt: new Date() });
      return at(await accept(w, { recipient_ids: [here.id, gone.id] }), 1);
    },
    ended,
  ],
  [
    "a blank nobody filled in",
    "variable_missing",
    "fill_values",
    async (w) => {
      const recipients = [{ ...good(), variables: { 쿠폰: "A1" } }, good()];
      return at(await accept(w, { raw_body: "쿠폰 #{쿠폰}", recipients }), 1);
    },
    ended,
  ],
  [
    "a text too long for one of them",
    "row_text_does_not_fit",
    "fix_text",
    async (w) => {
      const recipients = [
        { ...good(), variables: { 말: "짧게" } },
        { ...good(), variables: { 말: "아".repeat(60) } },
      ];
      return at(await accept(w, { raw_body: "안내 #{말}", recipients }), 1);
    },
    ended,
  ],
  [
    "no credit left",
    "insufficient_balance",
    "charge",
    async (w) => {
      await tenantSet(w, { basePrice: "2000000.00" });
      const error = await accept(w).catch((thrown: unknown) => thrown);
      const messageId = error instanceof AppError ? (error.detail.messageId ?? 0) : 0;
      return { messageId, recipient: (await rowsOfMessage(w, messageId))[0]!.id };
    },
    ended,
  ],
]);

type Refused = {
  cause: string;
  fix: string;
  role?: "viewer";
  tenantCode?: string;
  body: (w: BatchWorld) => Promise<Partial<SendBody>> | Partial<SendBody>;
};

const ask = async (w: BatchWorld, set: Parameters<typeof tenantSet>[1], body: Partial<SendBody> = {}) => {
  await tenantSet(w, set);
  return body;
};
const alimtalk = async (w: BatchWorld, over: Partial<SendBody>, status?: string) => ({
  ...{ message_mode: "alimtalk" as const, raw_body: null },
  template_id: await plantAlimtalk(w.db, w.payer.org, "#{이름}님 안녕하세요", status),
  ...over,
});

/** Requests that are refused as a whole: nothing is written, and only the answer is left. */
export const refusedPlants: readonly Refused[] = [
  { cause: "no_permission", fix: "get_permission", role: "viewer", body: () => ({}) },
  { cause: "tenant_unknown", fix: "use_own_tenant", tenantCode: "nobody", body: () => ({}) },
  { cause: "sender_required", fix: "choose_sender", body: (w) => ask(w, { messagingSender: null }) },
  { cause: "sender_not_verified", fix: "choose_sender", body: () => ({ sender: "0200000099" }) },
  { cause: "no_valid_recipients", fix: "fix_number", body: () => ({ recipients: [{ phone: "02-000-0000" }] }) },
  { cause: "body_required", fix: "fix_request", body: () => ({ raw_body: "" }) },
  { cause: "template_required", fix: "choose_template", body: () => ({ message_mode: "alimtalk" as const }) },
  {
    cause: "template_not_approved",
    fix: "choose_template",
    body: (w) => tenantSet(w, { kakaoPfId: "KA01PF1" }).then(() => alimtalk(w, {}, "REJECTED")),
  },
  {
    cause: "kakao_channel_missing",
    fix: "connect_channel",
    body: (w) => ask(w, { kakaoPfId: null }).then(() => alimtalk(w, {})),
  },
  { cause: "ad_settings_missing", fix: "set_ad_details", body: (w) => ask(w, { adSenderName: null }, AD) },
  { cause: "ad_mark_wrong", fix: "fix_request", body: () => ({ raw_body: "(광고) 귤이 싸요" }) },
  { cause: "text_does_not_fit", fix: "fix_text", body: () => ({ raw_body: "아".repeat(80) }) },
  { cause: "image_does_not_fit", fix: "fix_request", body: () => ({ message_mode: "mms" as const }) },
  { cause: "price_not_configured", fix: "set_price", body: (w) => ask(w, { basePrice: null }) },
  { cause: "messaging_inactive", fix: "turn_messaging_on", body: (w) => ask(w, { messagingIsActive: false }) },
];

/** The word a refused request is answered with. */
export async function refusalOf(w: BatchWorld, { role, tenantCode, body }: Refused): Promise<string> {
  const actor = await plantUser(w.db, w.payer.org, role ?? "admin");
  const asked = { message_mode: "sms" as const, recipients: [good()], ...(await body(w)) };
  const order = { ...orderOf(asked), tenantCode: tenantCode ?? null };
  const error = await sendMessage(w.rt, actor, order).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error("it was allowed");
  return error.detail.reason ?? error.code;
}
