import { decisionsFor } from "@/lib/batches/hold-reasons";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { josa } from "@/lib/i18n/josa";
import type { MessageDetailDto } from "@/lib/messages/message-dto";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { mayBecome } from "@/lib/rooms/bot-status";
import type { RoomDto } from "@/lib/rooms/queries";
import type { TenantDto } from "@/lib/tenants/queries";
import { isLapsed } from "@/lib/tenants/sender-status";
import { hyphenate } from "@/lib/transports/phone-number";
import type { Act } from "./xray-act";
import type { XrayTranslate } from "./xray-words";

/** What the fix acts on as it stands now; null where it is something else, or isn't the reader's to see. */
export type FixContext = {
  tenant: TenantDto | null;
  bot: BotDto | null;
  room: RoomDto | null;
  message: MessageDetailDto | null;
};

/** Sending from these again is asked of Solapi anew, once somebody has put right there what held it. */
const RESUMES = [
  "resume_tenant",
  "allow_ip",
  "charge_solapi",
  "check_key",
  "register_sender",
  "lift_number_guard",
  "ask_solapi",
];

/** What can be done about it right here by one call, the recommended one first; none where a page asks for more. */
export function actsOf(
  fix: NonNullable<Xray["fix"]>,
  { tenant, bot, room, message }: FixContext,
  t: XrayTranslate,
): Act[] {
  const { id, target } = fix;
  if (tenant && RESUMES.includes(id) && tenant.paused)
    return [
      {
        id,
        ...{ method: "POST", path: `/api/tenants/${tenant.id}/resume` },
        ...{ label: t("fix.acts.resume.label"), done: t("fix.acts.resume.done") },
      },
    ];
  if (tenant && (RESUMES.includes(id) || id === "set_solapi_key"))
    return [
      {
        id,
        ...{ method: "POST", path: `/api/tenants/${tenant.id}/check` },
        ...{ label: t("fix.acts.check.label"), done: t("fix.acts.check.done"), bad: t("fix.acts.check.bad") },
      },
    ];
  if (tenant && id === "choose_sender") return chosen(tenant, t);
  if (tenant && id === "turn_messaging_on" && tenant.isOwn) {
    const put = (messagingIsActive: boolean) => ({
      method: "PUT" as const,
      path: `/api/tenants/${tenant.id}`,
      body: { messagingIsActive },
    });
    return [
      {
        ...{ id, ...put(true), body: { messagingIsActive: true, version: tenant.version }, undo: put(false) },
        ...{ label: t("fix.acts.activate.label"), done: t("fix.acts.activate.done") },
      },
    ];
  }
  if (bot && id === "approve_bot" && mayBecome(bot.status, "approved")) {
    const path = `/api/bots/${bot.id}`;
    return [
      {
        ...{ id, method: "PUT", path, body: { status: "approved", version: bot.version } },
        ...{ label: t("fix.acts.approve.label"), done: t("fix.acts.approve.done") },
        ...(mayBecome("approved", bot.status) && { undo: { method: "PUT", path, body: { status: bot.status } } }),
      },
    ];
  }
  if (bot && id === "reconnect_bot")
    return [
      {
        ...{ id, method: "POST", path: `/api/bots/${bot.id}/probe` },
        ...{ label: t("fix.acts.probe.label"), done: t("fix.acts.probe.done"), bad: t("fix.acts.probe.bad") },
      },
    ];
  if (room && id === "turn_room_on" && room.status === "inactive") {
    const path = `/api/rooms/${room.id}`;
    return [
      {
        ...{ id, method: "PUT", path, body: { status: "active", version: room.version } },
        ...{ label: t("fix.acts.openRoom.label"), done: t("fix.acts.openRoom.done") },
        undo: { method: "PUT", path, body: { status: "inactive" } },
      },
    ];
  }
  if (message && id === "decide_batch") return decisions(message, target?.kind === "batch" ? target.id : null, t);
  if (message && id === "put_in_queue_again")
    return [
      {
        ...{ id, method: "POST", path: `/api/messages/${message.id}/tell-queue` },
        ...{ label: t("fix.acts.tell.label"), done: t("fix.acts.tell.done"), bad: t("fix.acts.tell.bad") },
      },
    ];
  if (message?.canResend && id === "resend_message") {
    const count = message.counts.failed;
    return [
      {
        ...{ id, method: "POST", path: `/api/messages/${message.id}/resend`, body: { status: "failed" } },
        ...{ label: t("fix.acts.resend.label", { count }), done: t("fix.acts.resend.done") },
        confirm: {
          title: t("fix.acts.resend.title", { count }),
          text: t("fix.acts.resend.text"),
          label: t("fix.acts.resend.confirm"),
        },
      },
    ];
  }
  return [];
}

/** Numbers that work, one press each; without one there is nothing to choose from. */
function chosen(tenant: TenantDto, t: XrayTranslate): Act[] {
  const path = `/api/tenants/${tenant.id}`;
  return tenant.isOwn
    ? tenant.senders
        .filter(
          (sender) => sender.status === "verified" && !isLapsed(sender) && sender.number !== tenant.messagingSender,
        )
        .map((sender) => {
          const number = hyphenate(sender.number);
          return {
            ...{ id: `choose-${sender.id}`, method: "PUT", path },
            body: { messagingSender: sender.number, version: tenant.version },
            ...{
              label: josa(t("fix.acts.choose.label", { number })),
              done: josa(t("fix.acts.choose.done", { number })),
            },
            undo: { method: "PUT", path, body: { messagingSender: tenant.messagingSender } },
          };
        })
    : [];
}

/** What a person may say of a batch that waits for them; none of it can be taken back, so each asks first. */
function decisions(message: MessageDetailDto, batchId: number | null, t: XrayTranslate): Act[] {
  const held = message.batches.filter(({ phase }) => phase === "held");
  const batch = held.find(({ id }) => id === batchId) ?? held[0];
  if (!batch) return [];
  return decisionsFor(batch.heldReason ?? "").map((decision) => {
    const label = t(`fix.acts.batch.${decision}.label`);
    return {
      ...{ id: decision, method: "POST", path: `/api/messages/${message.id}/decide` },
      ...{ body: { batchId: batch.id, decision }, label, done: t(`fix.acts.batch.${decision}.done`) },
      confirm: {
        title: t(`fix.acts.batch.${decision}.title`, { count: batch.size }),
        text: t(`fix.acts.batch.${decision}.text`),
        label,
      },
    };
  });
}
